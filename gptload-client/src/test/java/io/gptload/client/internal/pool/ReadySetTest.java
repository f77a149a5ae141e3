package io.gptload.client.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadySetTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 4096, 4097, 300_000})
    void behavesLikeASortedSet(int capacity) {
        ReadySet set = new ReadySet(capacity);
        TreeSet<Integer> model = new TreeSet<>();
        Random random = new Random(capacity);
        for (int i = 0; i < 20_000; i++) {
            int slot = random.nextInt(capacity);
            boolean member = random.nextInt(3) == 0;
            set.set(slot, member);
            if (member) {
                model.add(slot);
            } else {
                model.remove(slot);
            }
            int from = random.nextInt(capacity);
            Integer expected = model.ceiling(from);
            if (expected == null) {
                expected = model.isEmpty() ? Integer.valueOf(-1) : model.first();
            }
            assertThat(set.next(from)).isEqualTo(expected);
            assertThat(set.contains(slot)).isEqualTo(member);
            assertThat(set.isEmpty()).isEqualTo(model.isEmpty());
        }
    }

    @Test
    void findsTheOnlyMemberFromAnywhere() {
        ReadySet set = new ReadySet(1_000_000);
        set.set(777_777, true);
        assertThat(set.next(0)).isEqualTo(777_777);
        assertThat(set.next(777_777)).isEqualTo(777_777);
        assertThat(set.next(777_778)).isEqualTo(777_777);
        assertThat(set.next(set.capacity())).isEqualTo(777_777);
    }

    @Test
    void copiesItsMembersIntoALargerSet() {
        ReadySet set = new ReadySet(64);
        set.set(0, true);
        set.set(63, true);
        ReadySet copy = set.copy(5000);
        copy.set(4999, true);
        assertThat(copy.next(1)).isEqualTo(63);
        assertThat(copy.next(64)).isEqualTo(4999);
        assertThat(set.next(64)).isZero();
    }
}
