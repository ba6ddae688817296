package dev.osmia.verifier.call;

import dev.osmia.verifier.memory.StackDynptrs;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Reference;
import dev.osmia.verifier.state.Rejection;

/** References: acquired by some calls, to be released by others before the program ends. */
public final class References {
    private References() {}

    /** Acquires a reference by the instruction at hand; gives its id. */
    static int acquire(Path path) {
        int id = path.newId();
        path.state().resources().add(new Reference(Reference.Kind.POINTER, id, path.slot(), null));
        return id;
    }

    /** Ends a reference, and with it all pointers that depend on it; false where it is not held. */
    static boolean release(Path path, int id) {
        if (!path.state().resources().removePointer(id)) {
            return false;
        }
        var invalid = StackDynptrs.invalid(path);
        path.state().replaceRegisters(register -> register.reference() == id ? invalid : register);
        return true;
    }

    /**
     * Checks that nothing is held where the program may end.
     *
     * @param what the instruction, as the message says it
     * @param exception whether it ends the program from within any function
     */
    public static void checkNothingHeld(Path path, String what, boolean exception, boolean locksToo) {
        var resources = path.state().resources();
        if (exception || path.state().depth() == 0) {
            Rejection leak = null;
            for (var reference : resources.references()) {
                if (reference.kind() == Reference.Kind.POINTER) {
                    String line =
                            String.format("Unreleased reference id=%d alloc_insn=%d", reference.id(), reference.slot());
                    leak = leak == null ? Rejection.of("%s", line) : leak.with("%s", line);
                }
            }
            if (leak != null) {
                throw leak.with("%s would lead to reference leak", what);
            }
        }
        if (locksToo) {
            checkNoSection(path, what);
        }
    }

    private static void checkNoSection(Path path, String what) {
        var resources = path.state().resources();
        String section = null;
        if (resources.activeLocks() > 0) {
            section = "bpf_spin_lock";
        } else if (resources.activeInterrupt() != 0) {
            section = "bpf_local_irq_save";
        } else if (resources.rcu()) {
            section = "bpf_rcu_read_lock";
        } else if (resources.preemptionDisabled() > 0) {
            section = "bpf_preempt_disable";
        }
        if (section != null) {
            throw Rejection.of("%s cannot be used inside %s-ed region", what, section);
        }
    }
}
