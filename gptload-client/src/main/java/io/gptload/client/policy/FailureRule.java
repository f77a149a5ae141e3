package io.gptload.client.policy;

public final class FailureRule {
    public String id() {
        return "";
    }
}
