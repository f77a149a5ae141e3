package io.gptload.client.rewrite;

import java.nio.charset.StandardCharsets;

/** One member to set, and whether the body has it. Used by one thread for one body. */
final class MemberEdit {

    static final String MODEL = "model";

    private final String name;
    private final byte[] value;
    private boolean found;

    MemberEdit(String name, byte[] value) {
        this.name = name;
        this.value = value;
    }

    static MemberEdit model(String model) {
        return new MemberEdit(MODEL, JsonEscapes.quote(model).getBytes(StandardCharsets.UTF_8));
    }

    String name() {
        return name;
    }

    byte[] value() {
        return value;
    }

    void markFound() {
        found = true;
    }

    boolean isFound() {
        return found;
    }

    /** Name, colon and value, after a comma unless it is the first member. */
    byte[] asMember(boolean first) {
        byte[] head = ((first ? "" : ",") + JsonEscapes.quote(name) + ":").getBytes(StandardCharsets.UTF_8);
        byte[] member = new byte[head.length + value.length];
        System.arraycopy(head, 0, member, 0, head.length);
        System.arraycopy(value, 0, member, head.length, value.length);
        return member;
    }
}
