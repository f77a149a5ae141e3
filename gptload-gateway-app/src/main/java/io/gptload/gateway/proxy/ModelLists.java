package io.gptload.gateway.proxy;

import io.gptload.client.config.ModelRedirects;
import io.gptload.client.rewrite.ModelListing;
import io.gptload.gateway.clientkey.NamedClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** Shows the models of groups with redirects under the names that clients may use, and to some clients not all of them. */
final class ModelLists {

    /** The longest list known has some hundred KiB. */
    private static final int LARGEST = 8 << 20;

    private static final byte[] NO_MODELS =
            "{\"object\":\"list\",\"data\":[],\"models\":[]}".getBytes(StandardCharsets.UTF_8);

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
    boolean concerns(String method, ProxyTarget target) {
        return ModelListing.isAskedFor(method, target.path())
                        && groups.redirectsModels(target.group().name())
                || isForFew(method, target);
    }

    /** A list by any address, for a client that may use some models only. */
    private static boolean isForFew(String method, ProxyTarget target) {
        NamedClient client = target.client();
        return client != null && client.seesPartOf(method, target.path());
    }

    /**
     * The answer as the client is to see it. Only a success that can be read and is not too large is edited; all else, and
     * what there is to edit but changes nothing, is the upstream's answer itself, unless the client may use some models only:
     * then what cannot be read is an empty list.
     *
     * @param servedBy the group whose key it came with; {@code null} if it is not an upstream's
     * @throws IOException if the upstream's answer broke off
     */
    Response edit(Response upstream, @Nullable String servedBy, ProxyTarget target) throws IOException {
        boolean forFew = isForFew("GET", target);
        ModelRedirects redirects = servedBy == null ? ModelRedirects.EMPTY : groups.redirects(servedBy);
        BufferedSource source = upstream.body().source();
        if (redirects.isEmpty() && !forFew || !upstream.isSuccessful()) {
            return upstream;
        }
        byte[] list = source.request(LARGEST + 1L)
                ? null
                : ContentDecoding.decode(
                        upstream.header("Content-Encoding"), source.peek().readByteArray(), LARGEST);
        if (list == null) {
            return forFew ? with(upstream, NO_MODELS) : upstream;
        }
        byte[] edited = ModelListing.isAskedFor("GET", target.path())
                ? ModelListing.edit(redirects, ModelListing.isFirstPage(target.query()), list)
                : list;
        NamedClient client = target.client();
        if (forFew && client != null) {
            byte[] few = ModelListing.only(client::mayUse, edited);
            edited = few == null ? NO_MODELS : few;
        }
        return edited == list ? upstream : with(upstream, edited);
    }

    private static Response with(Response upstream, byte[] body) {
        MediaType type = upstream.body().contentType();
        Response.Builder response = upstream.newBuilder().body(ResponseBody.create(body, type));
        ABOUT_THE_BYTES.forEach(response::removeHeader);
        return response.header("Content-Length", String.valueOf(body.length)).build();
    }
}
