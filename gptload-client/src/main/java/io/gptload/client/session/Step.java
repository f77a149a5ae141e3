package io.gptload.client.session;

import java.time.Duration;
import java.util.List;

/** What the adapter of a {@link Session} has to do next. */
public sealed interface Step {

    /** Send this attempt and tell it what came back. A response of an earlier attempt is closed first. */
    non-sealed interface Send extends Step {

        /** What to send. */
        Attempt attempt();
    }

    /**
     * The verdict needs more than status and headers: hand over the next bytes of the body, or say that it ended. What
     * was handed over stays part of the response.
     *
     * @param atMost how many bytes are of interest; fewer will do, but at least one
     */
    record Inspect(int atMost) implements Step {}

    /**
     * Close the response, wait this long, then {@link Session#resume()}.
     *
     * @param length how long
     */
    record Pause(Duration length) implements Step {}

    /**
     * Give the caller the response at hand, the part of the body that was inspected included, and tell the attempt how
     * its body ends.
     *
     * @param headers headers to set on it; empty when it goes out as it is
     */
    record Relay(List<Header> headers) implements Step {

        /** The response as it is. */
        public static final Relay AS_IS = new Relay(List.of());
    }

    /**
     * Close the response, if there is one, and give the caller this answer.
     *
     * @param answer what to tell
     */
    record Reply(Answer answer) implements Step {}

    /** The caller went away: close the response, if there is one, and stop. */
    record Cancelled() implements Step {

        /** The only one there need be. */
        public static final Cancelled INSTANCE = new Cancelled();
    }
}
