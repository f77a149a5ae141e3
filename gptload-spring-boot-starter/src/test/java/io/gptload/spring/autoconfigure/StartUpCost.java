package io.gptload.spring.autoconfigure;

import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * A small application that prints how long it took to start, with the starter or without; one start for each JVM. What the
 * thread that starts it took of a processor says more on a busy machine.
 */
final class StartUpCost {

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        MetricsAutoConfiguration.class,
        CompositeMeterRegistryAutoConfiguration.class,
        SimpleMetricsExportAutoConfiguration.class,
        ObservationAutoConfiguration.class,
        HttpClientAutoConfiguration.class,
        ImperativeHttpClientAutoConfiguration.class,
        RestClientAutoConfiguration.class
    })
    static class Application {}

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        GptLoadAutoConfiguration.class,
        GptLoadHttpClientAutoConfiguration.class,
        GptLoadMetricsAutoConfiguration.class,
        GptLoadObservationAutoConfiguration.class,
        GptLoadEndpointAutoConfiguration.class,
        GptLoadHealthAutoConfiguration.class
    })
    static class Starter {}

    private StartUpCost() {}

    public static void main(String[] args) {
        boolean with = args[0].equals("with");
        long cpuBefore = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        long begin = System.nanoTime();
        Class<?>[] sources =
                with ? new Class<?>[] {Application.class, Starter.class} : new Class<?>[] {Application.class};
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(sources)
                .web(WebApplicationType.NONE)
                .logStartupInfo(false)
                .run(
                        "--spring.main.banner-mode=off",
                        "--gptload.groups.openai.keys=sk-leakcanary-0001",
                        "--gptload.routes[0].host=api.openai.com",
                        "--gptload.routes[0].group=openai")) {
            long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
            boolean ready = !with
                    || context.getBean("openai", Group.class)
                            == context.getBean(GptLoad.class).group("openai");
            long cpu = Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpuBefore)
                    .toMillis();
            System.out.println(
                    (ready ? "started in " : "not ready after ") + millis + " ms (" + cpu + " ms of a processor)");
        }
    }
}
