package io.gptload.client.http.anthropic;

import com.anthropic.core.http.HttpClient;
import com.anthropic.core.http.Interceptor;
import io.gptload.client.Group;
import io.gptload.client.http.okhttp.GptLoadInterceptor;
import okhttp3.OkHttpClient;

/**
 * Sends every request of an anthropic-java client through a group, over OkHttp. Like {@link GptLoadInterceptor} it is
 * terminal: the SDK's own HTTP client is left unused. Thread-safe.
 *
 * <pre>{@code
 * AnthropicOkHttpClient.builder()
 *         .apiKey(GptLoad.PLACEHOLDER_KEY)
 *         .addInterceptor(GptLoadAnthropicInterceptor.of(gptLoad.group("claude")))
 *         .build();
 * }</pre>
 */
public final class GptLoadAnthropicInterceptor implements Interceptor {

    private final OkHttpClient client;

    private GptLoadAnthropicInterceptor(OkHttpClient client) {
        this.client = client;
    }

    /** An interceptor for that group. */
    public static GptLoadAnthropicInterceptor of(Group group) {
        return new GptLoadAnthropicInterceptor(new OkHttpClient.Builder()
                .addInterceptor(GptLoadInterceptor.of(group))
                .build());
    }

    @Override
    public HttpClient intercept(HttpClient next) {
        return new GroupHttpClient(client, next);
    }
}
