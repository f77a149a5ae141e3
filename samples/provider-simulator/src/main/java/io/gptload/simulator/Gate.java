package io.gptload.simulator;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides which requests are refused, before any limit is looked at. */
final class Gate {
    private final Set<String> knownModels;
    private final Set<String> unknownModels;

    Gate(Set<String> knownModels, Set<String> unknownModels) {
        this.knownModels = knownModels;
        this.unknownModels = unknownModels;
    }

    /** Returns why the path or the missing credential makes the request hopeless, or null. */
    @Nullable
    ProviderError refuseCall(Exchange exchange) {
        ErrorFormat errors = exchange.errors();
        String method = exchange.request().method();
        if (exchange.protocol() == SimulatedProtocol.UNKNOWN) {
            return errors.unknownPath(method, exchange.request().rawPath());
        }
        if (!method.equals(exchange.protocol().method())) {
            return errors.wrongMethod(method, exchange.request().rawPath());
        }
        return exchange.key() == null ? errors.missingKey() : null;
    }

    /** Returns why the key may not be used at all, or null. */
    @Nullable
    ProviderError refuseKey(Exchange exchange, SimulatedKey key) {
        ErrorFormat errors = exchange.errors();
        return switch (key.behaviour()) {
            case INVALID -> errors.invalidKey(key.value());
            case REJECTED -> errors.rejectedKey();
            case FORBIDDEN -> errors.forbiddenRegion();
            case SUSPENDED -> errors.suspended(key.value());
            case VALID, OUT_OF_QUOTA -> null;
        };
    }

    /** Returns what is wrong with the request itself or with this key for it, or null. */
    @Nullable
    ProviderError refuseContent(Exchange exchange, SimulatedKey key) {
        ErrorFormat errors = exchange.errors();
        ParsedBody body = exchange.body();
        if (body.problem() != null) {
            return errors.badRequest(body.problem(), body.badField());
        }
        if (body.simulatedStatus() >= 300 && body.simulatedStatus() <= 599) {
            return errors.status(body.simulatedStatus());
        }
        String model = body.model();
        if (model != null && !knows(model)) {
            return errors.unknownModel(model);
        }
        if (model != null && key.deniedModels().contains(model)) {
            return errors.noModelAccess(model);
        }
        boolean billed = !exchange.protocol().isModelList();
        return billed && key.behaviour() == KeyBehaviour.OUT_OF_QUOTA ? errors.outOfQuota(exchange.model()) : null;
    }

    private boolean knows(String model) {
        return !unknownModels.contains(model) && (knownModels.isEmpty() || knownModels.contains(model));
    }
}
