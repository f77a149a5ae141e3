package io.gptload.gateway.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the gateway runs with: read once, validated, immutable. No part of it shows a secret in its {@code toString}.
 *
 * @param slave whether another node owns migrations and scheduled work
 * @param authKey opens the administration; never empty
 * @param encryptionKey encrypts stored keys; empty keeps them in clear
 * @param database where the data is
 * @param redis the shared state, if there is one
 * @param trustedProxies whose word counts about where a request came from
 * @param proxy how upstream calls leave the machine unless a group says otherwise
 * @param dataFolder where the gateway may keep files of its own
 */
public record GatewaySettings(
        ServerSettings server,
        boolean slave,
        Secret authKey,
        Secret encryptionKey,
        DatabaseDsn database,
        Optional<RedisDsn> redis,
        CorsSettings cors,
        TrustedProxies trustedProxies,
        LogSettings log,
        EgressProxy proxy,
        Path dataFolder) {

    GatewaySettings withAuthKey(Secret key) {
        return new GatewaySettings(
                server, slave, key, encryptionKey, database, redis, cors, trustedProxies, log, proxy, dataFolder);
    }

    /** The value {@code app_url} gets on first start. */
    public String defaultAppUrl() {
        return url(server.port());
    }

    /** Where the server is found when it listens on that port. */
    String url(int port) {
        String host = server.host().equals("0.0.0.0") ? "localhost" : server.host();
        return "http://" + new HostPort(host, port);
    }
}
