package io.gptload.client.store.redis;

import io.gptload.client.store.shared.StateNotice;
import java.util.List;

/**
 * What a process sends at once.
 *
 * @param node who sends it
 * @param number 1 for the first of that process, and one more each time
 * @param sentMillis when it was made, by the sender's clock
 * @param lost whether the sender had to drop notices before it
 * @param notices what it tells; empty to show that the sender is there
 */
record Bulletin(String node, long number, long sentMillis, boolean lost, List<StateNotice> notices) {}
