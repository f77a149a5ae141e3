package io.gptload.client.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The texts and hashes here were made with another implementation. */
class AesKeyCipherTest {

    private static final String PASSWORD = "test-encryption-key-0123456789ABCDEF";
    private static final String SECRET = "sk-leakcanary-vector-0001";
    private static final String STORED =
            "000102030405060708090a0b168302a63ca4cde952661f58f6aa5b0a0bd59c0c0517775e6487ca72c2c5de9a70be2738f5465c0336";
    private static final String HASH = "704567f772ea2207f96a1475a52c5b97cd5d906601be9976ae08b0de9c5951fd";

    private final KeyCipher cipher = KeyCipher.aes(PASSWORD);

    @Test
    void readsWhatGptLoadWrites() {
        assertThat(cipher.decrypt(STORED)).isEqualTo(SECRET);
        assertThat(cipher.decrypt(STORED.toUpperCase(Locale.ROOT))).isEqualTo(SECRET);
    }

    @Test
    void findsKeysByTheHashOfGptLoad() {
        assertThat(cipher.hash(SECRET)).isEqualTo(HASH);
        assertThat(cipher.hash("")).isEmpty();
        assertThat(cipher.hashes(SECRET)).containsExactly(HASH, KeyHashes.sha256(SECRET));
        assertThat(KeyCipher.aes("clé-leakcanary-密钥").hash("sk-leakcanary-unicode-0001"))
                .isEqualTo("4afd850b279c0267a503b7339e5f0abd4e972035b36af19b5a10f7cd689a0c87");
    }

    @Test
    void whatItWritesIsHexThatNeverRepeats() {
        List<String> stored =
                IntStream.range(0, 1000).mapToObj(i -> cipher.encrypt(SECRET)).toList();
        assertThat(stored)
                .doesNotHaveDuplicates()
                .allMatch(text -> text.length() == 2 * (28 + SECRET.length()))
                .allMatch(text -> text.chars().allMatch(HexFormat::isHexDigit))
                .allMatch(text -> cipher.decrypt(text).equals(SECRET));
    }

    @Test
    void manyThreadsMayUseIt() {
        assertThat(IntStream.range(0, 20_000)
                        .parallel()
                        .mapToObj(i -> "sk-leakcanary-" + i)
                        .allMatch(
                                secret -> cipher.decrypt(cipher.encrypt(secret)).equals(secret)
                                        && cipher.hash(secret).length() == 64))
                .isTrue();
    }

    @Test
    void refusesWhatItDidNotWrite() {
        String other = KeyCipher.aes("another-password").encrypt(SECRET);
        char last = STORED.charAt(STORED.length() - 1);
        String changed = STORED.substring(0, STORED.length() - 1) + (last == '0' ? '1' : '0');
        for (String text : List.of(other, changed, SECRET, "", "00", STORED.substring(2), STORED + "0")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> cipher.decrypt(text))
                    .withMessage("The text was not encrypted with this key")
                    .withNoCause();
        }
        assertThatIllegalArgumentException().isThrownBy(() -> KeyCipher.aes(""));
    }

    @Test
    void aKeyInClearIsOneWhoseHashSaysSo() {
        String hexKey = "leakcanary"
                .chars()
                .mapToObj(Integer::toHexString)
                .reduce("", String::concat)
                .repeat(4);
        assertThat(AesKeyCipher.hasForm(hexKey)).isTrue();
        for (String secret : List.of(SECRET, hexKey)) {
            assertThat(cipher.reveal(secret, KeyHashes.sha256(secret))).isEqualTo(secret);
            assertThat(cipher.reveal(secret, cipher.hash(secret))).isNull();
            assertThat(cipher.reveal(secret, "")).isNull();
            assertThat(KeyCipher.plaintext().reveal(secret, KeyHashes.sha256(secret)))
                    .isEqualTo(secret);
        }
        assertThat(cipher.reveal(STORED, HASH)).isEqualTo(SECRET);
    }

    @Test
    void withoutAPasswordWhatWasEncryptedIsNoKey() {
        assertThat(KeyCipher.plaintext().reveal(STORED, HASH)).isNull();
        assertThat(KeyCipher.plaintext().reveal(SECRET, "")).isEqualTo(SECRET);
        assertThat(KeyCipher.plaintext().reveal(SECRET, "of another text")).isEqualTo(SECRET);
    }

    @Test
    void showsNothingOfItself() {
        assertThat(cipher.toString()).doesNotContain(PASSWORD);
    }
}
