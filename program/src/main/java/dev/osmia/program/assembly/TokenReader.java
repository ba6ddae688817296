package dev.osmia.program.assembly;

import dev.osmia.program.instruction.MemorySize;
import dev.osmia.program.instruction.Operand;
import dev.osmia.program.instruction.Register;
import java.util.List;
import java.util.Optional;

/** Reads one line's tokens from left to right, and the parts that all instructions are made of. */
final class TokenReader {
    private final List<Token> tokens;
    private final int line;
    private int next;
    private int labelColumn = 1;

    TokenReader(List<Token> tokens, int line) {
        this.tokens = tokens;
        this.line = line;
    }

    /** The next token; it stays next. */
    Token peek() {
        return tokens.get(next);
    }

    /** The token behind the next one. */
    Token peekSecond() {
        return tokens.get(Math.min(next + 1, tokens.size() - 1));
    }

    Token take() {
        var token = peek();
        if (next < tokens.size() - 1) {
            next++;
        }
        return token;
    }

    boolean atEnd() {
        return peek().kind() == Token.Kind.END;
    }

    /** Takes the next token if it is this one. */
    boolean takeIf(String text) {
        boolean matches = peek().is(text);
        if (matches) {
            take();
        }
        return matches;
    }

    void expect(String... texts) {
        for (var text : texts) {
            if (!takeIf(text)) {
                throw expected("'" + text + "'");
            }
        }
    }

    AssemblySyntaxException expected(String what) {
        return error(peek(), "expected " + what + ", found " + peek().described());
    }

    AssemblySyntaxException error(Token token, String problem) {
        return new AssemblySyntaxException(line, token.column(), problem);
    }

    /** A register's name: {@code r0} to {@code r10} or, of low halves, {@code w0} to {@code w10}. */
    record RegisterName(Token token, Register register, boolean low) {}

    Optional<RegisterName> peekRegister() {
        return registerOf(peek());
    }

    private static Optional<RegisterName> registerOf(Token token) {
        for (var register : Register.values()) {
            if (token.is(register.toString()) || token.is(register.wordName())) {
                return Optional.of(new RegisterName(token, register, token.is(register.wordName())));
            }
        }
        return Optional.empty();
    }

    RegisterName takeAnyRegister() {
        var name = peekRegister().orElseThrow(() -> expected("a register"));
        take();
        return name;
    }

    Register takeRegister(boolean low) {
        var name = takeAnyRegister();
        if (name.low() != low) {
            throw error(
                    name.token(),
                    "expected " + (low ? name.register().wordName() : name.register()) + ", found "
                            + name.token().described());
        }
        return name.register();
    }

    /** A register that must be this one, as in {@code r1 = -r1}. */
    void expectRegister(RegisterName same) {
        expect(same.token().text());
    }

    /** A register or an immediate. */
    Operand takeOperand(boolean low) {
        return peekRegister().isPresent() ? takeRegister(low) : Operand.immediate(takeImmediate());
    }

    /** A 32-bit immediate: decimal with a sign, or hexadecimal as encoded. */
    int takeImmediate() {
        var start = peek();
        var number = takeNumber();
        boolean fits = number.hexadecimal() ? number.value() >>> 32 == 0 : number.value() == (int) number.value();
        if (!fits) {
            throw error(start, "number is beyond 32 bits");
        }
        return (int) number.value();
    }

    /** A signed 16-bit offset with its sign, such as {@code +4}. */
    short takeSignedShort() {
        var sign = peek();
        int offset = takeSigned();
        if (offset != (short) offset) {
            throw error(sign, "offset is beyond 16 bits");
        }
        return (short) offset;
    }

    /** A signed 32-bit offset with its sign. */
    int takeSigned() {
        if (!peek().is("+") && !peek().is("-")) {
            throw expected("'+' or '-'");
        }
        takeIf("+");
        return takeImmediate();
    }

    /** A number of at most 64 bits, and whether it was written as hexadecimal without a sign. */
    record Number(long value, boolean hexadecimal) {}

    Number takeNumber() {
        boolean negative = takeIf("-");
        var token = peek();
        if (token.kind() != Token.Kind.NUMBER) {
            throw expected("a number");
        }
        take();
        boolean hexadecimal = token.text().startsWith("0x");
        try {
            if (hexadecimal && !negative) {
                return new Number(Long.parseUnsignedLong(token.text().substring(2), 16), true);
            }
            String sign = negative ? "-" : "";
            return hexadecimal
                    ? new Number(Long.parseLong(sign + token.text().substring(2), 16), false)
                    : new Number(Long.parseLong(sign + token.text()), false);
        } catch (NumberFormatException notANumber) {
            throw error(token, token.described() + " is no number of at most 64 bits");
        }
    }

    /** A label's name; the column is kept for errors that show only once all labels are known. */
    String takeLabel(String what) {
        var token = peek();
        if (token.kind() != Token.Kind.WORD) {
            throw expected(what);
        }
        labelColumn = token.column();
        return take().text();
    }

    /** Where the label that was taken last stands. */
    int labelColumn() {
        return labelColumn;
    }

    /** A memory operand, {@code *(u32 *)(r1 +4)} without its leading asterisk. */
    record Memory(MemorySize size, Register base, short offset, Token sizeToken) {}

    Memory takeMemory() {
        var type = takeMemoryType();
        if (type.signed()) {
            throw error(
                    type.token(),
                    "expected one of u8, u16, u32 and u64, found "
                            + type.token().described());
        }
        expect("(");
        var base = takeRegister(false);
        short offset = takeSignedShort();
        expect(")");
        return new Memory(type.size(), base, offset, type.token());
    }

    /** A parenthesised pointer type such as {@code (u32 *)}. */
    record MemoryType(MemorySize size, boolean signed, Token token) {}

    MemoryType takeMemoryType() {
        expect("(");
        var token = peek();
        var type = typeOf(token).orElseThrow(() -> expected("a type such as u32 or s32"));
        take();
        expect("*", ")");
        return type;
    }

    private static Optional<MemoryType> typeOf(Token token) {
        for (var size : MemorySize.values()) {
            if (token.is(size.unsignedName())) {
                return Optional.of(new MemoryType(size, false, token));
            }
            if (size != MemorySize.DOUBLE_WORD && token.is(size.signedName())) {
                return Optional.of(new MemoryType(size, true, token));
            }
        }
        return Optional.empty();
    }
}
