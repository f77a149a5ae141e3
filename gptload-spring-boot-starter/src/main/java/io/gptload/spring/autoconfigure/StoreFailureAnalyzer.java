package io.gptload.spring.autoconfigure;

import io.gptload.client.store.jdbc.StoreException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows why the database of the groups cannot be opened instead of a stack trace. */
final class StoreFailureAnalyzer extends AbstractFailureAnalyzer<StoreException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, StoreException cause) {
        return new FailureAnalysis(
                "The database of the groups cannot be opened: " + cause.getMessage(),
                "See that the database gptload.store.jdbc.url or the DataSource names is there. If its tables are missing or old,"
                        + " let the gateway make them, or set gptload.store.jdbc.initialize-schema to always.",
                cause);
    }
}
