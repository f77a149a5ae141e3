package io.gptload.samples.demo;

import io.gptload.client.Explanation;
import io.gptload.client.Explanation.State;
import io.gptload.client.GptLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How the groups are at this moment, and each key of those that are not all well. */
final class StateTable {

    private static final String GROUP = "%-8s %8s %6s | %5s %7s %7s | %-9s";
    private static final String KEY = "%-8s %-12s | %-8s %-7s %s";

    private final GptLoad engine;
    private final List<Traffic> traffic;

    StateTable(GptLoad engine, List<Traffic> traffic) {
        this.engine = engine;
        this.traffic = traffic;
    }

    /** The lines of it, as many every time. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(GROUP.formatted("GROUP", "ANSWERED", "FAILED", "READY", "COOLING", "INVALID", "UPSTREAM"));
        List<String> keys = new ArrayList<>();
        keys.add(KEY.formatted("GROUP", "KEY", "STATE", "BACK IN", "BECAUSE OF"));
        for (Traffic each : traffic) {
            Explanation group = engine.group(each.group()).explain("gpt-mini");
            lines.add(GROUP.formatted(
                    each.group(),
                    each.answered(),
                    each.failed(),
                    group.keys(State.READY).size(),
                    group.keys(State.COOLING).size(),
                    group.keys(State.INVALID).size(),
                    group.upstreams().get(0).state()));
            group.keys().forEach(key -> keys.add(line(each.group(), key, group.at())));
        }
        lines.add("");
        lines.addAll(keys);
        return lines.stream().map(String::stripTrailing).toList();
    }

    private static String line(String group, Explanation.Key key, Instant now) {
        String back = key.until() == null ? "" : duration(Duration.between(now, key.until()));
        String rule = key.ruleId() == null ? "" : key.ruleId();
        return KEY.formatted(group, key.key().masked(), key.state().name().toLowerCase(Locale.ROOT), back, rule);
    }

    private static String duration(Duration left) {
        long seconds = Math.max(0, left.toSeconds());
        return seconds < 600 ? seconds + " s" : seconds < 36_000 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }
}
