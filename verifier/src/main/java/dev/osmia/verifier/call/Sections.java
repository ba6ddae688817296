package dev.osmia.verifier.call;

import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.SlotType;
import dev.osmia.verifier.state.TypeFlag;

/** Sections that kfuncs enter and leave: RCU read-side, and code that is not preempted. */
final class Sections {
    private Sections() {}

    /** Whether pointers that RCU protects stay valid here. */
    static boolean isRcuProtected(Path path) {
        var resources = path.state().resources();
        boolean maySleep =
                path.verification().program().sleepable() || path.state().sleepable();
        return resources.rcu() || resources.activeLocks() > 0 || !maySleep;
    }

    /** Checks a call that enters or leaves a section, or that may sleep. */
    static void check(Path path, CallSite site, boolean sleepable) {
        var resources = path.state().resources();
        if (resources.rcu()) {
            if (site.is(SpecialFunction.RCU_READ_LOCK)) {
                throw Rejection.of("nested rcu read lock (kernel function %s)", site.function);
            }
            if (sleepable) {
                throw Rejection.of("kernel func %s is sleepable within rcu_read_lock region", site.function);
            }
        } else if (site.is(SpecialFunction.RCU_READ_UNLOCK)) {
            throw Rejection.of("unmatched rcu read unlock (kernel function %s)", site.function);
        }
        if (resources.preemptionDisabled() > 0) {
            if (sleepable) {
                throw Rejection.of("kernel func %s is sleepable within non-preemptible region", site.function);
            }
        } else if (site.is(SpecialFunction.PREEMPT_ENABLE)) {
            throw Rejection.of("unmatched attempt to enable preemption (kernel function %s)", site.function);
        }
    }

    /** Enters or leaves a section; the call was checked. */
    static void apply(Path path, CallSite site) {
        var resources = path.state().resources();
        if (site.is(SpecialFunction.RCU_READ_LOCK)) {
            resources.setRcu(true);
        } else if (site.is(SpecialFunction.RCU_READ_UNLOCK)) {
            resources.setRcu(false);
            distrust(path);
        } else if (site.is(SpecialFunction.PREEMPT_DISABLE)) {
            resources.setPreemptionDisabled(resources.preemptionDisabled() + 1);
        } else if (site.is(SpecialFunction.PREEMPT_ENABLE)) {
            resources.setPreemptionDisabled(resources.preemptionDisabled() - 1);
        }
    }

    private static void distrust(Path path) {
        path.state().replaceRegisters(Sections::distrusted);
        for (int number = 0; number <= path.state().depth(); number++) {
            var frame = path.state().frame(number);
            for (int i = 0; i < frame.slots(); i++) {
                var slot = frame.slot(i);
                if (slot.type(0) == SlotType.ITERATOR && slot.register().pointee() instanceof Pointee.OfIterator) {
                    frame.setSlot(i, slot.withRegister(distrusted(slot.register())));
                }
            }
        }
    }

    private static RegisterState distrusted(RegisterState register) {
        return register.has(TypeFlag.RCU)
                ? register.without(TypeFlag.RCU).without(TypeFlag.MAYBE_NULL).with(TypeFlag.UNTRUSTED)
                : register;
    }
}
