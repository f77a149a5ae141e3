package io.gptload.benchmarks.load;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** nginx with one worker: as the provider, and as the proxy the gateway is compared with. */
final class Nginx {

    /** Longest parameter its configuration takes. */
    private static final int LONGEST = 4000;

    private final ProcessHandle process;

    private Nginx(ProcessHandle process) {
        this.process = process;
    }

    /** Answers everything at once, and does not wait for the body of a request. */
    static Nginx provider(Workplace place, String core, int port) throws IOException {
        return start(place, "provider", core, """
                server {
                  listen 127.0.0.1:%d;
                %s%s}
                """.formatted(port, fixed(Payload.JSON_1K, ""), fixed(Payload.SSE, """
                    sub_filter '(none of this makes the answer chunked)' '';
                    sub_filter_types text/event-stream;
                """)));
    }

    private static String fixed(Payload payload, String more) {
        String answer = String.join("", payload.answer());
        StringBuilder config = new StringBuilder(
                "location " + payload.path() + " {\n default_type " + payload.accept() + ";\n" + more);
        StringBuilder all = new StringBuilder();
        for (int at = 0; at < answer.length(); at += LONGEST) {
            String part = answer.substring(at, Math.min(answer.length(), at + LONGEST));
            config.append(" set $part")
                    .append(at)
                    .append(" '")
                    .append(part.replace("\n", "\\n"))
                    .append("';\n");
            all.append("${part").append(at).append('}');
        }
        return config.append(" return 200 \"").append(all).append("\";\n}\n").toString();
    }

    /** Passes on what comes to a port, with another key. */
    static Nginx proxy(Workplace place, String core, Map<Integer, Integer> providerPorts) throws IOException {
        StringBuilder servers = new StringBuilder();
        providerPorts.forEach((port, provider) -> servers.append("""
                upstream provider%2$d { server 127.0.0.1:%2$d; keepalive 512; keepalive_requests 1000000000; keepalive_time 24h; }
                server {
                  listen 127.0.0.1:%1$d;
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                  proxy_set_header Authorization "Bearer sk-leakcanary-load-proxy";
                  location / { proxy_pass http://provider%2$d; }
                  location /v1/stream { proxy_pass http://provider%2$d; proxy_buffering off; }
                }
                """.formatted(port, provider)));
        return start(place, "proxy", core, servers.toString());
    }

    private static Nginx start(Workplace place, String name, String core, String servers) throws IOException {
        String config = """
                daemon off;
                worker_processes 1;
                pid %1$s.pid;
                error_log %1$s.log warn;
                events { worker_connections 8192; }
                http {
                  access_log off;
                  keepalive_requests 1000000000;
                  keepalive_time 24h;
                  client_max_body_size 64m;
                  client_body_buffer_size 2m;
                  client_body_temp_path %1$s-body;
                  proxy_temp_path %1$s-proxy;
                  fastcgi_temp_path %1$s-fastcgi;
                  uwsgi_temp_path %1$s-uwsgi;
                  scgi_temp_path %1$s-scgi;
                %2$s}
                """.formatted(place.folder().resolve("nginx-" + name), servers);
        String file = place.write(name + ".conf", config).toString();
        String log = place.folder().resolve("nginx-" + name + ".log").toString();
        return new Nginx(place.start(name, core, Map.of(), List.of("nginx", "-e", log, "-c", file))
                .toHandle());
    }

    ProcessHandle process() {
        return process;
    }
}
