package io.gptload.client.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the object that counts tokens in JSON that comes in parts, and keeps a copy of it: a member {@code usage} or {@code
 * usageMetadata} of the document (or of each element, if the document is an array), or of its member {@code message}
 * (Anthropic), {@code response} (Responses) or {@code x_groq}. What else the document holds is passed over byte by byte; what
 * is no JSON finds nothing. Not thread-safe.
 */
final class UsageScan {

    private static final int LONGEST_USAGE = 4096;
    private static final int LONGEST_NAME = 16;
    private static final boolean[] STRUCTURAL = new boolean[256];

    static {
        for (char c : "\"{}[],".toCharArray()) {
            STRUCTURAL[c] = true;
        }
    }

    private enum Member {
        USAGE,
        HOLDER,
        OTHER
    }

    private final byte[] name = new byte[LONGEST_NAME];
    private int nameLength;
    private boolean inString;
    private boolean escaped;
    private boolean nameIsNext;
    private boolean inName;
    private int depth;
    private int root;
    private boolean inHolder;
    private Member member = Member.OTHER;

    private byte[] copy = {};
    private int copied;
    private int copyDepth;
    private byte @Nullable [] held;
    private byte @Nullable [] own;

    /** The last usage found in a member of a document; {@code null} when there was none. */
    byte @Nullable [] ofMember() {
        return held;
    }

    /** The last usage found in a document itself; {@code null} when there was none. */
    byte @Nullable [] ofDocument() {
        return own;
    }

    /** Another document begins. What was found stays. */
    void begin() {
        inString = false;
        escaped = false;
        nameIsNext = false;
        inName = false;
        depth = 0;
        root = 0;
        inHolder = false;
        member = Member.OTHER;
        copyDepth = 0;
    }

    /** Goes on in the document. */
    void feed(byte[] bytes, int from, int to) {
        int copyFrom = copyDepth > 0 ? from : -1;
        int i = from;
        while (i < to) {
            if (inString) {
                i = string(bytes, i, to);
                continue;
            }
            byte b = bytes[i++];
            if (b < 0 || !STRUCTURAL[b]) {
                continue;
            }
            switch (b) {
                case '"' -> {
                    inString = true;
                    inName = nameIsNext;
                    nameLength = 0;
                }
                case '{' -> {
                    if (open()) {
                        copyFrom = i - 1;
                    }
                }
                case '}' -> {
                    if (copyDepth > 0 && copyDepth == depth) {
                        copy(bytes, copyFrom, i);
                        keep();
                        copyFrom = -1;
                    }
                    close();
                }
                case '[' -> {
                    depth++;
                    nameIsNext = false;
                }
                case ']' -> close();
                default -> nameIsNext = copyDepth == 0 && isWatched();
            }
        }
        if (copyDepth > 0) {
            copy(bytes, copyFrom, to);
        }
    }

    /** @return where the string ends, or the bytes do */
    private int string(byte[] bytes, int from, int to) {
        int i = from;
        if (escaped && i < to) {
            escaped = false;
            i++;
        }
        while (i < to) {
            byte b = bytes[i++];
            if (b == '"') {
                endOfString();
                return i;
            }
            if (b == '\\') {
                inName = false; // none of the names we look for has one
                if (i == to) {
                    escaped = true;
                }
                i++;
            } else if (inName) {
                inName = nameLength < LONGEST_NAME;
                if (inName) {
                    name[nameLength++] = b;
                }
            }
        }
        return to;
    }

    private void endOfString() {
        inString = false;
        if (nameIsNext) {
            member = inName ? memberOf(name, nameLength) : Member.OTHER;
            nameIsNext = false;
            inName = false;
        }
    }

    private static Member memberOf(byte[] name, int length) {
        return switch (length) {
            case 5 -> is("usage", name) ? Member.USAGE : Member.OTHER;
            case 13 -> is("usageMetadata", name) ? Member.USAGE : Member.OTHER;
            case 6 -> is("x_groq", name) ? Member.HOLDER : Member.OTHER;
            case 7 -> is("message", name) ? Member.HOLDER : Member.OTHER;
            case 8 -> is("response", name) ? Member.HOLDER : Member.OTHER;
            default -> Member.OTHER;
        };
    }

    private static boolean is(String expected, byte[] name) {
        for (int i = 0; i < expected.length(); i++) {
            if (name[i] != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** @return whether a usage begins here */
    private boolean open() {
        boolean watched = isWatched();
        depth++;
        nameIsNext = false;
        if (copyDepth != 0) {
            return false;
        }
        if (root == 0) {
            root = depth;
        }
        if (depth == root) {
            nameIsNext = true;
        } else if (watched && member == Member.USAGE) {
            copyDepth = depth;
            copied = 0;
            return true;
        } else if (watched && !inHolder && member == Member.HOLDER) {
            inHolder = true;
            nameIsNext = true;
        }
        return false;
    }

    private void close() {
        if (inHolder && depth == root + 1) {
            inHolder = false;
        }
        depth = Math.max(depth - 1, 0);
        nameIsNext = false;
    }

    /** Whether the members at hand are of the document or of one that may hold a usage. */
    private boolean isWatched() {
        return root > 0 && depth == (inHolder ? root + 1 : root);
    }

    private void copy(byte[] bytes, int from, int to) {
        int length = to - from;
        if (copied + length > LONGEST_USAGE) {
            copyDepth = -copyDepth; // too long to be one: not looked for any more in this document
            return;
        }
        if (copy.length < copied + length) {
            copy = Arrays.copyOf(copy, Math.max(copied + length, 512));
        }
        System.arraycopy(bytes, from, copy, copied, length);
        copied += length;
    }

    private void keep() {
        if (copyDepth > 0) {
            byte[] found = Arrays.copyOf(copy, copied);
            if (inHolder) {
                held = found;
            } else {
                own = found;
            }
            copyDepth = 0;
        }
    }
}
