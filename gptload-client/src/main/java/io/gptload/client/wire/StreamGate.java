package io.gptload.client.wire;

public final class StreamGate {
    public enum Decision {
        MORE,
        OPEN,
        ERROR,
        EMPTY
    }

    public Decision feed(byte[] b, int o, int l) {
        return Decision.OPEN;
    }

    public Decision end() {
        return Decision.EMPTY;
    }

    public ErrorBody errorBody() {
        return ErrorBody.EMPTY;
    }

    public int errorStatus() {
        return 502;
    }
}
