package io.gptload.client.internal.engine;

import io.gptload.client.policy.Category;
import io.gptload.client.session.Answer;
import io.gptload.client.session.Header;
import io.gptload.client.wire.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to tell a caller when nothing helped: what an upstream said last beats anything of ours, except that the refusal of
 * one of our keys is nobody's business while the others are only resting.
 */
final class FinalAnswer {

    private final Channel channel;
    private @Nullable Answer last;
    private Category lastCategory = Category.UPSTREAM_ERROR;

    FinalAnswer(Channel channel) {
        this.channel = channel;
    }

    static boolean isKeysOwn(Category category) {
        return category == Category.KEY_REJECTED || category == Category.NOT_PERMITTED;
    }

    void remember(Answer response, Category category) {
        last = response;
        lastCategory = category;
    }

    private boolean lastCounts(int status) {
        return last != null && !(status == 429 && isKeysOwn(lastCategory));
    }

    Category categoryOr(int status) {
        return lastCounts(status) ? lastCategory : status == 429 ? Category.RATE_LIMITED : Category.UPSTREAM_ERROR;
    }

    Answer bestOr(int status, String code, String message, @Nullable Duration retryAfter) {
        Answer best = last;
        if (best == null || !lastCounts(status)) {
            return ErrorAnswers.of(channel, status, code, message, retryAfter);
        }
        List<Header> headers = new ArrayList<>(best.headers());
        replace(headers, List.of(ErrorAnswers.DO_NOT_RETRY));
        if (retryAfter != null) {
            replace(headers, ErrorAnswers.retryAfter(retryAfter));
        }
        return new Answer(best.status(), List.copyOf(headers), best.body());
    }

    /** That answer with these headers set. */
    static Answer with(Answer answer, List<Header> set) {
        List<Header> headers = new ArrayList<>(answer.headers());
        replace(headers, set);
        return new Answer(answer.status(), List.copyOf(headers), answer.body());
    }

    private static void replace(List<Header> headers, List<Header> by) {
        headers.removeIf(old -> by.stream().anyMatch(header -> header.name().equalsIgnoreCase(old.name())));
        headers.addAll(by);
    }
}
