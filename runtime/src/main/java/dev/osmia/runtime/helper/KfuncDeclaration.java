package dev.osmia.runtime.helper;

import dev.osmia.program.ProgramType;
import dev.osmia.program.ProgramTypes;
import dev.osmia.program.contract.Effect;
import dev.osmia.program.contract.KfuncArgument;
import dev.osmia.program.contract.KfuncContract;
import dev.osmia.runtime.HelperFunction;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Declares a kfunc, and ends in what it does. Unless said otherwise it is for all program types, has no flags, takes nothing and
 * returns nothing.
 */
public final class KfuncDeclaration {
    private final String name;
    private final Consumer<Kfunc> catalog;
    private final Set<Effect> effects = EnumSet.noneOf(Effect.class);
    private final Set<KfuncContract.Flag> flags = EnumSet.noneOf(KfuncContract.Flag.class);
    private Set<ProgramType> programTypes = ProgramTypes.ALL;
    private KfuncContract.Returns returns = KfuncContract.Returns.NOTHING;
    private List<KfuncArgument> arguments = List.of();

    KfuncDeclaration(String name, Consumer<Kfunc> catalog) {
        this.name = name;
        this.catalog = catalog;
    }

    /** Who may call it. */
    public KfuncDeclaration programs(Set<ProgramType> types) {
        programTypes = types;
        return this;
    }

    /** Its {@code KF_*} flags. */
    public KfuncDeclaration flags(KfuncContract.Flag... more) {
        flags.addAll(List.of(more));
        return this;
    }

    /** What it returns. */
    public KfuncDeclaration returns(KfuncContract.Returns contract) {
        returns = contract;
        return this;
    }

    /** What it takes in R1 and on. */
    public KfuncDeclaration takes(KfuncArgument... contracts) {
        arguments = List.of(contracts);
        return this;
    }

    /** What else it does. */
    public KfuncDeclaration effects(Effect... more) {
        effects.addAll(List.of(more));
        return this;
    }

    /** Ends the declaration: this is what it does. */
    public void runs(HelperFunction function) {
        var implemented = Optional.of(asDeclared(function));
        end(type -> implemented);
    }

    /** Ends the declaration: this is what it does for some program types, and for all others. */
    public void runs(Set<ProgramType> some, HelperFunction forSome, HelperFunction forOthers) {
        var first = Optional.of(asDeclared(forSome));
        var second = Optional.of(asDeclared(forOthers));
        end(type -> some.contains(type) ? first : second);
    }

    /** Ends the declaration: programs that call it can be verified, but not run yet. */
    public void unimplemented() {
        end(type -> Optional.empty());
    }

    /** Unlike a helper, a kfunc is a plain C function: an int leaves the upper half of R0 empty, errors included. */
    private HelperFunction asDeclared(HelperFunction function) {
        if (returns.kind() != KfuncContract.Returns.Kind.SCALAR || returns.size() > Integer.BYTES) {
            return function;
        }
        return (context, r1, r2, r3, r4, r5) ->
                Integer.toUnsignedLong((int) function.call(context, r1, r2, r3, r4, r5));
    }

    private void end(Implementation implementation) {
        catalog.accept(
                new Kfunc(new KfuncContract(name, programTypes, flags, returns, arguments, effects), implementation));
    }
}
