package io.gptload.spring.actuate;

import java.util.regex.Pattern;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/** Hides keys and passwords of the pools in the endpoints that show properties, also from those who may see values. */
public final class PoolSecrets implements SanitizingFunction {

    private static final Pattern SECRET =
            Pattern.compile("gptload\\.(groups\\..+\\.(keys|upstreams|headerrules)(\\[.*|\\..*)?"
                    + "|.*\\.proxyurl|store\\.jdbc\\.(url|password)|redis\\.url|encryptionkey)");

    @Override
    public SanitizableData apply(SanitizableData data) {
        String key = data.getLowerCaseKey().replaceAll("[-_]", "");
        return SECRET.matcher(key).matches() ? data.withSanitizedValue() : data;
    }
}
