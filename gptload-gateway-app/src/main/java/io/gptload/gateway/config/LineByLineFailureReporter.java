package io.gptload.gateway.config;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Logs why the application did not start, one line of the log per thing to read. */
final class LineByLineFailureReporter implements FailureAnalysisReporter {

    private static final Logger log = LoggerFactory.getLogger(LineByLineFailureReporter.class);

    @Override
    public void report(FailureAnalysis analysis) {
        log.error("The gateway cannot start");
        analysis.getDescription().lines().filter(line -> !line.isBlank()).forEach(log::error);
        String action = analysis.getAction();
        if (action != null) {
            action.lines().filter(line -> !line.isBlank()).forEach(log::error);
        }
    }
}
