package io.gptload.client.session;

/**
 * One call through a group, from the caller's request to its answer, without any I/O: it hands out {@link Attempt attempts}
 * and is told what came back. Whoever does the I/O runs this loop:
 *
 * <pre>{@code
 * Step step = session.begin();
 * while (true) {
 *     if (step instanceof Step.Send send) {
 *         try {
 *             response = http(send.attempt());                              // its url, headers, body, timeouts
 *             step = send.attempt().onResponse(response.status(), response.headers());
 *         } catch (IOException e) {
 *             step = send.attempt().onFailure(e);
 *         }
 *     } else if (step instanceof Step.Inspect inspect) {
 *         step = ...                                                        // attempt.onBody(...) or attempt.onBodyEnd()
 *     } else if (step instanceof Step.Pause pause) {
 *         sleep(pause.length());                                            // the response, if any, was closed before
 *         step = session.resume();
 *     } else {
 *         return ...;                                                       // Relay, Reply or Cancelled
 *     }
 * }
 * }</pre>
 *
 * <p>A session is used by one thread at a time; only {@link #cancel()} may come from any other.
 */
public interface Session {

    /** Starts the call. */
    Step begin();

    /** Goes on after a {@link Step.Pause}. */
    Step resume();

    /**
     * The caller went away. Nobody is blamed for what fails from now on, and no further attempt is made. The I/O under
     * way is the adapter's to cancel.
     */
    void cancel();
}
