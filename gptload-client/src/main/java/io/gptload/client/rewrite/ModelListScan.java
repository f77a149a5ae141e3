package io.gptload.client.rewrite;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;

/** Where things are in the bytes of a list of models. Used by one thread for one body. */
final class ModelListScan {

    private static final String OPENAI_LIST = "data";
    private static final String GEMINI_LIST = "models";
    private static final String NEXT_PAGE = "nextPageToken";
    private static final String HAS_MORE = "has_more";

    private final int offset;
    private final List<Paging> paging = new ArrayList<>();
    private @Nullable Entries data;
    private @Nullable Entries models;

    /**
     * The array of models.
     *
     * @param open index of its opening bracket
     * @param close index of its closing bracket
     * @param entries what it holds, in order
     */
    record Entries(boolean gemini, int open, int close, List<Entry> entries) {

        boolean empty() {
            return entries.isEmpty();
        }

        /** What its entries are called. */
        Set<String> names() {
            return entries.stream().map(Entry::name).filter(Objects::nonNull).collect(Collectors.toSet());
        }
    }

    /**
     * One of the array.
     *
     * @param start index of its first byte
     * @param end index behind its last
     * @param name {@code null} if it has none
     */
    record Entry(int start, int end, @Nullable String name) {}

    /**
     * What tells of a further page: a member to be cut out, its comma included, or a flag's value.
     *
     * @param start index of its first byte
     * @param end index behind its last
     */
    record Paging(int start, int end, boolean flag) {}

    private ModelListScan(int offset) {
        this.offset = offset;
    }

    /** @return {@code null} if the body is not exactly one JSON object */
    static @Nullable ModelListScan of(byte[] body) {
        int start = JsonBytes.objectStart(body, 0, body.length);
        if (start < 0) {
            return null;
        }
        ModelListScan scan = new ModelListScan(start);
        try (JsonParser parser =
                BodyEditor.FACTORY.createParser(ObjectReadContext.empty(), body, start, body.length - start)) {
            scan.object(parser);
            return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null ? scan : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    /** OpenAI's if there is one, else Gemini's; {@code null} without either. */
    @Nullable
    Entries entries() {
        return data == null ? models : data;
    }

    /** All there are, in the order of the body: some servers answer with both. */
    List<Entries> lists() {
        return Stream.of(data, models)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparingInt(Entries::open))
                .toList();
    }

    List<Paging> pagingBefore(Entries entries) {
        return paging.stream().filter(part -> part.start() < entries.open()).toList();
    }

    List<Paging> pagingBehind(Entries entries) {
        return paging.stream().filter(part -> part.start() > entries.open()).toList();
    }

    private void object(JsonParser parser) {
        parser.nextToken();
        int behindLast = -1;
        int cutFrom = -1;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            int nameStart = at(parser.currentTokenLocation());
            if (cutFrom >= 0) {
                paging.add(new Paging(cutFrom, nameStart, false));
                cutFrom = -1;
            }
            JsonToken token = parser.nextToken();
            int start = at(parser.currentTokenLocation());
            if (token == JsonToken.START_ARRAY && name.equals(OPENAI_LIST)) {
                data = array(parser, start, "id");
            } else if (token == JsonToken.START_ARRAY && name.equals(GEMINI_LIST)) {
                models = array(parser, start, "name");
            } else {
                parser.skipChildren();
                parser.finishToken();
            }
            int end = at(parser.currentLocation());
            if (name.equals(HAS_MORE) && token == JsonToken.VALUE_TRUE) {
                paging.add(new Paging(start, end, true));
            } else if (name.equals(NEXT_PAGE) && behindLast >= 0) {
                paging.add(new Paging(behindLast, end, false));
            } else if (name.equals(NEXT_PAGE)) {
                cutFrom = nameStart; // the first member goes with the comma behind it
                continue;
            }
            behindLast = end;
        }
        if (cutFrom >= 0) {
            paging.add(new Paging(cutFrom, at(parser.currentTokenLocation()), false));
        }
    }

    private Entries array(JsonParser parser, int open, String nameField) {
        List<Entry> entries = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            int start = at(parser.currentTokenLocation());
            String called = null;
            if (token == JsonToken.START_OBJECT) {
                for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                    if (parser.nextToken() == JsonToken.VALUE_STRING && name.equals(nameField)) {
                        called = parser.getString();
                    }
                    parser.skipChildren();
                }
            } else {
                parser.skipChildren();
                parser.finishToken();
            }
            entries.add(new Entry(start, at(parser.currentLocation()), called));
        }
        return new Entries(nameField.equals("name"), open, at(parser.currentTokenLocation()), List.copyOf(entries));
    }

    // Locations count from where the parser started, not from the start of the array.
    private int at(TokenStreamLocation location) {
        return offset + (int) location.getByteOffset();
    }
}
