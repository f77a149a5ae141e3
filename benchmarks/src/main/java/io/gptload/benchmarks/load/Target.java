package io.gptload.benchmarks.load;

import java.util.Locale;

/** What is put under load. */
enum Target {
    /** The provider itself. */
    DIRECT,
    NGINX,
    GATEWAY;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
