package io.gptload.client.rewrite;

import org.jspecify.annotations.Nullable;

/**
 * Finds {@code model} and {@code stream} in the bytes of a JSON object, at half the price of a general parser and without
 * garbage. It checks what it must to stay in step (quotes, brackets, the punctuation of the outermost object) and jumps
 * over nested values.
 */
final class TopLevelScanner {

    private static final byte[] MODEL = {'m', 'o', 'd', 'e', 'l'};
    private static final byte[] STREAM = {'s', 't', 'r', 'e', 'a', 'm'};
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final int BROKEN = -1;

    private final byte[] bytes;
    private final int end;
    private int modelStart = -1;
    private int modelEnd = -1;
    private @Nullable Boolean stream;

    private TopLevelScanner(byte[] bytes, int end) {
        this.bytes = bytes;
        this.end = end;
    }

    static TopLevelFields scan(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int start = JsonBytes.objectStart(bytes, offset, end);
        return start < 0 ? TopLevelFields.NONE : new TopLevelScanner(bytes, end).scanObject(start + 1);
    }

    private TopLevelFields scanObject(int afterBrace) {
        int at = blanks(afterBrace);
        if (at < end && bytes[at] == '}') {
            return result(at + 1);
        }
        while (true) {
            int nameEnd = string(at);
            if (nameEnd < 0) {
                return TopLevelFields.NONE;
            }
            int colon = blanks(nameEnd);
            if (colon >= end || bytes[colon] != ':') {
                return TopLevelFields.NONE;
            }
            int valueStart = blanks(colon + 1);
            int valueEnd = value(valueStart);
            if (valueEnd < 0) {
                return TopLevelFields.NONE;
            }
            note(at, nameEnd, valueStart, valueEnd);
            if (modelStart >= 0 && stream != null) {
                return fields();
            }
            at = blanks(valueEnd);
            if (at < end && bytes[at] == '}') {
                return result(at + 1);
            }
            if (at >= end || bytes[at] != ',') {
                return TopLevelFields.NONE;
            }
            at = blanks(at + 1);
        }
    }

    private TopLevelFields result(int afterObject) {
        return blanks(afterObject) == end ? fields() : TopLevelFields.NONE;
    }

    private TopLevelFields fields() {
        String model = modelStart < 0 ? null : JsonBytes.text(bytes, modelStart + 1, modelEnd - 1);
        boolean found = model != null;
        return new TopLevelFields(
                true, model, found ? modelStart : -1, found ? modelEnd : -1, Boolean.TRUE.equals(stream));
    }

    private void note(int nameStart, int nameEnd, int valueStart, int valueEnd) {
        if (JsonBytes.isName(bytes, nameStart + 1, nameEnd - 1, MODEL, false)) {
            boolean text = bytes[valueStart] == '"';
            modelStart = text ? valueStart : -1;
            modelEnd = text ? valueEnd : -1;
        } else if (JsonBytes.isName(bytes, nameStart + 1, nameEnd - 1, STREAM, true)) {
            byte first = bytes[valueStart];
            if (first == 't' || first == 'f') {
                stream = first == 't';
            }
        }
    }

    private int value(int at) {
        if (at >= end) {
            return BROKEN;
        }
        return switch (bytes[at]) {
            case '"' -> string(at);
            case '{', '[' -> nested(at);
            case 't' -> literal(at, TRUE);
            case 'f' -> literal(at, FALSE);
            case 'n' -> literal(at, NULL);
            default -> number(at);
        };
    }

    private int literal(int at, byte[] word) {
        return JsonBytes.matches(bytes, at, Math.min(end, at + word.length), word, false) ? at + word.length : BROKEN;
    }

    private int number(int at) {
        int next = at;
        while (next < end && isNumeric(bytes[next])) {
            next++;
        }
        return next == at ? BROKEN : next;
    }

    private static boolean isNumeric(byte b) {
        return b >= '0' && b <= '9' || b == '-' || b == '+' || b == '.' || b == 'e' || b == 'E';
    }

    private int string(int at) {
        return JsonBytes.stringEnd(bytes, at, end);
    }

    private int nested(int at) {
        byte[] source = bytes;
        int depth = 0;
        int next = at;
        while (next < end) {
            byte b = source[next];
            if (b == '"') {
                next = JsonBytes.stringEnd(source, next, end);
                if (next < 0) {
                    return BROKEN;
                }
                continue;
            }
            next++;
            if (b == '{' || b == '[') {
                depth++;
            } else if (b == '}' || b == ']') {
                if (--depth == 0) {
                    return next;
                }
            }
        }
        return BROKEN;
    }

    private int blanks(int at) {
        return JsonBytes.skipBlanks(bytes, at, end);
    }
}
