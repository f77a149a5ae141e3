package io.gptload.client.http.anthropic;

import com.anthropic.core.http.HttpClient;
import com.anthropic.core.http.Interceptor;
import io.gptload.client.Group;
import io.gptload.client.http.okhttp.GptLoadInterceptor;

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

    private final GptLoadInterceptor interceptor;

    private GptLoadAnthropicInterceptor(GptLoadInterceptor interceptor) {
        this.interceptor = interceptor;
    }

    /** An interceptor for that group. */
    public static GptLoadAnthropicInterceptor of(Group group) {
        return new GptLoadAnthropicInterceptor(GptLoadInterceptor.of(group));
    }

    @Override
    public HttpClient intercept(HttpClient next) {
        return new GroupHttpClient(interceptor.newClient(), next); // one each, as each is closed on its own
    }
}
