package io.gptload.gateway.ui;

import jakarta.servlet.http.HttpServletResponse;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** A message that shows for a few seconds beside the part of a page that was replaced. */
public final class Toast {

    /** What the page raises as an event. */
    private static final String HEADER = "HX-Trigger";

    private static final String KEYS_CHANGED = "keys-changed";

    private static final JsonMapper ASCII =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private Toast() {}

    /** Says that something was done, and closes the dialog it was asked for in. */
    public static void done(HttpServletResponse response, String text) {
        send(response, text, false);
    }

    /** Says that something could not be done. */
    public static void failed(HttpServletResponse response, String text) {
        send(response, text, true);
    }

    /** Tells the table of keys that it is out of date. */
    public static void keysChanged(HttpServletResponse response) {
        response.setHeader(HEADER, KEYS_CHANGED);
    }

    /** Says that something was done to keys that are not in the answer. */
    public static void doneToKeys(HttpServletResponse response, String text) {
        send(response, text, false, KEYS_CHANGED);
    }

    private static void send(HttpServletResponse response, String text, boolean bad, String... more) {
        var events = ASCII.createObjectNode();
        events.putObject("toast").put("text", text).put("bad", bad);
        if (!bad) {
            events.putObject("close-dialog");
        }
        for (String event : more) {
            events.putObject(event);
        }
        response.setHeader(HEADER, ASCII.writeValueAsString(events));
    }
}
