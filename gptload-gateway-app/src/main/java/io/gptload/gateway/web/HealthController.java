package io.gptload.gateway.web;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whether the process answers; says nothing of the database. */
@RestController
@OpenToAll
class HealthController {

    private final long startedNanos = System.nanoTime();

    record Health(String status, Instant timestamp, String uptime) {}

    @GetMapping("/health")
    Health health() {
        return new Health(
                "healthy",
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                Uptime.text(Duration.ofNanos(System.nanoTime() - startedNanos)));
    }
}
