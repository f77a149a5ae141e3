package io.gptload.client.internal.event;

import io.gptload.client.config.KeyBudget;
import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.event.GptLoadListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Logs what changes the state of a group. Single calls are not logged. */
public final class StateChangeLog implements GptLoadListener {

    private static final Logger LOG = LoggerFactory.getLogger("io.gptload.client");

    @Override
    public void onEvent(GptLoadEvent event) {
        if (event instanceof GptLoadEvent.KeyInvalidated e) {
            LOG.warn(
                    "{}: key {} is invalid after {} {} ({})",
                    e.group(),
                    e.key(),
                    e.strikes(),
                    e.strikes() == 1 ? "strike" : "strikes",
                    e.ruleId());
        } else if (event instanceof GptLoadEvent.KeyRestored e) {
            LOG.info("{}: key {} is active again", e.group(), e.key());
        } else if (event instanceof GptLoadEvent.KeyCooled e) {
            boolean foreseen = e.ruleId().startsWith(KeyBudget.RULE_PREFIX); // many of them, in every window
            LOG.atLevel(foreseen ? Level.DEBUG : Level.INFO)
                    .log(
                            "{}: key {} rests until {}{}: {} ({})",
                            e.group(),
                            e.key(),
                            e.until(),
                            e.model() == null ? "" : " for model " + printable(e.model()),
                            e.cause().id(),
                            e.ruleId());
        } else if (event instanceof GptLoadEvent.KeyBack e) {
            LOG.debug("{}: key {} is back", e.group(), e.key());
        } else if (event instanceof GptLoadEvent.UpstreamOpened e) {
            LOG.warn("{}: upstream {} is left alone until {} ({})", e.group(), e.upstream(), e.until(), e.ruleId());
        } else if (event instanceof GptLoadEvent.UpstreamClosed e) {
            LOG.info("{}: upstream {} works again", e.group(), e.upstream());
        } else if (event instanceof GptLoadEvent.RefusedTogether e) {
            LOG.warn(
                    "{}: upstream {} refuses everybody ({} keys, {}): left alone until {}, no key is blamed",
                    e.group(),
                    e.upstream(),
                    e.keys(),
                    e.ruleId(),
                    e.until());
        } else if (event instanceof GptLoadEvent.GroupReplaced e) {
            LOG.info("{}: defined anew with {} keys and {} upstreams", e.group(), e.keys(), e.upstreams());
        }
    }

    @Override
    public boolean wantsCalls() {
        return false;
    }

    /** A model's name comes from the caller: no line breaks, no novels. */
    private static String printable(String model) {
        String line = model.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= 100 ? line : line.substring(0, 100) + "...";
    }
}
