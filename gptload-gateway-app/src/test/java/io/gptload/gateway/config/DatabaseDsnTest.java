package io.gptload.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseDsnTest {

    private static final Path HERE = Path.of("/srv/app");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "./data/gpt-load.db                | /srv/app/data/gpt-load.db",
                "/var/lib/x.db                     | /var/lib/x.db",
                "x.db?_busy_timeout=1              | /srv/app/x.db",
                "../over there/me@home.db          | /srv/over there/me@home.db",
            })
    void anythingElseIsAFile(String dsn, String path) {
        DatabaseDsn parsed = DatabaseDsn.parse(dsn, HERE);
        assertThat(parsed)
                .isInstanceOfSatisfying(
                        DatabaseDsn.Sqlite.class,
                        sqlite -> assertThat(sqlite.file()).isEqualTo(Path.of(path)));
        assertThat(parsed.jdbc().url()).isEqualTo("jdbc:sqlite:" + path);
    }

    @Test
    void aUriAndMemoryStayAsTheyAre() {
        assertThat(DatabaseDsn.parse("file:my.db?cache=shared", HERE).jdbc().url())
                .isEqualTo("jdbc:sqlite:file:my.db?cache=shared");
        assertThat(((DatabaseDsn.Sqlite) DatabaseDsn.parse("file:///a/b%20c.db", HERE)).file())
                .isEqualTo(Path.of("/a/b c.db"));
        assertThat(((DatabaseDsn.Sqlite) DatabaseDsn.parse(":memory:", HERE)).file())
                .isNull();
    }

    @Test
    void mySqlTakesCredentialsAsTheyAre() {
        DatabaseDsn.MySql dsn =
                mySql("us%er:p:a@s/s?%41@tcp(db.example:3307)/my%20db?charset=utf8mb4&parseTime=True&loc=Local");
        assertThat(dsn.user()).isEqualTo("us%er");
        assertThat(dsn.password().value()).isEqualTo("p:a@s/s?%41");
        assertThat(dsn.host()).isEqualTo("db.example");
        assertThat(dsn.port()).isEqualTo(3307);
        assertThat(dsn.database()).isEqualTo("my db");
        assertThat(dsn.jdbc().url()).isEqualTo("jdbc:mysql://db.example:3307/my%20db");
        assertThat(dsn.jdbc().properties())
                .containsEntry("connectionTimeZone", ZoneId.systemDefault().getId())
                .containsEntry("characterEncoding", "UTF-8");
        assertThat(dsn.toString() + dsn.jdbc()).doesNotContain("p:a@s").contains("us%er");
    }

    @ParameterizedTest
    @CsvSource({
        "u@tcp/db,127.0.0.1:3306",
        "u@tcp()/db,127.0.0.1:3306",
        "u@tcp(h)/db,h:3306",
        "u@tcp(:33)/,127.0.0.1:33",
        "@tcp(h:1)/,h:1",
        "u:p@tcp([::1]:1)/d,[::1]:1",
        "u:p@tcp([::1])/d,[::1]:3306"
    })
    void mySqlAddressesHaveDefaults(String dsn, String address) {
        assertThat(mySql(dsn).jdbc().url()).startsWith("jdbc:mysql://" + address + "/");
    }

    @Test
    void mySqlDefaultsAreThoseOfTheStringsOldReader() {
        assertThat(mySql("u:p@tcp(h)/d").jdbc().properties())
                .containsEntry("sslMode", "DISABLED")
                .containsEntry("connectionTimeZone", "UTC")
                .doesNotContainKeys("sessionVariables", "useAffectedRows");
        assertThat(mySql("u:p@tcp(h)/d").zone()).isEqualTo(ZoneId.of("UTC"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tls=true                              | sslMode              | VERIFY_IDENTITY",
                "tls=skip-verify                       | sslMode              | REQUIRED",
                "tls=preferred                         | sslMode              | PREFERRED",
                "tls=false                             | sslMode              | DISABLED",
                "loc=Asia%2FShanghai                   | connectionTimeZone   | Asia/Shanghai",
                "charset=utf8mb4,utf8                  | characterEncoding    | UTF-8",
                "collation=utf8mb4_unicode_ci          | connectionCollation  | utf8mb4_unicode_ci",
                "timeout=1m30s                         | connectTimeout       | 90000",
                "readTimeout=500ms                     | socketTimeout        | 500",
                "multiStatements=1                     | allowMultiQueries    | true",
                "maxAllowedPacket=1024                 | maxAllowedPacket     | 1024",
                "tx_isolation=%27READ-COMMITTED%27     | sessionVariables     | tx_isolation='READ-COMMITTED'",
            })
    void mySqlOptions(String option, String property, String value) {
        assertThat(mySql("u:p@tcp(h)/d?" + option).jdbc().properties()).containsEntry(property, value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "u:hidden@tcp(h)",
                "u:hidden@tcp(h/d",
                "u:hidden@tcp(h)/d?loc=Asia/Shanghai",
                "u:hidden@tcp6(h)/d",
                "u:hidden@tcp(h:x)/d",
                "u:hidden@tcp(h)/d?tls=hidden",
                "u:hidden@tcp(h)/d?loc=hidden",
                "u:hidden@tcp(h)/d?timeout=5",
                "u:hidden@tcp(h)/d?parseTime=hidden",
                "u:hidden@tcp(h)/d?serverPubKey=hidden",
                "u:hidden@tcp(h)/d?charset=hidden",
                "postgres://u:hidden/x@h/d",
                "postgres://u:hidden%zz@h/d",
                "postgres://u:hidden@h/d?sslmode=hidden",
                "postgres://u:hi?dden@h/d",
                "postgres://u:hidden@h:0/d",
                "mysql://u:hidden@h:3306/d",
                "jdbc:mysql://u:hidden@h/d",
                "POSTGRES://u:hidden@h/d",
                "host=localhost user=x password=hidden",
                "u:hidden@unix(/run/my.sock)/db"
            })
    void whatCannotBeReadIsRefusedWithoutShowingIt(String dsn) {
        assertThatThrownBy(() -> DatabaseDsn.parse(dsn, HERE))
                .isInstanceOf(DsnException.class)
                .hasMessageNotContaining("hidden");
    }

    @Test
    void postgreSql() {
        DatabaseDsn dsn = DatabaseDsn.parse(
                "postgres://us%40er:p%2Fw+@db:5433/my%20db?sslmode=disable&TimeZone=Asia/Shanghai&connect_timeout=3&application_name=x&sslpassword=hidden",
                HERE);
        JdbcTarget jdbc = dsn.jdbc();
        assertThat(jdbc.url()).isEqualTo("jdbc:postgresql://db:5433/my%20db");
        assertThat(jdbc.user()).isEqualTo("us@er");
        assertThat(jdbc.password().value()).isEqualTo("p/w+");
        assertThat(jdbc.properties())
                .containsEntry("sslmode", "disable")
                .containsEntry("connectTimeout", "3")
                .containsEntry("ApplicationName", "x");
        assertThat(jdbc.sessionStatements()).containsExactly("SELECT set_config('TimeZone', 'Asia/Shanghai', false)");
        assertThat(dsn + " " + jdbc).doesNotContain("p/w+", "hidden");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgresql://u@/            | jdbc:postgresql://localhost:5432/u",
                "postgres://u@a,b:1/d        | jdbc:postgresql://a:5432,b:1/d",
                "postgres:///d?host=x&port=7 | jdbc:postgresql://x:7/d",
                "postgres://u@[::1]/d        | jdbc:postgresql://[::1]:5432/d",
            })
    void postgreSqlAddressesHaveDefaults(String dsn, String url) {
        JdbcTarget jdbc = DatabaseDsn.parse(dsn, HERE).jdbc();
        assertThat(jdbc.url()).isEqualTo(url);
        assertThat(jdbc.properties()).containsEntry("sslmode", "prefer");
    }

    private static DatabaseDsn.MySql mySql(String dsn) {
        return (DatabaseDsn.MySql) DatabaseDsn.parse(dsn, HERE);
    }
}
