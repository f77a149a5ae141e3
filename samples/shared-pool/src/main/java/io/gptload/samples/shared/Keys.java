package io.gptload.samples.shared;

import static io.gptload.client.Explanation.State.COOLING;
import static io.gptload.client.Explanation.State.INVALID;
import static io.gptload.client.Explanation.State.READY;

import io.gptload.client.Explanation;
import io.gptload.client.Group;
import io.gptload.client.PoolCounts;

/** Counts keys by their state for the model of the sample; OpenAI's limits hold for one model each. */
final class Keys {

    private Keys() {}

    static PoolCounts of(Group group) {
        Explanation explanation = group.explain("gpt-mini");
        return new PoolCounts(
                explanation.keys(READY).size(),
                explanation.keys(COOLING).size(),
                explanation.keys(INVALID).size());
    }
}
