package dev.osmia.verifier.call;

import dev.osmia.program.instruction.Register;
import dev.osmia.verifier.fact.DynptrType;
import dev.osmia.verifier.path.Path;
import dev.osmia.verifier.state.Frame;
import dev.osmia.verifier.state.Pointee;
import dev.osmia.verifier.state.RegisterState;
import dev.osmia.verifier.state.RegisterType;
import dev.osmia.verifier.state.Rejection;
import dev.osmia.verifier.state.ReturnRange;
import dev.osmia.verifier.state.StructReference;
import dev.osmia.verifier.state.TypeFlag;
import dev.osmia.verifier.state.VerifierState;
import java.util.function.Consumer;

/** Callbacks: walked as often as it takes until another call tells nothing new. */
final class Callbacks {
    private static final ReturnRange STOP_OR_GO_ON = new ReturnRange(0, 1);
    private static final ReturnRange ZERO = new ReturnRange(0, 0);

    private final Path path;

    Callbacks(Path path) {
        this.path = path;
    }

    /** Leaves the walk of the callback for later: once more before the call returns. */
    void enter(CallSite site) {
        var caller = path.frame();
        var arguments = arguments(site, caller);
        var state = path.branch(start(site.callback));
        if (state.depth() + 1 >= VerifierState.MAXIMUM_FRAMES) {
            throw tooDeep(state.depth() + 2);
        }
        var callee = new Frame(state.depth() + 1, site.callback, path.slot());
        callee.enterCallback(Frame.CallbackKind.SYNCHRONOUS, STOP_OR_GO_ON);
        arguments.accept(callee);
        state.frame().setCallbackDepth(state.frame().callbackDepth() + 1);
        state.push(callee);
        state.enterCallbackAgain();
        caller.setCallbackDepth(0);
        path.subprograms().callBack(site.callback);
    }

    /** Leaves the walk of a callback for later that is called when the program is long over. */
    void enterLater(CallSite site, boolean sleepable) {
        var callee = new Frame(0, site.callback, Frame.NO_CALL_SITE);
        callee.setAsyncEntries(path.frame().asyncEntries() + 1);
        callee.enterCallback(Frame.CallbackKind.ASYNCHRONOUS, ZERO);
        arguments(site, path.frame()).accept(callee);
        var state = new VerifierState(callee);
        state.setSleepable(sleepable);
        path.branch(state, start(site.callback));
        path.subprograms().callBackLater(site.callback);
    }

    static Rejection tooDeep(int frames) {
        return Rejection.of("the call stack of %d frames is too deep", frames);
    }

    private int start(int subprogram) {
        return path.verification().flow().subprograms().get(subprogram).start();
    }

    /** Sets the arguments that the callback gets. */
    private Consumer<Frame> arguments(CallSite site, Frame caller) {
        if (site.is(SpecialFunction.LOOP)) {
            var context = caller.register(Register.R3);
            return callee -> {
                callee.setRegister(Register.R1, RegisterState.unknown(!path.privileged()));
                callee.setRegister(Register.R2, context);
            };
        }
        if (site.is(SpecialFunction.FOR_EACH_MAP_ELEM)) {
            if (!MapFunctions.isIterable(site.map.spec().type())) {
                throw Rejection.of("callback function not allowed for map");
            }
            var map = caller.register(Register.R1);
            var context = caller.register(Register.R3);
            return callee -> {
                callee.setRegister(Register.R1, map);
                callee.setRegister(Register.R2, RegisterState.pointer(RegisterType.MAP_KEY, map.pointee()));
                callee.setRegister(Register.R3, RegisterState.pointer(RegisterType.MAP_VALUE, map.pointee()));
                callee.setRegister(Register.R4, context);
            };
        }
        if (site.is(SpecialFunction.USER_RINGBUF_DRAIN)) {
            var context = caller.register(Register.R3);
            return callee -> {
                var dynptr = new Pointee.OfDynptr(DynptrType.LOCAL, true);
                callee.setRegister(
                        Register.R1,
                        RegisterState.pointer(RegisterType.DYNPTR, dynptr).withId(path.newId()));
                callee.setRegister(Register.R2, context);
            };
        }
        if (site.is(SpecialFunction.FIND_VMA)) {
            var task = caller.register(Register.R1);
            var context = caller.register(Register.R4);
            return callee -> {
                callee.setRegister(Register.R1, task);
                callee.setRegister(Register.R2, kernelStruct("vm_area_struct"));
                callee.setRegister(Register.R3, context);
            };
        }
        if (site.is(SpecialFunction.RBTREE_ADD)) {
            var node = OwnedObjects.borrowed(new Graphs(path).node(site.root));
            return callee -> {
                callee.setRegister(Register.R1, node);
                callee.setRegister(Register.R2, node);
            };
        }
        var map = new Pointee.OfMap(site.map, site.mapUid);
        return callee -> {
            callee.setRegister(Register.R1, RegisterState.pointer(RegisterType.MAP_POINTER, map));
            callee.setRegister(Register.R2, RegisterState.pointer(RegisterType.MAP_KEY, map));
            callee.setRegister(Register.R3, RegisterState.pointer(RegisterType.MAP_VALUE, map));
        };
    }

    private static RegisterState kernelStruct(String name) {
        var struct = new Pointee.OfStruct(StructReference.ofKernel(name));
        return RegisterState.pointer(RegisterType.BTF_ID, TypeFlag.NONE, struct);
    }
}
