package io.gptload.client.session;

import java.util.List;

/**
 * An answer that does not stream: one of ours, or an earlier upstream response that proved to be the best there is.
 *
 * @param status the HTTP status
 * @param headers its headers, content type included, length not
 * @param body its body; not to be changed
 */
public record Answer(int status, List<Header> headers, byte[] body) {

    @Override
    public String toString() {
        return "Answer[" + status + ", " + body.length + " bytes]";
    }
}
