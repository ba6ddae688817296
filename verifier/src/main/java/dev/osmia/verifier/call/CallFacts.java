package dev.osmia.verifier.call;

import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.fact.ArgumentFact;
import dev.osmia.verifier.memory.MemoryTargets;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.MapReference;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.RegisterState;
import java.util.ArrayList;

/** Records what is known of a call's arguments. */
final class CallFacts {
    private CallFacts() {}

    static void record(Path path, CallSite site, int arguments) {
        var facts = new ArrayList<ArgumentFact>(arguments);
        for (int i = 1; i <= arguments; i++) {
            var register = Register.of(i).orElseThrow();
            var known = site.facts.get(register);
            facts.add(known != null ? known : of(path, path.register(register)));
        }
        path.verification().facts().call(path.slot(), facts);
    }

    private static ArgumentFact of(Path path, RegisterState argument) {
        if (argument.mayBeNull()) {
            return new ArgumentFact.Unknown();
        }
        return switch (argument.type()) {
            case CONTEXT -> new ArgumentFact.Context();
            case MAP_POINTER -> {
                int index = ((Pointee.OfMap) argument.pointee()).map().index();
                yield index == MapReference.NO_INDEX ? new ArgumentFact.Unknown() : new ArgumentFact.Map(index);
            }
            case FUNCTION -> new ArgumentFact.Callback(((Pointee.OfFunction) argument.pointee()).subprogram());
            case STACK -> stack(path, argument);
            case MAP_VALUE, MEMORY, PACKET, PACKET_META -> new ArgumentFact.Memory(MemoryTargets.of(path, argument));
            case NOT_INITIALISED,
                    SCALAR,
                    MAP_KEY,
                    PACKET_END,
                    FLOW_KEYS,
                    SOCKET,
                    SOCK_COMMON,
                    TCP_SOCK,
                    TP_BUFFER,
                    XDP_SOCK,
                    BTF_ID,
                    ARENA,
                    BUFFER,
                    DYNPTR -> new ArgumentFact.Unknown();
        };
    }

    private static ArgumentFact stack(Path path, RegisterState argument) {
        if (!argument.scalar().isConstant()) {
            return new ArgumentFact.Memory(MemoryTargets.of(path, argument));
        }
        int framesUp = path.state().depth() - ((Pointee.StackFrame) argument.pointee()).frame();
        return new ArgumentFact.StackAddress(
                framesUp, argument.offset() + (int) argument.scalar().constantValue());
    }
}
