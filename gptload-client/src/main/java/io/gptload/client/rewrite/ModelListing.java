package io.gptload.client.rewrite;

import io.gptload.client.config.ModelRedirects;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lists of models as the callers of a group with model redirects see them: the names that have a rule are offered, next to
 * what the upstream lists, or alone when the redirects are strict; and as callers see them who may know of some only. Stateless.
 */
public final class ModelListing {

    /** Parameters that ask for a page other than the first, at Gemini and Anthropic. */
    private static final List<String> PAGE_PARAMETERS = List.of("pageToken", "after_id", "before_id");

    private static final String GEMINI_PREFIX = "models/";
    private static final byte[] NOTHING = {};
    private static final byte[] COMMA = {','};
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

    private ModelListing() {}

    /**
     * Whether a request asks for a list of models.
     *
     * @param method upper case
     * @param rawPath without the query
     */
    public static boolean isAskedFor(String method, String rawPath) {
        return method.equals("GET")
                && (rawPath.endsWith("/v1/models")
                        || rawPath.endsWith("/v1beta/models")
                        || rawPath.contains("/v1beta/openai/v1/models"));
    }

    /**
     * Whether a request for a list asks for its first page.
     *
     * @param rawQuery without the question mark, or {@code null}
     */
    public static boolean isFirstPage(@Nullable String rawQuery) {
        return PAGE_PARAMETERS.stream().noneMatch(name -> RawQuery.contains(rawQuery, name));
    }

    /**
     * The list with the names that have a rule, in the order of the rules.
     *
     * <p>Strict redirects leave nothing else in it, and no further page. Others add the names that are missing behind the
     * upstream's entries, on the first page only; the bytes of these entries stay as they are. An object with an array
     * {@code data} is taken for OpenAI's list (Anthropic's looks alike), one with an array {@code models} for Gemini's.
     *
     * @param body the upstream's answer, not compressed; not modified
     * @return the body itself if nothing changes: there are no rules, or it is no list
     */
    public static byte[] edit(ModelRedirects redirects, boolean firstPage, byte[] body) {
        if (redirects.isEmpty() || !redirects.strict() && !firstPage) {
            return body;
        }
        ModelListScan found = ModelListScan.of(body);
        ModelListScan.Entries entries = found == null ? null : found.entries();
        if (found == null || entries == null) {
            return body;
        }
        Set<String> sources = redirects.rules().keySet();
        BodySplice splice = new BodySplice(body);
        if (redirects.strict()) {
            byte[] list = ("[" + json(sources, entries.gemini(), Set.of()) + "]").getBytes(StandardCharsets.UTF_8);
            found.pagingBefore(entries).forEach(part -> drop(splice, part));
            splice.replace(entries.open(), entries.close() + 1, list);
            found.pagingBehind(entries).forEach(part -> drop(splice, part));
        } else {
            String missing = json(sources, entries.gemini(), entries.names());
            if (!missing.isEmpty()) {
                splice.insertAt(entries.close());
                splice.insert(((entries.empty() ? "" : ",") + missing).getBytes(StandardCharsets.UTF_8));
            }
        }
        return splice.result();
    }

    /**
     * The list with those of its models alone that somebody may know of. The bytes of these stay as they are.
     *
     * @param known told a model's name, without Gemini's {@code models/}
     * @param body the answer, not compressed; not modified
     * @return {@code null} if it is no list
     */
    public static byte @Nullable [] only(Predicate<String> known, byte[] body) {
        ModelListScan found = ModelListScan.of(body);
        if (found == null || found.lists().isEmpty()) {
            return null;
        }
        BodySplice splice = new BodySplice(body);
        for (ModelListScan.Entries list : found.lists()) {
            List<ModelListScan.Entry> kept = list.entries().stream()
                    .filter(entry -> entry.name() != null && known.test(plainName(entry.name())))
                    .toList();
            if (kept.size() < list.entries().size()) {
                splice.replace(list.open() + 1, list.close(), joined(kept, body));
            }
        }
        return splice.result();
    }

    private static byte[] joined(List<ModelListScan.Entry> entries, byte[] body) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (ModelListScan.Entry entry : entries) {
            joined.writeBytes(joined.size() == 0 ? NOTHING : COMMA);
            joined.write(body, entry.start(), entry.end() - entry.start());
        }
        return joined.toByteArray();
    }

    /** A model's name without the folder Gemini puts before it. */
    public static String plainName(String name) {
        return name.startsWith(GEMINI_PREFIX) ? name.substring(GEMINI_PREFIX.length()) : name;
    }

    private static void drop(BodySplice splice, ModelListScan.Paging part) {
        splice.replace(part.start(), part.end(), part.flag() ? FALSE : NOTHING);
    }

    private static String json(Set<String> sources, boolean gemini, Set<String> known) {
        return sources.stream()
                .filter(source -> !known.contains(gemini ? GEMINI_PREFIX + source : source))
                .map(source -> gemini ? geminiEntry(source) : openAiEntry(source))
                .collect(Collectors.joining(","));
    }

    private static String openAiEntry(String source) {
        return "{\"id\":" + JsonEscapes.quote(source) + ",\"object\":\"model\",\"created\":0,\"owned_by\":\"system\"}";
    }

    private static String geminiEntry(String source) {
        return "{\"name\":" + JsonEscapes.quote(GEMINI_PREFIX + source) + ",\"displayName\":"
                + JsonEscapes.quote(source) + ",\"supportedGenerationMethods\":[\"generateContent\"]}";
    }
}
