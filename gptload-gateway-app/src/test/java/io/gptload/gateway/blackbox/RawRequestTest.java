package io.gptload.gateway.blackbox;

import static io.gptload.gateway.blackbox.TestGroup.HELLO;
import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.gateway.blackbox.RawConnection.Reply;
import io.gptload.gateway.testing.RunningGateway;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests made to be misread. The gateway serves two groups; the client's key opens only the first. Behind each trick comes
 * a plain request on the same connection: its answer must be its own, or there must be none.
 */
class RawRequestTest {

    private static final String CLIENTS_KEY = "client-leakcanary-own-0001";
    private static final String NAMES_ITSELF = "HTTP/1.1\r\nHost: x\r\nX-Api-Key: " + CLIENTS_KEY + "\r\n";
    private static final String SENTINEL = "GET /proxy/open/sentinel " + NAMES_ITSELF + "Connection: close\r\n\r\n";

    @TempDir
    static Path folder;

    private static RecordingUpstream open;
    private static RecordingUpstream closed;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        open = new RecordingUpstream();
        closed = new RecordingUpstream();
        gateway = RunningGateway.start(folder);
        String fields = "{\"name\":\"open\",\"proxy_keys\":\"" + CLIENTS_KEY + "\"}";
        TestGroup.create(gateway, open.baseUrl() + "/base", fields, "sk-leakcanary-raw-0001");
        TestGroup.create(gateway, closed.baseUrl(), "{\"name\":\"closed\"}", "sk-leakcanary-raw-0002");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        open.close();
        closed.close();
    }

    @BeforeEach
    void forget() throws InterruptedException {
        open.answer(RecordingUpstream.json(200, "{\"ok\":true}"));
        open.forget();
        closed.forget();
    }

    private static List<Reply> exchange(String text) throws IOException {
        try (RawConnection connection = new RawConnection(gateway.port())) {
            return connection.send(text).replies();
        }
    }

    private static List<String> reached() throws InterruptedException {
        List<String> targets = new ArrayList<>();
        for (RecordedRequest request = open.takeNow(); request != null; request = open.takeNow()) {
            targets.add(request.getTarget());
        }
        return targets;
    }

    /** Nothing but what is for the open group went anywhere, and the sentinel's answer is in its own place. */
    private static List<String> assertSane(List<Reply> replies) throws Exception {
        assertThat(replies).as("replies").hasSizeBetween(1, 2);
        assertThat(replies).allSatisfy(reply -> {
            assertThat(reply.head()).startsWith("HTTP/1.1 ");
            assertThat(reply.body()).doesNotContain("leakcanary", "Exception", "\tat ");
        });
        List<String> targets = reached();
        boolean sentinelAnswered = replies.size() == 2;
        assertThat(targets.contains("/base/sentinel")).isEqualTo(sentinelAnswered);
        if (sentinelAnswered) {
            assertThat(replies.get(1).status()).isEqualTo(200);
            assertThat(targets.get(targets.size() - 1)).isEqualTo("/base/sentinel");
            targets.remove(targets.size() - 1);
        }
        assertThat(closed.takeNow()).isNull();
        return targets;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/proxy/open/../closed/v1/models",
                "/proxy/open/%2e%2e/closed/v1/models",
                "/proxy/open/.%2e/closed/v1/models",
                "/proxy/open/..;/closed/v1/models",
                "/proxy/open/..;x=1/closed/v1/models",
                "/proxy/open/%2e%2e;/closed/v1/models",
                "/proxy/open/./v1/models",
                "/proxy/open/%2e/v1/models",
                "/proxy/open/..",
                "/proxy/open/a/..%2f..%2f..%2fclosed/v1/models",
                "/proxy/open/..%5cclosed/v1/models",
                "/proxy/open/..\\closed\\v1\\models",
                "/proxy/open;x/v1/models",
                "/proxy;x/open/v1/models",
                "/proxy/open%2fv1/models",
                "/proxy%2fopen/v1/models",
                "/%70roxy/closed/v1/models",
                "/proxy/%6fpen/v1/models",
                "/proxy/op\u00e9n/v1/models",
                "//proxy/open/v1/models",
                "/proxy//open/v1/models",
                "/./proxy/open/v1/models",
                "/Proxy/open/v1/models",
                "/PROXY/open/v1/models",
                "/proxy/OPEN/v1/models",
                "/proxy/open/../../api/groups",
                "/proxy/../api/groups",
                "/proxy/open/%00",
                "/proxy/open/v1\0/models",
                "/proxy/open/v1/%0d%0aX-Injected:%201",
                "/proxy/open/v1/models#/../closed",
                "/proxy/open/v1/%zz",
                "/proxy/open/v1/%",
                "*",
                "proxy/open/v1/models",
                "?key=x"
            })
    void aPathMadeToBeMisreadReachesNobodyOrTheUpstreamAsItStands(String path) throws Exception {
        List<Reply> replies = exchange("GET " + path + " " + NAMES_ITSELF + "\r\n" + SENTINEL);
        List<String> targets = assertSane(replies);
        if (replies.get(0).status() == 200) {
            assertThat(targets)
                    .containsExactly("/base"
                            + path.substring("/proxy/open".length())
                                    .replace("/./", "/")
                                    .replace("/%2e/", "/"));
            assertThat(path).doesNotContain("..", "%2e%2e", ";", "\\", "\0");
        } else {
            assertThat(replies.get(0).status()).isIn(400, 401, 404);
            assertThat(targets).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/proxy/open/v1//models",
        "/proxy/open//v1/models",
        "/proxy/open/v1/a%2Fb",
        "/proxy/open/v1/a%252e%252e%252fb",
        "/proxy/open/v1/m:generateContent",
        "/proxy/open/v1/%E4%BD%A0%c3%a9",
        "/proxy/open/v1/a...b/.hidden/~x"
    })
    void anOddPathThatCannotBeMisreadStaysAsItIsOrIsRefused(String path) throws Exception {
        List<Reply> replies = exchange("GET " + path + " " + NAMES_ITSELF + "\r\n" + SENTINEL);
        List<String> targets = assertSane(replies);
        if (replies.get(0).status() == 200) {
            assertThat(targets).containsExactly("/base" + path.substring("/proxy/open".length()));
        } else {
            assertThat(replies.get(0).status()).isEqualTo(400);
            assertThat(targets).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:9/proxy/open/v1/models",
                "http://evil.example/proxy/open/v1/models",
                "https://user:pass@evil.example/proxy/open/v1/models"
            })
    void theHostOfAnAbsoluteUrlDecidesNothing(String url) throws Exception {
        List<Reply> replies = exchange("GET " + url + " " + NAMES_ITSELF + "\r\n" + SENTINEL);
        List<String> targets = assertSane(replies);
        assertThat(replies.get(0).status()).isIn(200, 400);
        assertThat(targets).isIn(List.of(), List.of("/base/v1/models"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example/proxy/closed/v1/models",
                "http://evil.example/proxy/open/../closed/v1/models",
                "http://evil.example/api/groups",
                "http://evil.example",
                "ftp://evil.example/proxy/closed/v1/models"
            })
    void anAbsoluteUrlOpensNothingElse(String url) throws Exception {
        List<Reply> replies = exchange("GET " + url + " " + NAMES_ITSELF + "\r\n" + SENTINEL);
        assertThat(assertSane(replies)).isEmpty();
        assertThat(replies.get(0).status()).isIn(400, 401, 404, 302);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT", "TRACE"})
    void methodsThatAreForProxiesOfAnotherKindOpenNothing(String method) throws Exception {
        List<Reply> replies = exchange(method + " 127.0.0.1:" + closed.baseUrl().replaceAll(".*:", "") + " "
                + NAMES_ITSELF + "\r\n" + SENTINEL);
        assertThat(assertSane(replies)).isEmpty();
        assertThat(replies.get(0).status()).isGreaterThanOrEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
                "Content-Length: 5\r\nContent-Length: 6\r\n",
                "Content-Length: 5, 6\r\n",
                "Content-Length: +5\r\n",
                "Content-Length: -1\r\n",
                "Content-Length: 0x5\r\n",
                "Content-Length: 5 5\r\n",
                "Content-Length: 99999999999999999999\r\n",
                "Content-Length:\r\n",
                "Content-Length : 5\r\n",
                " Content-Length: 5\r\n",
                "Transfer-Encoding: identity\r\n",
                "Transfer-Encoding: chunked, chunked\r\n",
                "Transfer-Encoding: gzip, chunked\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
                "Transfer-Encoding: xchunked\r\n",
                "Transfer-Encoding: \"chunked\"\r\n",
                "Transfer-Encoding:\u000bchunked\r\n",
                "Transfer-Encoding:\r\n chunked\r\n",
                "Transfer-Encoding\r\n: chunked\r\n",
                "X: y\nTransfer-Encoding: chunked\r\n",
                "X: y\rTransfer-Encoding: chunked\r\n"
            })
    void framingThatCanBeReadTwoWaysHidesNoRequest(String framing) throws Exception {
        String smuggled = "GET /proxy/closed/smuggled HTTP/1.1\r\nHost: x\r\nX-Api-Key: " + RunningGateway.AUTH_KEY
                + "\r\nConnection: close\r\n\r\n";
        List<Reply> replies =
                exchange("POST /proxy/open/v1/chat " + NAMES_ITSELF + framing + "\r\n0\r\n\r\n" + smuggled);
        assertThat(replies).hasSizeBetween(1, 2);
        assertThat(replies.get(0).status()).as(replies.toString()).isIn(200, 400, 401, 413, 501);
        assertThat(reached()).isIn(List.of(), List.of("/base/v1/chat"));
        if (replies.get(0).status() != 200) {
            assertThat(closed.takeNow()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5\r\nabcdeXX0\r\n\r\n",
                "-1\r\nx\r\n0\r\n\r\n",
                "ffffffffffffffff1\r\nx\r\n0\r\n\r\n",
                "5 5\r\nabcde\r\n0\r\n\r\n",
                "5\nabcde\n0\n\n",
                "g\r\n"
            })
    void brokenChunksEndTheConnection(String chunks) throws Exception {
        List<Reply> replies = exchange(
                "POST /proxy/open/v1/chat " + NAMES_ITSELF + "Transfer-Encoding: chunked\r\n\r\n" + chunks + SENTINEL);
        assertThat(replies).hasSizeLessThanOrEqualTo(1);
        assertThat(reached()).isIn(List.of(), List.of("/base/v1/chat"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-A: one\r\n two\r\n",
                "X-A: one\r\n\tAuthorization: Bearer x\r\n",
                "X-\0A: one\r\n",
                "X-A: o\0ne\r\n",
                "X-A: one\rtwo\r\n",
                "X(A): one\r\n",
                "X A: one\r\n",
                ": one\r\n",
                "no colon\r\n"
            })
    void aHeaderThatIsNoneIsRefusedOrDropped(String header) throws Exception {
        List<Reply> replies = exchange("GET /proxy/open/v1/models " + NAMES_ITSELF + header + "\r\n" + SENTINEL);
        assertThat(replies).hasSizeBetween(1, 2);
        for (RecordedRequest request = open.takeNow(); request != null; request = open.takeNow()) {
            assertThat(request.getTarget()).isIn("/base/v1/models", "/base/sentinel");
            assertThat(request.getHeaders().values("Authorization")).containsExactly("Bearer sk-leakcanary-raw-0001");
            assertThat(request.getHeaders().names()).allMatch(name -> name.matches("[A-Za-z0-9-]+"));
        }
        assertThat(closed.takeNow()).isNull();
    }

    @Test
    void ofTwoCredentialsOfAKindTheFirstCounts() throws Exception {
        String two = "GET /proxy/open/v1/models HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
                + "Authorization: Bearer %s\r\nConnection: close\r\n\r\n";
        assertThat(exchange(two.formatted(CLIENTS_KEY, "wrong")).get(0).status())
                .isIn(200, 400);
        assertThat(exchange(two.formatted("wrong", CLIENTS_KEY)).get(0).status())
                .isIn(401, 400);
        RecordedRequest request = open.takeNow();
        if (request != null) {
            assertThat(request.getHeaders().values("Authorization")).containsExactly("Bearer sk-leakcanary-raw-0001");
        }
    }

    @Test
    void headersOfTheConnectionGoNoFurther() throws Exception {
        List<Reply> replies = exchange("GET /proxy/open/v1/models " + NAMES_ITSELF
                + "Connection: close, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\nTE: trailers\r\nUpgrade: h2c\r\n"
                + "Proxy-Authorization: Basic eA==\r\nProxy-Connection: keep-alive\r\nX-Stays: 1\r\n\r\n");
        assertThat(replies).hasSize(1);
        assertThat(replies.get(0).status()).isEqualTo(200);
        RecordedRequest request = open.take();
        assertThat(request.getHeaders().get("X-Stays")).isEqualTo("1");
        assertThat(request.getHeaders().names())
                .doesNotContain("X-Hop", "Keep-Alive", "TE", "Upgrade", "Proxy-Authorization", "Proxy-Connection");
    }

    @Test
    void theConnectionHeaderCannotTakeAwayOurCredential() throws Exception {
        exchange("GET /proxy/open/v1/models " + NAMES_ITSELF + "Connection: close, Authorization, Host\r\n\r\n");
        RecordedRequest request = open.take();
        assertThat(request.getHeaders().values("Authorization")).containsExactly("Bearer sk-leakcanary-raw-0001");
    }

    @Test
    void aHeadThatIsTooLargeIsRefused() throws Exception {
        String large = "x".repeat(70_000);
        List<Reply> header =
                exchange("GET /proxy/open/v1/models " + NAMES_ITSELF + "X-Large: " + large + "\r\n\r\n" + SENTINEL);
        assertThat(header).hasSizeLessThanOrEqualTo(1);
        assertThat(header).allSatisfy(reply -> assertThat(reply.status()).isIn(400, 431));
        List<Reply> line = exchange("GET /proxy/open/v1/" + large + " " + NAMES_ITSELF + "\r\n" + SENTINEL);
        assertThat(line).hasSizeLessThanOrEqualTo(1);
        assertThat(line).allSatisfy(reply -> assertThat(reply.status()).isIn(400, 414, 431));
        assertThat(reached()).isEmpty();
    }

    @Test
    void manySmallHeadersAreRefusedOrPassed() throws Exception {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            many.append("X-H").append(i).append(": 1\r\n");
        }
        List<Reply> replies =
                exchange("GET /proxy/open/v1/models " + NAMES_ITSELF + many + "Connection: close\r\n\r\n");
        assertThat(replies).hasSizeLessThanOrEqualTo(1);
        assertThat(replies).allSatisfy(reply -> assertThat(reply.status()).isIn(200, 400, 431));
    }

    @Test
    void requestsInARowAreAnsweredInTheirOrder() throws Exception {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            requests.append("POST /proxy/open/v1/").append(i).append(' ').append(NAMES_ITSELF);
            requests.append("Content-Length: ")
                    .append(HELLO.length())
                    .append("\r\n\r\n")
                    .append(HELLO);
            requests.append("GET /proxy/nope/ ").append(NAMES_ITSELF).append("\r\n");
        }
        List<Reply> replies = exchange(requests + SENTINEL);
        assertThat(replies.stream().map(Reply::status))
                .containsExactly(200, 404, 200, 404, 200, 404, 200, 404, 200, 404, 200);
        assertThat(reached())
                .containsExactly(
                        "/base/v1/0", "/base/v1/1", "/base/v1/2", "/base/v1/3", "/base/v1/4", "/base/sentinel");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9000})
    void whatAClientSendsAheadWaitsForItsTurn(int bodyLength) throws Exception {
        open.answer(RecordingUpstream.json(200, "{}").headersDelay(350, TimeUnit.MILLISECONDS));
        String body = "{\"x\":\"" + "y".repeat(bodyLength) + "\"}";
        String post = "POST /proxy/open/v1/%s " + NAMES_ITSELF + "Content-Length: " + body.length() + "\r\n\r\n" + body;
        String chunked = "POST /proxy/open/v1/chunked " + NAMES_ITSELF + "Transfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
        try (RawConnection connection = new RawConnection(gateway.port())) {
            connection.send(post.formatted("1") + post.formatted("2") + "GET /proxy/open/v1/3 ");
            open.await(1);
            connection.send(NAMES_ITSELF);
            open.await(2);
            connection.send("\r\n" + chunked + post.formatted("4"));
            open.await(3);
            connection.send(SENTINEL);
            assertThat(connection.replies().stream().map(Reply::status)).containsExactly(200, 200, 200, 200, 200, 200);
        }
        assertThat(reached())
                .containsExactly(
                        "/base/v1/1", "/base/v1/2", "/base/v1/3", "/base/v1/chunked", "/base/v1/4", "/base/sentinel");
    }

    @Test
    void aBodyNobodyReadIsNotTakenForARequest() throws Exception {
        String hidden = "GET /proxy/open/hidden " + NAMES_ITSELF + "\r\n";
        List<Reply> replies = exchange("POST /proxy/closed/v1/chat " + NAMES_ITSELF + "Content-Length: "
                + hidden.length() + "\r\n\r\n" + hidden + SENTINEL);
        assertThat(replies.get(0).status()).isEqualTo(401);
        assertThat(assertSane(replies)).isEmpty();
    }

    @Test
    void aBodyThatNeverComesIsNotWaitedForWhenTheKeyIsWrong() throws Exception {
        try (RawConnection connection = new RawConnection(gateway.port())) {
            connection.send("POST /proxy/closed/v1/chat " + NAMES_ITSELF
                    + "Expect: 100-continue\r\nContent-Length: 1000000\r\nConnection: close\r\n\r\n");
            List<Reply> replies = connection.replies();
            assertThat(replies)
                    .last()
                    .satisfies(last -> assertThat(last.status()).isEqualTo(401));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain", "text/event-stream"})
    void anAnswerThatBreaksOffIsCutAndNothingIsPutBehindIt(String type) throws Exception {
        String body = "data: 0123456789\n\n".repeat(4000);
        open.answer(new MockResponse.Builder()
                .setHeader("Content-Type", type)
                .chunkedBody(body, 1000)
                .onResponseBody(new SocketEffect.CloseSocket()));
        String received;
        try (RawConnection connection = new RawConnection(gateway.port())) {
            received = connection
                    .send("GET /proxy/open/v1/models " + NAMES_ITSELF + "\r\n" + SENTINEL)
                    .everything();
        }
        assertThat(received).startsWith("HTTP/1.1 200 ").contains("0123456789");
        assertThat(received.indexOf("HTTP/1.1", 1)).isNegative();
        assertThat(received.endsWith("\r\n0\r\n\r\n")).isFalse();
        if (type.equals("text/event-stream")) {
            assertThat(received).endsWith("\"code\":\"upstream_failed\"}}\n\n\r\n");
        } else {
            assertThat(received.substring(received.indexOf("\r\n\r\n") + 4)).matches("[data: 0-9\n\rb-f]*");
        }
        assertThat(reached()).containsExactly("/base/v1/models");
    }

    @Test
    void anUpstreamCannotSplitTheAnswer() throws Exception {
        open.answer(RecordingUpstream.json(200, "{}")
                .addHeaderLenient("X-Odd", "caf\u00e9 \u0001")
                .addHeader("Content-Type", "text/plain"));
        List<Reply> replies = exchange("GET /proxy/open/v1/models " + NAMES_ITSELF + "\r\n" + SENTINEL);
        assertThat(replies).hasSize(2);
        assertThat(replies).allSatisfy(reply -> assertThat(reply.status()).isIn(200, 502));
    }
}
