package io.gptload.spring.autoconfigure;

import io.gptload.client.store.jdbc.DatabaseInitialization;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where groups are kept that are shared with the gateway and with other applications.
 *
 * @param type memory for groups of this application alone, jdbc to have those of a database too
 * @param jdbc which database
 */
public record StoreProperties(
        @DefaultValue("memory") Type type,
        @NestedConfigurationProperty @DefaultValue Jdbc jdbc) {

    /** Where groups are kept. */
    public enum Type {
        /** Nowhere: they are in the properties. */
        MEMORY,
        /** In the gateway's database. */
        JDBC
    }

    /**
     * A database.
     *
     * @param initializeSchema when tables are made or brought up to date: always, only in a SQLite file, or never
     * @param url URL for JDBC, of SQLite, MySQL, MariaDB or PostgreSQL; the DataSource of the application when not set
     * @param username who we are to it
     * @param password our password
     */
    public record Jdbc(
            @DefaultValue("embedded") DatabaseInitialization initializeSchema,
            @Nullable String url,
            @DefaultValue("") String username,
            @DefaultValue("") String password) {

        /** A URL that is blank is none. */
        public Jdbc {
            url = url == null || url.isBlank() ? null : url;
        }

        /** Without what may be secret. */
        @Override
        public String toString() {
            return "Jdbc[initializeSchema=" + initializeSchema + "]";
        }
    }
}
