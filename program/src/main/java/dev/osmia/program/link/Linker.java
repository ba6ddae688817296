package dev.osmia.program.link;

import dev.osmia.program.Program;
import dev.osmia.program.Subprogram;
import dev.osmia.program.btf.Btf;
import dev.osmia.program.btf.SourceLine;
import dev.osmia.program.core.CoreRelocator;
import dev.osmia.program.input.MalformedObjectException;
import dev.osmia.program.instruction.InstructionDecoder;
import dev.osmia.program.instruction.RawInstruction;
import dev.osmia.program.object.FunctionSpec;
import dev.osmia.program.object.ObjectSpec;
import dev.osmia.program.object.ProgramSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes one program out of an object: the main function and, behind it, each function that it reaches, in the order in which calls
 * first name them, depth first. This is the order of {@code libbpf}, so that instruction numbers equal those in the kernel's messages.
 */
public final class Linker {
    /** The most instructions that the kernel takes ({@code BPF_COMPLEXITY_LIMIT_INSNS}). */
    private static final int MAX_SLOTS = 1_000_000;

    private final ObjectSpec object;
    private final ProgramSpec main;
    private final Optional<CoreRelocator> core;
    private final RelocationResolver resolver;
    private final List<RawInstruction> slots = new ArrayList<>();
    private final List<Subprogram> subprograms = new ArrayList<>();
    private final NavigableMap<Integer, SourceLine> lines = new TreeMap<>();
    private final Map<FunctionSpec, Integer> starts = new IdentityHashMap<>();
    private final Deque<Frame> pending = new ArrayDeque<>();

    private Linker(ObjectSpec object, ProgramSpec main, Optional<Btf> target) {
        this.object = object;
        this.main = main;
        boolean adapts = object.functions().stream()
                .anyMatch(function -> !function.coreRelocations().isEmpty());
        this.core = object.btf()
                .filter(local -> adapts)
                .flatMap(local -> target.map(types -> new CoreRelocator(object.file(), local, types)));
        this.resolver = new RelocationResolver(object);
    }

    /** Links against the types that the object itself describes, without a kernel's configuration. */
    public static Program link(ObjectSpec object, ProgramSpec program) {
        return link(object, program, Optional.empty(), KernelConfiguration.DEFAULT);
    }

    /** Links against a kernel's types, without its configuration. */
    public static Program link(ObjectSpec object, ProgramSpec program, Optional<Btf> target) {
        return link(object, program, target, KernelConfiguration.DEFAULT);
    }

    /**
     * Links one program.
     *
     * @param object the object that the program is of
     * @param program what to link
     * @param target the types of the kernel that the program is to run on; where empty, all types are taken to be as the object
     *     describes them, which holds for the UAPI's
     * @param configuration what the kernel answers to {@code __kconfig} externs
     * @throws MalformedObjectException where the program's type is unknown, or it refers to what is not there
     */
    public static Program link(
            ObjectSpec object, ProgramSpec program, Optional<Btf> target, KernelConfiguration configuration) {
        return new Linker(object, program, target).link(configuration);
    }

    /** A function that is being linked, and the next of its slots to look at. */
    private static final class Frame {
        final FunctionSpec function;
        final int base;
        int next;

        Frame(FunctionSpec function, int base) {
            this.function = function;
            this.base = base;
        }
    }

    private Program link(KernelConfiguration configuration) {
        var hook = main.hook()
                .orElseThrow(() -> new MalformedObjectException(
                        object.file(),
                        main.function().fileOffset(),
                        "a section name that tells the type of program " + main.name() + ", such as xdp or tc",
                        "'" + main.section() + "'"));
        appendWithCalled(main.function());
        ExceptionCallback.of(object, main.function())
                .filter(callback -> !starts.containsKey(callback))
                .ifPresent(this::appendWithCalled);
        return new Program(
                main.name(),
                main.section(),
                hook.type(),
                object.license(),
                hook.sleepable(),
                InstructionDecoder.decode(slots),
                subprograms,
                new ConfigurationWriter(object, configuration).maps(),
                resolver.externals(),
                object.btf(),
                lines);
    }

    private void appendWithCalled(FunctionSpec function) {
        append(function);
        while (!pending.isEmpty()) {
            resume(pending.peek());
        }
    }

    private void append(FunctionSpec function) {
        int base = slots.size();
        if (function.slots().size() > MAX_SLOTS - base) {
            throw new MalformedObjectException(
                    object.file(),
                    function.fileOffset(),
                    "program " + main.name() + " to have at most " + MAX_SLOTS + " instructions",
                    "more with function " + function.name());
        }
        starts.put(function, base);
        slots.addAll(adapted(function));
        subprograms.add(
                new Subprogram(function.name(), base, slots.size(), function.btfFunction(), function.linkage()));
        function.lines().forEach((slot, line) -> lines.put(base + slot - function.start(), line));
        pending.push(new Frame(function, base));
    }

    private List<RawInstruction> adapted(FunctionSpec function) {
        if (core.isEmpty() || function.coreRelocations().isEmpty()) {
            return function.slots();
        }
        var adapted = new ArrayList<>(function.slots());
        function.coreRelocations()
                .forEach((slot, relocation) -> core.get().apply(relocation, adapted, slot - function.start()));
        return adapted;
    }

    /** Resolves a function's references up to the first call of a function that is not there yet; that one goes first. */
    private void resume(Frame frame) {
        while (frame.next < frame.function.slots().size()) {
            int slot = frame.next++;
            var called = resolver.functionAt(frame.function, slot);
            if (called.isPresent()) {
                boolean appended = !starts.containsKey(called.get());
                if (appended) {
                    append(called.get());
                }
                int distance = starts.get(called.get()) - (frame.base + slot) - 1;
                slots.set(frame.base + slot, resolver.reference(slots.get(frame.base + slot), distance));
                if (appended) {
                    return;
                }
            } else if (frame.function.relocations().containsKey(frame.function.start() + slot)) {
                resolver.resolve(frame.function, slot, slots, frame.base + slot);
            }
        }
        pending.remove(frame);
    }
}
