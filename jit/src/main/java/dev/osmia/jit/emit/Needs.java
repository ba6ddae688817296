package dev.osmia.jit.emit;

import dev.osmia.jit.lowering.DynptrOperation;
import dev.osmia.jit.lowering.LoweredFunction;
import dev.osmia.jit.lowering.LoweredInstruction;
import dev.osmia.jit.lowering.Place;
import dev.osmia.jit.lowering.PlainDynptr;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What a function loads into locals when it starts.
 *
 * @param packet the packet's buffer and bounds
 * @param metadata the metadata's buffer and bounds
 * @param context the packet object, for context fields
 * @param stack the stack's array
 * @param valueMap the map whose values dynptrs are over, if any are
 */
record Needs(boolean packet, boolean metadata, boolean context, boolean stack, OptionalInt valueMap) {

    static Needs of(LoweredFunction function) {
        var instructions =
                function.instructions().values().stream().flatMap(List::stream).toList();
        var places = new ArrayList<Place>();
        boolean packet = false;
        boolean metadata = false;
        boolean context = false;
        boolean stack = false;
        for (var instruction : instructions) {
            places.addAll(places(instruction));
            if (instruction instanceof LoweredInstruction.Dynptr dynptr) {
                packet |= uses(dynptr.operation(), PlainDynptr.Storage.PACKET);
                metadata |= uses(dynptr.operation(), PlainDynptr.Storage.METADATA);
            }
            stack |= instruction instanceof LoweredInstruction.LookUp;
            context |= instruction instanceof LoweredInstruction.ReadContext
                    || instruction instanceof LoweredInstruction.WriteContext
                    || instruction instanceof LoweredInstruction.LoadPacket;
        }
        for (var place : places) {
            packet |= place instanceof Place.PacketAt;
            metadata |= place instanceof Place.MetadataAt;
            context |= place instanceof Place.ContextBytes;
            stack |= place instanceof Place.Frame || place instanceof Place.StackAt;
        }
        return new Needs(packet, metadata, context, stack, valueMap(instructions));
    }

    /** All dynptrs of a function that are over values are over those of one map. */
    private static OptionalInt valueMap(List<LoweredInstruction> instructions) {
        return instructions.stream()
                .filter(instruction -> instruction instanceof LoweredInstruction.Dynptr)
                .map(instruction -> ((LoweredInstruction.Dynptr) instruction).operation())
                .flatMap(operation -> Stream.concat(Stream.of(operation.dynptr()), operation.other().stream()))
                .filter(dynptr -> dynptr.storage() == PlainDynptr.Storage.MAP_VALUES)
                .mapToInt(PlainDynptr::map)
                .findFirst();
    }

    private static boolean uses(DynptrOperation operation, PlainDynptr.Storage storage) {
        return operation.dynptr().storage() == storage
                || operation.other().filter(other -> other.storage() == storage).isPresent();
    }

    private static List<Place> places(LoweredInstruction instruction) {
        if (instruction instanceof LoweredInstruction.Load load) {
            return List.of(load.place());
        } else if (instruction instanceof LoweredInstruction.Store store) {
            return List.of(store.place());
        } else if (instruction instanceof LoweredInstruction.Update update) {
            return List.of(update.place());
        } else if (instruction instanceof LoweredInstruction.Dynptr dynptr) {
            return chunks(dynptr.operation()).stream()
                    .map(DynptrOperation.Chunk::place)
                    .toList();
        }
        return List.of();
    }

    private static List<DynptrOperation.Chunk> chunks(DynptrOperation operation) {
        if (operation instanceof DynptrOperation.Read read) {
            return read.chunks();
        }
        return operation instanceof DynptrOperation.Write write ? write.chunks() : List.of();
    }

    /** Whether anything of the packet object is needed. */
    boolean packetObject() {
        return packet || metadata || context;
    }
}
