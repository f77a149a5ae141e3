package io.gptload.client.rewrite;

import io.gptload.client.config.ParamOverrides;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Sets top-level members of a JSON body by replacing the bytes of their values; every other byte stays what and in what
 * order it was. Stateless.
 */
public final class BodyEditor {

    static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .build();

    private BodyEditor() {}

    /**
     * Applies overrides, then the model.
     *
     * <p>A member that is there is replaced in place, at each of its occurrences; one that is missing is added before the
     * closing brace, in the order of the overrides, the model last. A body that is not one valid JSON object in UTF-8,
     * with or without a byte order mark, is returned as it is, as is one nested deeper than the parser allows (500
     * levels). Doing it twice is the same as doing it once.
     *
     * @param body the body; not modified
     * @param overrides what the group sets
     * @param newModel what {@code model} becomes, whatever the overrides say; {@code null} leaves it to them
     * @return the body itself if nothing changes, else a new array
     */
    public static byte[] apply(byte[] body, ParamOverrides overrides, @Nullable String newModel) {
        if (overrides.isEmpty() && newModel == null) {
            return body;
        }
        int start = JsonBytes.objectStart(body, 0, body.length);
        if (start < 0) {
            return body;
        }
        List<MemberEdit> edits = new ArrayList<>(overrides.members().size() + 1);
        for (ParamOverrides.Member member : overrides.members()) {
            if (newModel == null || !member.name().equals(MemberEdit.MODEL)) {
                edits.add(new MemberEdit(member.name(), member.utf8()));
            }
        }
        if (newModel != null) {
            edits.add(MemberEdit.model(newModel));
        }
        BodySplice splice = new BodySplice(body);
        return plan(body, start, edits, splice) ? splice.result() : body;
    }

    private static boolean plan(byte[] body, int offset, List<MemberEdit> edits, BodySplice splice) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), body, offset, body.length - offset)) {
            parser.nextToken();
            boolean first = true;
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                first = false;
                MemberEdit edit = find(edits, name);
                parser.nextToken();
                int start = at(offset, parser.currentTokenLocation());
                parser.skipChildren();
                if (edit != null) {
                    parser.finishToken();
                    edit.markFound();
                    splice.replace(start, at(offset, parser.currentLocation()), edit.value());
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT) {
                return false;
            }
            splice.insertAt(at(offset, parser.currentTokenLocation()));
            for (MemberEdit edit : edits) {
                if (!edit.isFound()) {
                    splice.insert(edit.asMember(first));
                    first = false;
                }
            }
            return parser.nextToken() == null;
        } catch (JacksonException e) {
            return false;
        }
    }

    // Locations count from where the parser started, not from the start of the array.
    private static int at(int offset, TokenStreamLocation location) {
        return offset + (int) location.getByteOffset();
    }

    private static @Nullable MemberEdit find(List<MemberEdit> edits, String name) {
        for (MemberEdit edit : edits) {
            if (edit.name().equals(name)) {
                return edit;
            }
        }
        return null;
    }
}
