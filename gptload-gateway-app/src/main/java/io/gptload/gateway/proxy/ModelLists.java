package io.gptload.gateway.proxy;

import io.gptload.client.config.ModelRedirects;
import io.gptload.client.rewrite.ModelListing;
import java.io.IOException;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** Shows the models of groups with redirects under the names that clients may use. */
final class ModelLists {

    /** The longest list known has some hundred KiB. */
    private static final int LARGEST = 8 << 20;

    /** What is said about the bytes of a body, and is wrong of other bytes. */
    private static final List<String> ABOUT_THE_BYTES = List.of(
            "Content-Encoding",
            "Content-Length",
            "Transfer-Encoding",
            "ETag",
            "Content-MD5",
            "Digest",
            "Content-Digest",
            "Repr-Digest");

    private final ProxyGroups groups;

    ModelLists(ProxyGroups groups) {
        this.groups = groups;
    }

    /** Whether the answer to this request may have to be edited. */
    boolean concerns(String method, String group, String path) {
        return ModelListing.isAskedFor(method, path) && groups.redirectsModels(group);
    }

    /**
     * The answer as the client is to see it. Only a success that can be read and is not too large is edited; all else, and
     * what there is to edit but changes nothing, is the upstream's answer itself.
     *
     * @param servedBy the group whose key it came with; {@code null} if it is not an upstream's
     * @param query the request's, raw
     * @throws IOException if the upstream's answer broke off
     */
    Response edit(Response upstream, @Nullable String servedBy, @Nullable String query) throws IOException {
        ModelRedirects redirects = servedBy == null ? ModelRedirects.EMPTY : groups.redirects(servedBy);
        BufferedSource source = upstream.body().source();
        if (redirects.isEmpty() || !upstream.isSuccessful() || source.request(LARGEST + 1L)) {
            return upstream;
        }
        byte[] sent = source.peek().readByteArray();
        byte[] list = ContentDecoding.decode(upstream.header("Content-Encoding"), sent, LARGEST);
        if (list == null) {
            return upstream;
        }
        byte[] edited = ModelListing.edit(redirects, ModelListing.isFirstPage(query), list);
        return edited == list ? upstream : with(upstream, edited);
    }

    private static Response with(Response upstream, byte[] body) {
        MediaType type = upstream.body().contentType();
        Response.Builder response = upstream.newBuilder().body(ResponseBody.create(body, type));
        ABOUT_THE_BYTES.forEach(response::removeHeader);
        return response.header("Content-Length", String.valueOf(body.length)).build();
    }
}
