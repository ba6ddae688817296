package dev.osmia.runtime.helper;

import dev.osmia.program.ProgramType;
import dev.osmia.program.ProgramTypes;
import dev.osmia.program.contract.ArgumentContract;
import dev.osmia.program.contract.Effect;
import dev.osmia.program.contract.HelperContract;
import dev.osmia.program.contract.ReturnContract;
import dev.osmia.runtime.HelperFunction;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Declares a helper, and ends in what it does. Unless said otherwise it is for all program types, takes nothing and returns a number.
 */
public final class HelperDeclaration {
    private final int id;
    private final String name;
    private final Consumer<Helper> catalog;
    private final Set<Effect> effects = EnumSet.noneOf(Effect.class);
    private Set<ProgramType> programTypes = ProgramTypes.ALL;
    private boolean gplOnly;
    private ReturnContract returns = ReturnContract.INTEGER;
    private List<ArgumentContract> arguments = List.of();

    HelperDeclaration(int id, String name, Consumer<Helper> catalog) {
        this.id = id;
        this.name = name;
        this.catalog = catalog;
    }

    /** Who may call it. */
    public HelperDeclaration programs(Set<ProgramType> types) {
        programTypes = types;
        return this;
    }

    /** Only programs with a GPL-compatible license may call it. */
    public HelperDeclaration gplOnly() {
        gplOnly = true;
        return this;
    }

    /** What it returns. */
    public HelperDeclaration returns(ReturnContract contract) {
        returns = contract;
        return this;
    }

    /** What it takes in R1 and on. */
    public HelperDeclaration takes(ArgumentContract... contracts) {
        arguments = List.of(contracts);
        return this;
    }

    /** What else it does. */
    public HelperDeclaration effects(Effect... more) {
        effects.addAll(List.of(more));
        return this;
    }

    /** Ends the declaration: this is what it does. */
    public void runs(HelperFunction function) {
        var implemented = Optional.of(function);
        end(type -> implemented);
    }

    /** Ends the declaration: this is what it does for some program types, and for all others. */
    public void runs(Set<ProgramType> some, HelperFunction forSome, HelperFunction forOthers) {
        var first = Optional.of(forSome);
        var second = Optional.of(forOthers);
        end(type -> some.contains(type) ? first : second);
    }

    /** Ends the declaration: programs that call it can be verified, but not run yet. */
    public void unimplemented() {
        end(type -> Optional.empty());
    }

    private void end(Implementation implementation) {
        var contract = new HelperContract(id, name, programTypes, gplOnly, returns, arguments, effects);
        catalog.accept(new Helper(contract, implementation));
    }
}
