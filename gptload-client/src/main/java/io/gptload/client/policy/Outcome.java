package io.gptload.client.policy;

import io.gptload.client.wire.ErrorBody;
import io.gptload.client.wire.HeaderView;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt ended in, as facts.
 *
 * @param status the HTTP status of the answer, or of the error inside a stream; 0 when there was none
 * @param headers the headers of the answer
 * @param error what its body says, {@link ErrorBody#EMPTY} for a success
 * @param failure how the exchange failed, {@code null} when a complete answer came; when set it is what is judged,
 *     whatever the status
 * @param modelServedElsewhere whether another key of the group has served the requested model
 */
public record Outcome(
        int status,
        HeaderView headers,
        ErrorBody error,
        @Nullable FailureKind failure,
        boolean modelServedElsewhere) {

    /** An answer that came. */
    public static Outcome ofResponse(int status, HeaderView headers, ErrorBody error, boolean modelServedElsewhere) {
        return new Outcome(status, headers, error, null, modelServedElsewhere);
    }

    /** An answer that came, with nothing known about its model. */
    public static Outcome ofResponse(int status, HeaderView headers, ErrorBody error) {
        return ofResponse(status, headers, error, false);
    }

    /** An exchange without an answer. */
    public static Outcome ofFailure(FailureKind failure) {
        return new Outcome(0, HeaderView.EMPTY, ErrorBody.EMPTY, failure, false);
    }

    /** An exchange without an answer. */
    public static Outcome ofFailure(Throwable failure) {
        return ofFailure(FailureKind.of(failure));
    }

    /** Whether a complete answer with a status of 200 to 299 came. */
    public boolean isSuccess() {
        return failure == null && status >= 200 && status < 300;
    }
}
