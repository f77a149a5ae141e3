package io.gptload.client.rewrite;

import java.util.Random;

/** Writes random JSON objects in random layouts, with names that repeat and values that mislead. */
final class RandomJson {

    private static final String[] NAMES = {"model", "stream", "t", "mod\\u0065l", "Stream", "é", "a\\\"b", "", "models"
    };
    private static final String[] SCALARS = {
        "1",
        "-0",
        "9007199254740993",
        "1.10",
        "-1.5e-300",
        "true",
        "false",
        "null",
        "\"\"",
        "\"a\"",
        "\"<&>\"",
        "\"}\\\"]\"",
        "\"\\\\\"",
        "\"model\"",
        "\"\\ud83d\\ude00é\"",
        "\"\\u0000\\/\""
    };
    private static final String[] BLANKS = {"", "", "", " ", "\n", "\t ", "\r\n"};

    private final Random random;

    RandomJson(Random random) {
        this.random = random;
    }

    String object() {
        return blank() + object(0) + blank();
    }

    String scalar() {
        return SCALARS[random.nextInt(SCALARS.length)];
    }

    private String object(int depth) {
        StringBuilder text = new StringBuilder("{").append(blank());
        int size = random.nextInt(6);
        for (int i = 0; i < size; i++) {
            text.append(i == 0 ? "" : ",").append(blank());
            text.append('"').append(NAMES[random.nextInt(NAMES.length)]).append('"');
            text.append(blank())
                    .append(':')
                    .append(blank())
                    .append(value(depth + 1))
                    .append(blank());
        }
        return text.append('}').toString();
    }

    private String array(int depth) {
        StringBuilder text = new StringBuilder("[").append(blank());
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
            text.append(i == 0 ? "" : ",")
                    .append(blank())
                    .append(value(depth + 1))
                    .append(blank());
        }
        return text.append(']').toString();
    }

    private String value(int depth) {
        int kind = depth > 4 ? 0 : random.nextInt(5);
        return kind == 3 ? object(depth) : kind == 4 ? array(depth) : scalar();
    }

    private String blank() {
        return BLANKS[random.nextInt(BLANKS.length)];
    }
}
