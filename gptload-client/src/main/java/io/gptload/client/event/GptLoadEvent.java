package io.gptload.client.event;

import io.gptload.client.policy.Category;
import io.gptload.client.policy.FailureKind;
import io.gptload.client.policy.Scope;
import io.gptload.client.wire.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a group. Events are immutable and never hold the value of a key: keys are named by
 * {@link KeyRef}, upstreams by their base URL without credentials.
 */
public sealed interface GptLoadEvent {

    /** When, on the engine's wall clock. */
    Instant at();

    /** The group's name. */
    String group();

    /**
     * One HTTP exchange with an upstream was judged.
     *
     * @param attempt 1 for the first of its call
     * @param status the upstream's status, 0 when there was no response
     * @param failure what broke, when there was no usable response
     * @param model the model asked for, when it was looked at
     * @param blamed whom the verdict blames
     * @param ruleId the rule that decided
     * @param again whether the call goes on with another attempt
     * @param elapsed from sending to the verdict
     */
    record AttemptFinished(
            Instant at,
            String group,
            int attempt,
            KeyRef key,
            String upstream,
            int status,
            @Nullable FailureKind failure,
            @Nullable String model,
            Category category,
            Scope blamed,
            String ruleId,
            boolean again,
            Duration elapsed)
            implements GptLoadEvent {}

    /**
     * A call got its answer.
     *
     * @param attempts how many upstream exchanges it took; 0 when no key or upstream was free
     * @param status what the caller was told, 0 for a cancelled call
     * @param category how the last attempt ended
     * @param elapsed from the start of the call to its answer's first byte
     */
    record CallAnswered(Instant at, String group, int attempts, int status, Category category, Duration elapsed)
            implements GptLoadEvent {}

    /**
     * An answer that had begun well broke off.
     *
     * @param key the key that served it
     * @param failure how it broke
     */
    record StreamBroken(Instant at, String group, KeyRef key, String upstream, FailureKind failure)
            implements GptLoadEvent {}

    /**
     * An answer that was passed on told how many tokens it took. One that broke off, or whose caller went away, may have told
     * but a part.
     *
     * @param key the key that served it
     * @param model the model asked for; {@code null} when none was named
     * @param usage what it took
     */
    record UsageReported(
            Instant at, String group, KeyRef key, @Nullable String model, TokenUsage usage) implements GptLoadEvent {}

    /**
     * A key left rotation until an instant.
     *
     * @param model the model it is out for; {@code null} for all
     */
    record KeyCooled(
            Instant at, String group, KeyRef key, @Nullable String model, Instant until, Category cause, String ruleId)
            implements GptLoadEvent {}

    /**
     * A key's cooldown ended, by time or by hand.
     *
     * @param model the model it was out for; {@code null} for all
     * @param until when it was to end; later than {@link #at()} if it ended early
     */
    record KeyBack(
            Instant at, String group, KeyRef key, @Nullable String model, Instant until) implements GptLoadEvent {}

    /**
     * A key's consecutive failures changed, and not its status.
     *
     * @param change how many came or went
     * @param strikes how many there are now
     */
    record StrikesChanged(Instant at, String group, KeyRef key, int change, int strikes) implements GptLoadEvent {}

    /**
     * A key was taken out until somebody restores it.
     *
     * @param strikes consecutive failures that led to it
     */
    record KeyInvalidated(Instant at, String group, KeyRef key, int strikes, String ruleId) implements GptLoadEvent {}

    /** A key that was invalid is active again. */
    record KeyRestored(Instant at, String group, KeyRef key) implements GptLoadEvent {}

    /**
     * An upstream left rotation until an instant.
     *
     * @param ruleId the rule behind the failure that did it
     */
    record UpstreamOpened(Instant at, String group, String upstream, Instant until, String ruleId)
            implements GptLoadEvent {}

    /** An upstream works again. */
    record UpstreamClosed(Instant at, String group, String upstream) implements GptLoadEvent {}

    /**
     * Several keys were refused alike at one upstream with no success between: the upstream or our way to it is blamed,
     * and the keys got their state back.
     *
     * @param keys how many
     * @param until how long the upstream is left alone
     */
    record RefusedTogether(Instant at, String group, String upstream, int keys, Instant until, String ruleId)
            implements GptLoadEvent {}

    /** There is a group of that name from now on. */
    record GroupAdded(Instant at, String group) implements GptLoadEvent {}

    /** There is no group of that name any more; calls under way finish and may still be told of. */
    record GroupRemoved(Instant at, String group) implements GptLoadEvent {}

    /** A group was defined anew; calls under way finish on the old definition. */
    record GroupReplaced(Instant at, String group, int keys, int upstreams) implements GptLoadEvent {}
}
