package io.gptload.client.store.jdbc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the keys of a group are stored under, by the SHA-256 the engine knows them by; some 90 bytes for a key. Immutable
 * and thread-safe.
 */
public final class StoredHashes {

    private static final HexFormat HEX = HexFormat.of();
    private static final Pattern USUAL = Pattern.compile("[0-9a-f]{64}");
    private static final int BYTES = 32;
    private static final Comparator<byte[]> BY_SHA256 =
            (one, other) -> Arrays.compareUnsigned(one, 0, BYTES, other, 0, BYTES);

    /** No keys. */
    public static final StoredHashes NONE = new Builder().build();

    private final byte[][] pairs; // both hashes in one array, sorted by the first
    private final Map<String, String> unusual;
    private final int[] byStored; // where in pairs, sorted by the second

    private StoredHashes(byte[][] pairs, Map<String, String> unusual) {
        this.pairs = pairs;
        this.unusual = unusual;
        this.byStored = IntStream.range(0, pairs.length)
                .boxed()
                .sorted((one, other) ->
                        Arrays.compareUnsigned(pairs[one], BYTES, 2 * BYTES, pairs[other], BYTES, 2 * BYTES))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** What a key is stored under; {@code null} if it is not one of these. @param sha256 of the key, lower-case hex */
    public @Nullable String find(String sha256) {
        int at = USUAL.matcher(sha256).matches() ? Arrays.binarySearch(pairs, HEX.parseHex(sha256), BY_SHA256) : -1;
        return at < 0 ? unusual.get(sha256) : HEX.formatHex(pairs[at], BYTES, 2 * BYTES);
    }

    /** The SHA-256 of a key, lower-case hex, by what it is stored under; {@code null} if it is not one of these. */
    public @Nullable String sha256(String stored) {
        if (!USUAL.matcher(stored).matches()) {
            return unusual.entrySet().stream()
                    .filter(each -> each.getValue().equals(stored))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(null);
        }
        byte[] wanted = HEX.parseHex(stored);
        int low = 0;
        int high = byStored.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            byte[] pair = pairs[byStored[middle]];
            int order = Arrays.compareUnsigned(pair, BYTES, 2 * BYTES, wanted, 0, BYTES);
            if (order == 0) {
                return HEX.formatHex(pair, 0, BYTES);
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return null;
    }

    /** How many there are. */
    public int size() {
        return pairs.length + unusual.size();
    }

    /** Collects them. Not thread-safe. */
    static final class Builder {

        private final List<byte[]> pairs = new ArrayList<>();
        private final Map<String, String> unusual = new HashMap<>();

        void add(String sha256, String stored) {
            if (USUAL.matcher(stored).matches()) {
                pairs.add(HEX.parseHex(sha256 + stored));
            } else {
                unusual.put(sha256, stored);
            }
        }

        void addAll(StoredHashes others) {
            pairs.addAll(Arrays.asList(others.pairs));
            unusual.putAll(others.unusual);
        }

        StoredHashes build() {
            byte[][] sorted = pairs.toArray(byte[][]::new);
            Arrays.sort(sorted, BY_SHA256);
            return new StoredHashes(sorted, Map.copyOf(unusual));
        }
    }
}
