package io.gptload.client.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StoredHashesTest {

    private static String hash(int number) {
        return KeyHashes.sha256("leakcanary-" + number);
    }

    @Test
    void everyKeyIsFound() {
        StoredHashes.Builder builder = new StoredHashes.Builder();
        IntStream.range(0, 5000).forEach(i -> builder.add(hash(i), hash(-i)));
        StoredHashes hashes = builder.build();
        assertThat(hashes.size()).isEqualTo(5000);
        assertThat(IntStream.range(0, 5000).allMatch(i -> hash(-i).equals(hashes.find(hash(i)))))
                .isTrue();
        assertThat(hashes.find(hash(5000))).isNull();
        assertThat(hashes.find("no hash")).isNull();
        assertThat(StoredHashes.NONE.find(hash(1))).isNull();
    }

    @Test
    void whatSomebodyStoredByHandIsFoundToo() {
        StoredHashes.Builder builder = new StoredHashes.Builder();
        builder.add(hash(1), "");
        builder.add(hash(2), "NOT-HEX");
        StoredHashes hashes = builder.build();
        assertThat(hashes.find(hash(1))).isEmpty();
        assertThat(hashes.find(hash(2))).isEqualTo("NOT-HEX");
    }
}
