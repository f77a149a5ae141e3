package io.gptload.samples.web;

import io.gptload.client.Explanation;
import io.gptload.client.Group;
import io.gptload.simulator.ProviderSimulator;
import io.gptload.simulator.SimulatedKey;
import io.gptload.simulator.SimulatorServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The application in front of a simulated provider, and somebody who uses it. */
public final class WebSample {

    private static final String KEYS = "sk-leakcanary-dead-00001,sk-leakcanary-limited-01,sk-leakcanary-healthy-01";

    private WebSample() {}

    /** Runs the sample; the exit status says whether all questions were answered. */
    public static void main(String... args) throws Exception {
        System.exit(run(System.out) ? 0 : 1);
    }

    static boolean run(PrintStream out) throws IOException, InterruptedException {
        ProviderSimulator provider = ProviderSimulator.builder()
                .keys(
                        SimulatedKey.limited("sk-leakcanary-limited-01", 1, Duration.ofMinutes(10)),
                        SimulatedKey.valid("sk-leakcanary-healthy-01"))
                .chunkDelay(Duration.ofMillis(50))
                .build();
        try (SimulatorServer server = SimulatorServer.start(provider);
                ConfigurableApplicationContext application = SpringApplication.run(
                        WebApplication.class,
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--spring.main.banner-mode=off",
                        "--logging.level.root=warn",
                        "--gptload.groups.openai.upstreams=" + server.baseUrl(),
                        "--OPENAI_API_KEYS=" + KEYS)) {
            String url = "http://127.0.0.1:" + application.getEnvironment().getRequiredProperty("local.server.port");
            boolean answered = true;
            for (String path : List.of("/ask", "/ask", "/stream", "/stream")) {
                answered &= get(url + path + "?question=Hello", out);
            }
            out.println("The keys now:");
            for (Explanation.Key key : application
                    .getBean("openai", Group.class)
                    .explain("gpt-mini")
                    .keys()) {
                out.println("  " + key.key() + " " + key.state());
            }
            return answered;
        }
    }

    private static boolean get(String url, PrintStream out) throws IOException, InterruptedException {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url))
                                .timeout(Duration.ofSeconds(30))
                                .build(),
                        BodyHandlers.ofString());
        out.println("GET " + URI.create(url).getPath() + ": " + response.statusCode());
        response.body().lines().filter(line -> !line.isEmpty()).forEach(line -> out.println("  " + line));
        return response.statusCode() == 200;
    }
}
