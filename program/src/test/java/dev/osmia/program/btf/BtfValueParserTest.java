package dev.osmia.program.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.osmia.testkit.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BtfValueParserTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5 | 5",
                "-7 | -7",
                "0xfF | 255",
                "18446744073709551615 | 18446744073709551615",
                "2.5 | 2.5",
                "true | true",
                "'\"two words\"' | '\"two words\"'",
                "word | '\"word\"'",
                "10.1.2.3 | 0a010203",
                "999.1.2.3 | '\"999.1.2.3\"'",
                "fe80::1 | fe800000000000000000000000000001",
                "::ffff:1.2.3.4 | 00000000000000000000ffff01020304",
                "02:00:5e:10:00:ff | 02005e1000ff",
                "10.0.0.0/8 | [8, 0a000000]",
                "[] | []",
                "{} | {}",
                "[1, [2, 3],] | [1, [2, 3]]",
                "{a: 1, b: {c: 2}} | {a: 1, b: {c: 2}}",
                "a=1, b.c=2 | {a: 1, b: {c: 2}}",
                "{mac: 02:00:00:00:00:01, ip: 10.0.0.1} | {mac: 020000000001, ip: 0a000001}",
                "{\"a\": [true, \"x\"]} | {a: [true, \"x\"]}",
            })
    void readsWhatPeopleWrite(String text, String expected) {
        assertThat(BtfValueParser.parse(text)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | '': expected a value at character 1",
                "[1 | '[1': expected ',' or ']' at character 3",
                "{a} | '{a}': expected ':' or '=' behind the name of a member at character 3",
                "{a: 1 | '{a: 1': expected ',' or '}' at character 6",
                "'\"open' | '\"open': expected '\"' at character 6",
                "[1] 2 | '[1] 2': expected the end at character 5",
                "18446744073709551616 | '18446744073709551616': expected a number of at most 64 bits",
            })
    void namesThePlaceThatIsWrong(String text, String message) {
        assertThatThrownBy(() -> BtfValueParser.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void endsOnAnyText() {
        var characters = "{}[]\",:=.\\u0a1 x-/";
        Seeds.forAll(20_000, random -> {
            var text = new StringBuilder();
            for (int length = random.nextInt(24); length > 0; length--) {
                text.append(characters.charAt(random.nextInt(characters.length())));
            }
            try {
                BtfValueParser.parse(text.toString());
            } catch (IllegalArgumentException expected) {
                assertThat(expected).hasMessageContaining(text.toString());
            }
        });
    }

    @Test
    void endsOnDeepNesting() {
        assertThatThrownBy(() -> BtfValueParser.parse("[".repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nested at most");
    }
}
