package io.gptload.simulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes.
 *
 * @param protocol what it asks for
 * @param dialect whose format errors have
 * @param pathModel the model named in the path, if any
 */
record Route(
        SimulatedProtocol protocol,
        Dialect dialect,
        @Nullable String pathModel) {
    private static final Pattern OPENAI =
            Pattern.compile("(?:/openai|/api)?/v1/(chat/completions|responses|embeddings|models)(?:/([^/:]+))?");
    private static final Pattern GEMINI_OPENAI =
            Pattern.compile("/v1beta/openai/(chat/completions|embeddings|models)(?:/([^:]+))?");
    private static final Pattern GEMINI_CALL =
            Pattern.compile("/v1(?:beta)?/models/([^:]+):(generateContent|streamGenerateContent)");
    private static final Pattern GEMINI_MODELS = Pattern.compile("/v1(?:beta)?/models(?:/([^:]+))?");

    static Route of(SimulatedRequest request) {
        String path = request.rawPath();
        boolean anthropic = request.header("anthropic-version") != null;
        Matcher match = GEMINI_CALL.matcher(path);
        if (match.matches()) {
            boolean stream = match.group(2).startsWith("stream");
            return new Route(
                    stream ? SimulatedProtocol.GEMINI_STREAM : SimulatedProtocol.GEMINI_GENERATE,
                    Dialect.GEMINI,
                    decode(match.group(1)));
        }
        match = GEMINI_MODELS.matcher(path);
        if (match.matches() && (path.startsWith("/v1beta/") || hasGeminiKey(request))) {
            return new Route(SimulatedProtocol.GEMINI_MODELS, Dialect.GEMINI, decode(match.group(1)));
        }
        match = GEMINI_OPENAI.matcher(path);
        if (match.matches()) {
            return openAi(match, Dialect.GEMINI_OPENAI);
        }
        if (path.equals("/v1/messages")) {
            return new Route(SimulatedProtocol.ANTHROPIC_MESSAGES, Dialect.ANTHROPIC, null);
        }
        match = OPENAI.matcher(path);
        if (match.matches()) {
            if (anthropic && match.group(1).equals("models")) {
                return new Route(SimulatedProtocol.ANTHROPIC_MODELS, Dialect.ANTHROPIC, decode(match.group(2)));
            }
            return openAi(match, Dialect.OPENAI);
        }
        return unknown(path, anthropic);
    }

    /** Gemini's stable models are listed where OpenAI's are. */
    private static boolean hasGeminiKey(SimulatedRequest request) {
        return request.header("authorization") == null && Credentials.find(request, Dialect.GEMINI) != null;
    }

    private static Route openAi(Matcher match, Dialect dialect) {
        String operation = match.group(1);
        String rest = decode(match.group(2));
        if (rest != null && !operation.equals("models")) {
            return new Route(SimulatedProtocol.UNKNOWN, dialect, null);
        }
        SimulatedProtocol protocol = switch (operation) {
            case "chat/completions" -> SimulatedProtocol.OPENAI_CHAT;
            case "responses" -> SimulatedProtocol.OPENAI_RESPONSES;
            case "embeddings" -> SimulatedProtocol.OPENAI_EMBEDDINGS;
            default -> SimulatedProtocol.OPENAI_MODELS;
        };
        return new Route(protocol, dialect, rest);
    }

    private static Route unknown(String path, boolean anthropic) {
        Dialect dialect = Dialect.OPENAI;
        if (anthropic || path.startsWith("/v1/messages")) {
            dialect = Dialect.ANTHROPIC;
        } else if (path.startsWith("/v1beta/openai/")) {
            dialect = Dialect.GEMINI_OPENAI;
        } else if (path.startsWith("/v1beta/")) {
            dialect = Dialect.GEMINI;
        }
        return new Route(SimulatedProtocol.UNKNOWN, dialect, null);
    }

    private static @Nullable String decode(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformedEscape) {
            return text;
        }
    }
}
