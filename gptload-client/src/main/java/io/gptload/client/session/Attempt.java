package io.gptload.client.session;

import io.gptload.client.config.GroupSettings;
import io.gptload.client.event.KeyRef;
import io.gptload.client.rewrite.HeaderEdits;
import io.gptload.client.wire.HeaderView;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP exchange with one upstream and one key. Tell it exactly one of {@link #onResponse} and {@link #onFailure};
 * after a {@link Step.Relay}, exactly one of {@link #onEnd}, {@link #onBroken} and {@link #onAbandoned}. Used by the
 * session's thread, except for those three, which may come from wherever the body is read.
 */
public interface Attempt {

    /** 1 for the first of its call. */
    int number();

    /** The name of the group whose key and upstream are used: of an aggregate, one of its members. */
    String group();

    /** How that group behaves. */
    GroupSettings settings();

    /** The key, by name. */
    KeyRef key();

    /** The key's value, for transports that {@link #headers()} does not suit. Never log it. */
    String secret();

    /** The upstream's base URL, fit to be shown. */
    String upstream();

    /** The full URL to send to. It may hold the key: never log it. */
    String url();

    /** What to change of the caller's headers. */
    HeaderEdits headers();

    /** The body to send, the caller's own array when nothing was edited; {@code null} when it is not in memory. */
    byte @Nullable [] body();

    /**
     * Whether that body is the caller's own and nobody needed it in memory yet: who has it in another form should send that.
     */
    boolean isBodyUnread();

    /** How long it may be kept waiting. */
    Timeouts timeouts();

    /** When it was handed out, on the clock of {@link System#nanoTime()}. */
    long startedAt();

    /** When all of it must be over, its body included, unless that is {@linkplain #streams() a stream}; on the same clock, later. */
    long deadline();

    /** Whether the caller asked for a stream, as far as the request tells. May have to look for it in the body. */
    boolean streams();

    /** The model the caller asked for, before redirects; {@code null} when none is named. May have to look for it in the body. */
    @Nullable
    String requestedModel();

    /** Status and headers are there. */
    Step onResponse(int status, HeaderView headers);

    /** More of the body, as asked for by {@link Step.Inspect}. */
    Step onBody(byte[] bytes, int offset, int length);

    /** The body ended while it was inspected. */
    Step onBodyEnd();

    /** There is no response, or it broke while it was inspected. */
    Step onFailure(IOException failure);

    /** Whether anybody wants to know what is in the relayed body. Not before there is a {@link Step.Relay}. */
    boolean wantsRelayed();

    /**
     * A part of the relayed body, as it goes to the caller; all of it in order, from its first byte. Adapters that leave this
     * out although it is {@linkplain #wantsRelayed() wanted} leave the usage of tokens unknown. Never throws.
     */
    void onRelayed(byte[] bytes, int offset, int length);

    /** The relayed body was read to its end, by the caller or within {@link Timeouts#LEFTOVERS} of when it stopped. */
    void onEnd();

    /** The relayed body broke. Too late for another attempt; the upstream is blamed. */
    void onBroken(IOException failure);

    /** The caller stopped reading before the end was near. Nobody is blamed. */
    void onAbandoned();
}
