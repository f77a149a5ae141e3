package io.gptload.client.store.jdbc;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerVersionTest {

    @ParameterizedTest
    @CsvSource({
        "MySQL, 5.6.51, MySQL 8 or newer",
        "MySQL, 5.7.44-log, MySQL 8 or newer",
        "MySQL, 10.3.39-MariaDB-0+deb10u2, MariaDB 10.6 or newer",
        "MySQL, 5.5.5-10.5.22-MariaDB-log, MariaDB 10.6 or newer",
        "MariaDB, 10.5.9, MariaDB 10.6 or newer",
        "PostgreSQL, 9.6.24, PostgreSQL 13 or newer",
        "PostgreSQL, 12.18 (Debian 12.18-1), PostgreSQL 13 or newer"
    })
    void anOldServerIsRefusedWithWhatItWouldHaveToBe(String product, String version, String told) {
        Engine engine = new Engine(product, version, "jdbc:x", true);
        assertThatThrownBy(() -> engine.dialect(StoreOptions.DEFAULTS))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("too old")
                .hasMessageContaining(told);
    }

    @ParameterizedTest
    @CsvSource({
        "MySQL, 8.0.36",
        "MySQL, 8.4.0-cloud",
        "MySQL, 8.0.11-TiDB-v7.5.0",
        "MySQL, 10.6.16-MariaDB",
        "MySQL, 5.5.5-11.4.5-MariaDB",
        "MariaDB, 12.0.1-MariaDB",
        "PostgreSQL, 13",
        "PostgreSQL, 17devel",
        "PostgreSQL, unknown"
    })
    void aServerThatIsNewEnoughOrTellsNoVersionIsSpokenTo(String product, String version) {
        Engine engine = new Engine(product, version, "jdbc:x", true);
        assertThatCode(() -> engine.dialect(StoreOptions.DEFAULTS)).doesNotThrowAnyException();
    }
}
