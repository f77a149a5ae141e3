package io.gptload.spring.autoconfigure;

import io.gptload.client.store.jdbc.CipherCheck;
import io.gptload.client.store.jdbc.JdbcEndpoint;
import io.gptload.client.store.jdbc.JdbcStore;
import io.gptload.client.store.jdbc.KeyCipher;
import io.gptload.client.store.jdbc.StoreOptions;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.StringUtils;

/** Opens the database the properties name, or that of the application. */
final class StoreOpening {

    private StoreOpening() {}

    /** @param applications the connections of the application; not asked for when the properties name a database */
    static JdbcStore open(GptLoadProperties properties, ObjectProvider<DataSource> applications) {
        JdbcStore store = connect(properties, applications);
        try {
            if (CipherCheck.fits(store)) {
                return store;
            }
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
        store.close();
        boolean given = StringUtils.hasText(properties.encryptionKey());
        throw new InvalidGptLoadPropertiesException(List.of(new PropertyProblem(
                "gptload.encryption-key",
                given
                        ? "the keys in the database were not encrypted with it"
                        : "it is not set, but the keys in the database are encrypted",
                "Set it to the ENCRYPTION_KEY of the gateway"
                        + (given ? ", or leave it out if that has none." : "."))));
    }

    private static JdbcStore connect(GptLoadProperties properties, ObjectProvider<DataSource> applications) {
        StoreProperties.Jdbc jdbc = properties.store().jdbc();
        StoreOptions options = StoreOptions.DEFAULTS.withInitialization(jdbc.initializeSchema());
        String encryptionKey = properties.encryptionKey();
        if (encryptionKey != null && StringUtils.hasText(encryptionKey)) {
            options = options.withCipher(KeyCipher.aes(encryptionKey));
        }
        String url = jdbc.url();
        if (url != null) {
            return url.startsWith(StoreCheck.SQLITE)
                    ? JdbcStore.sqlite(Path.of(url.substring(StoreCheck.SQLITE.length())), options)
                    : JdbcStore.open(JdbcEndpoint.of(url, jdbc.username(), jdbc.password()), options);
        }
        DataSource source = applications.getIfUnique();
        if (source == null) {
            throw new InvalidGptLoadPropertiesException(List.of(new PropertyProblem(
                    "gptload.store.type",
                    "'jdbc' needs a database, and the application has no single DataSource",
                    "Set gptload.store.jdbc.url, or spring.datasource.url with spring-boot-starter-jdbc.")));
        }
        return JdbcStore.of(source, options);
    }
}
