package io.gptload.spring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an application says about its pools.
 *
 * @param enabled whether to configure an engine
 * @param groups groups by name
 * @param aggregates groups made of other groups, by name
 * @param settings how groups behave that do not say it themselves
 * @param routes hosts whose requests go through a group when a client of Spring Boot's or Spring AI's makes them
 * @param refreshInterval how often key files and properties are read again; not at all when not set
 * @param store where groups are kept that are shared with the gateway and with other applications
 * @param redis how processes that share a database tell each other of changes at once
 * @param requestLog whether calls are written to the request log of the database
 * @param observations whether attempts are observed
 * @param encryptionKey what the keys in the database are encrypted with; the gateway's ENCRYPTION_KEY
 */
@ConfigurationProperties(prefix = "gptload", ignoreUnknownFields = false)
public record GptLoadProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue Map<String, GroupProperties> groups,
        @DefaultValue Map<String, AggregateProperties> aggregates,
        @NestedConfigurationProperty @DefaultValue SettingsProperties settings,
        @DefaultValue List<RouteProperties> routes,
        @Nullable Duration refreshInterval,
        @NestedConfigurationProperty @DefaultValue StoreProperties store,
        @NestedConfigurationProperty @DefaultValue RedisProperties redis,
        @NestedConfigurationProperty @DefaultValue RequestLogProperties requestLog,
        @NestedConfigurationProperty @DefaultValue ObservationsProperties observations,
        @Nullable String encryptionKey) {

    /** Copies, so that nothing changes later. */
    public GptLoadProperties {
        groups = Copies.of(groups);
        aggregates = Copies.of(aggregates);
        routes = List.copyOf(routes);
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "GptLoadProperties[enabled=" + enabled + ", groups=" + groups + ", aggregates=" + aggregates
                + ", settings="
                + settings + ", routes=" + routes + ", refreshInterval=" + refreshInterval + ", store=" + store
                + ", redis="
                + redis + "]";
    }
}
