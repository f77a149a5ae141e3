package io.gptload.client.store.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is asked of driver and session where the endpoint says nothing else. */
final class EndpointDefaults {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final String SESSION_VARIABLES = "sessionVariables";

    private EndpointDefaults() {}

    /** For every connection; that of a migration may be silent for long. */
    static JdbcEndpoint ofAll(JdbcEndpoint endpoint) {
        return isMySql(endpoint)
                ? endpoint.withDefault("connectTimeout", millis(CONNECT))
                : endpoint.withDefault("connectTimeout", seconds(CONNECT)).withDefault("tcpKeepAlive", "true");
    }

    /** For those of the pool. A server forgets a node that stopped in the middle of a transaction after a while. */
    static JdbcEndpoint ofPool(JdbcEndpoint endpoint, StoreOptions options) {
        String lockWait = String.valueOf(Math.max(1, options.busyTimeout().toSeconds()));
        if (isMySql(endpoint)) {
            return withSessionVariables(
                    ofAll(endpoint)
                            .withDefault("socketTimeout", millis(ANSWER))
                            .withDefault("rewriteBatchedStatements", "true")
                            .withDefault("zeroDateTimeBehavior", "CONVERT_TO_NULL"),
                    "innodb_lock_wait_timeout=" + lockWait + ",wait_timeout=180");
        }
        JdbcEndpoint postgreSql = ofAll(endpoint)
                .withDefault("socketTimeout", seconds(ANSWER))
                .withDefault("reWriteBatchedInserts", "true")
                .withDefault("logServerErrorDetail", "false") // else an error has the rows in it, and so keys
                .withDefault("ApplicationName", "gptload");
        List<String> statements = new ArrayList<>(
                List.of("SET lock_timeout TO '" + lockWait + "s'", "SET idle_in_transaction_session_timeout TO '60s'"));
        statements.addAll(endpoint.sessionStatements());
        return new JdbcEndpoint(
                postgreSql.url(), postgreSql.user(), postgreSql.password(), postgreSql.properties(), statements);
    }

    private static JdbcEndpoint withSessionVariables(JdbcEndpoint endpoint, String ours) {
        Map<String, String> properties = new HashMap<>(endpoint.properties());
        properties.merge(SESSION_VARIABLES, ours, (theirs, mine) -> mine + "," + theirs); // the later one holds
        return new JdbcEndpoint(
                endpoint.url(), endpoint.user(), endpoint.password(), properties, endpoint.sessionStatements());
    }

    private static boolean isMySql(JdbcEndpoint endpoint) {
        return endpoint.url().startsWith("jdbc:mysql:");
    }

    private static String millis(Duration duration) {
        return String.valueOf(duration.toMillis());
    }

    private static String seconds(Duration duration) {
        return String.valueOf(duration.toSeconds());
    }
}
