package io.gptload.client.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskingTest {

    @ParameterizedTest
    @CsvSource({"sk-1234567890,sk-1****7890", "123456789,1234****6789", "12345678,****", "a,****", "'',****"})
    void showsTheEnds(String key, String masked) {
        assertThat(Masking.mask(key)).isEqualTo(masked);
    }

    @ParameterizedTest
    @CsvSource({
        "bad key abcd+/==efgh!, bad key abcd****fgh!",
        "?key=abcd%2B%2F%3D%3Defgh%21&x, ?key=abcd****fgh!&x",
        "?key=abcd%2b%2f%3d%3defgh%21&x, ?key=abcd****fgh!&x",
        "other, other",
    })
    void findsEveryForm(String text, String redacted) {
        assertThat(Masking.redact(text, "abcd+/==efgh!")).isEqualTo(redacted);
    }

    @Test
    void findsBlanksBothWaysAndEveryOccurrence() {
        assertThat(Masking.redact("a%20bcdefghi a+bcdefghi a bcdefghi", "a bcdefghi"))
                .isEqualTo("a bc****fghi a bc****fghi a bc****fghi");
    }

    @Test
    void findsSmallHexBesideABlankWrittenEitherWay() {
        assertThat(Masking.redact("a+%2fbcdefghi a%20%2fbcdefghi", "a /bcdefghi"))
                .isEqualTo("a /b****fghi a /b****fghi");
    }

    @Test
    void emptySecretChangesNothing() {
        assertThat(Masking.redact("text", "")).isEqualTo("text");
    }
}
