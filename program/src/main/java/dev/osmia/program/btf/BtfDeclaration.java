package dev.osmia.program.btf;

import java.util.StringJoiner;

/** Writes types as C declarations, inside out as C has it. */
final class BtfDeclaration {
    private static final int MAX_DEPTH = 24;
    private static final int MAX_LENGTH = 400;

    private final Btf btf;

    BtfDeclaration(Btf btf) {
        this.btf = btf;
    }

    String of(int id, String name) {
        return declare(id, name, 0);
    }

    private String declare(int id, String declarator, int depth) {
        // A crafted type can name itself, or branch twice at each of many levels; no reader wants either in full.
        if (depth > MAX_DEPTH || declarator.length() > MAX_LENGTH) {
            return named("…", declarator);
        }
        var type = btf.find(id).orElse(null);
        if (type == null) {
            return named(id == 0 ? "void" : "type " + id, declarator);
        } else if (type instanceof BtfType.Pointer pointer) {
            return declare(pointer.target(), "*" + declarator, depth + 1);
        } else if (type instanceof BtfType.Array array) {
            String length = "[" + Integer.toUnsignedString(array.length()) + "]";
            return declare(array.element(), inner(declarator) + length, depth + 1);
        } else if (type instanceof BtfType.FunctionPrototype prototype) {
            return declare(prototype.returns(), inner(declarator) + parameters(prototype, depth), depth + 1);
        } else if (type instanceof BtfType.Function function) {
            return declare(function.prototype(), function.name(), depth + 1);
        } else if (type instanceof BtfType.Variable variable) {
            return declare(variable.type(), variable.name(), depth + 1);
        } else if (type instanceof BtfType.Qualifier qualifier) {
            return declareQualified(qualifier, declarator, depth);
        }
        return named(plainName(type), declarator);
    }

    private String declareQualified(BtfType.Qualifier qualifier, String declarator, int depth) {
        String word = switch (qualifier.kind()) {
            case CONST -> "const";
            case VOLATILE -> "volatile";
            case RESTRICT -> "restrict";
            case TYPE_TAG -> "__attribute__((btf_type_tag(\"" + qualifier.name() + "\")))";
        };
        boolean behindType = qualifier.kind() == BtfType.Qualifier.Kind.TYPE_TAG
                || btf.find(qualifier.target()).orElse(null) instanceof BtfType.Pointer;
        return behindType
                ? declare(qualifier.target(), named(word, declarator), depth + 1)
                : word + " " + declare(qualifier.target(), declarator, depth + 1);
    }

    private String parameters(BtfType.FunctionPrototype prototype, int depth) {
        if (prototype.parameters().isEmpty()) {
            return "(void)";
        }
        var list = new StringJoiner(", ", "(", ")");
        for (var parameter : prototype.parameters()) {
            if (list.length() > MAX_LENGTH) {
                return list.add("…").toString();
            }
            boolean rest = parameter.type() == 0 && parameter.name().isEmpty();
            list.add(rest ? "..." : declare(parameter.type(), parameter.name(), depth + 4));
        }
        return list.toString();
    }

    private static String plainName(BtfType type) {
        if (type instanceof BtfType.Composite composite) {
            return tagged(composite.union() ? "union" : "struct", composite.name());
        } else if (type instanceof BtfType.Forward forward) {
            return tagged(forward.union() ? "union" : "struct", forward.name());
        } else if (type instanceof BtfType.Enumeration enumeration) {
            return tagged("enum", enumeration.name());
        }
        return type.name();
    }

    private static String tagged(String tag, String name) {
        return name.isEmpty() ? tag + " {...}" : tag + " " + name;
    }

    private static String named(String type, String declarator) {
        return declarator.isEmpty() || declarator.startsWith("[") ? type + declarator : type + " " + declarator;
    }

    /** Arrays and functions bind tighter than the star of a pointer. */
    private static String inner(String declarator) {
        return declarator.startsWith("*") ? "(" + declarator + ")" : declarator;
    }
}
