package dev.osmia.program.btf;

import java.util.List;

/** One type of the BPF Type Format ({@code Documentation/bpf/btf.rst}); ids refer to the {@link Btf} that holds it, 0 is {@code void}. */
public sealed interface BtfType {

    /** The type's name; empty where it has none. */
    String name();

    record Int(String name, int size, int bits, int bitOffset, boolean signed, boolean isChar, boolean isBool)
            implements BtfType {}

    record Pointer(int target) implements BtfType {
        @Override
        public String name() {
            return "";
        }
    }

    record Array(int element, int index, int length) implements BtfType {
        @Override
        public String name() {
            return "";
        }
    }

    /** A struct or union. */
    record Composite(String name, boolean union, int size, List<Member> members) implements BtfType {}

    /**
     * A member of a struct or union.
     *
     * @param bitOffset from the start of the struct
     * @param bitFieldSize 0 unless it is a bit field
     */
    record Member(String name, int type, int bitOffset, int bitFieldSize) {}

    /** An enumeration of 4 or 8 bytes. */
    record Enumeration(String name, int size, boolean signed, List<Enumerator> enumerators) implements BtfType {}

    record Enumerator(String name, long value) {}

    /** A declaration of a struct or union without its body. */
    record Forward(String name, boolean union) implements BtfType {}

    record Typedef(String name, int target) implements BtfType {}

    /** {@code const}, {@code volatile}, {@code restrict} or a type tag. */
    record Qualifier(Kind kind, String name, int target) implements BtfType {
        /** Which qualifier. */
        public enum Kind {
            CONST,
            VOLATILE,
            RESTRICT,
            TYPE_TAG
        }
    }

    record Function(String name, int prototype, int linkage) implements BtfType {}

    record FunctionPrototype(int returns, List<Parameter> parameters) implements BtfType {
        @Override
        public String name() {
            return "";
        }
    }

    record Parameter(String name, int type) {}

    /**
     * A variable.
     *
     * @param linkage {@link #STATIC}, {@link #GLOBAL_ALLOCATED} or {@link #GLOBAL_EXTERN}
     */
    record Variable(String name, int type, int linkage) implements BtfType {
        /** {@code BTF_VAR_STATIC}. */
        public static final int STATIC = 0;
        /** {@code BTF_VAR_GLOBAL_ALLOCATED}. */
        public static final int GLOBAL_ALLOCATED = 1;
        /** {@code BTF_VAR_GLOBAL_EXTERN}. */
        public static final int GLOBAL_EXTERN = 2;
    }

    record DataSection(String name, int size, List<SectionVariable> variables) implements BtfType {}

    record SectionVariable(int variable, int offset, int size) {}

    record FloatingPoint(String name, int size) implements BtfType {}

    /** A {@code btf_decl_tag}; component -1 is the whole declaration, else a member's or argument's index. */
    record DeclarationTag(String name, int target, int component) implements BtfType {}
}
