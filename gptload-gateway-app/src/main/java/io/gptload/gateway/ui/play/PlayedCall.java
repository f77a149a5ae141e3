package io.gptload.gateway.ui.play;

import io.gptload.gateway.ui.AttemptBar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request.
 *
 * @param status 0 when there was no answer
 * @param millis all in all
 * @param answer at most so much of it as fits a page, indented if it is JSON
 * @param failure why there was no answer; {@code null} if there was one
 */
record PlayedCall(
        int status, long millis, String answer, @Nullable String failure, List<AttemptBar> attempts) {

    /** Whether it was served. */
    public boolean served() {
        return status >= 200 && status < 300;
    }
}
