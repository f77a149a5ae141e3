package io.gptload.benchmarks;

import io.gptload.client.GptLoad;
import io.gptload.client.http.okhttp.GptLoadInterceptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * What a call costs its thread with a plain OkHttp client, and with one that has a group's interceptor: processor time, kernel
 * included, of a chat call with a body of 1 KB to a server on the loopback address. Both take turns.
 */
public final class InterceptorOverhead {

    private static final int ROUNDS = 15;
    private static final int CALLS = 4_000;
    private static final MediaType JSON = MediaType.get("application/json");
    private static final byte[] CHAT = ("{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\""
                    + "x".repeat(950) + "\"}]}")
            .getBytes(StandardCharsets.UTF_8);
    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 25\r\n\r\n{\"choices\":[],\"id\":\"abc\"}"
                    .getBytes(StandardCharsets.UTF_8);

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    private InterceptorOverhead() {}

    /** Prints the median of the rounds. */
    public static void main(String[] args) throws IOException {
        new InterceptorOverhead().run();
    }

    private void run() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread accepting = new Thread(() -> accept(server));
            accepting.setDaemon(true);
            accepting.start();
            String url = "http://127.0.0.1:" + server.getLocalPort();
            OkHttpClient plain = new OkHttpClient();
            OkHttpClient pooled = new OkHttpClient.Builder()
                    .addInterceptor(GptLoadInterceptor.of(GptLoad.builder()
                            .group(
                                    "benchmark",
                                    g -> g.upstream(url)
                                            .keys(IntStream.range(0, 10)
                                                    .mapToObj("sk-benchmark-%08d"::formatted)
                                                    .toArray(String[]::new)))
                            .build()
                            .group("benchmark")))
                    .build();
            List<Long> without = new ArrayList<>();
            List<Long> with = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                without.add(nanosACall(plain, url));
                with.add(nanosACall(pooled, url));
            }
            long base = median(without);
            long all = median(with);
            System.out.printf(
                    "CPU of the caller's thread: plain %,d ns, with the interceptor %,d ns a call: %+,d ns%n",
                    base, all, all - base);
        }
    }

    /** The first rounds warm the JVM up. */
    private static long median(List<Long> rounds) {
        List<Long> warm = rounds.subList(rounds.size() / 3, rounds.size()).stream()
                .sorted()
                .toList();
        return warm.get(warm.size() / 2);
    }

    private long nanosACall(OkHttpClient client, String url) throws IOException {
        long before = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < CALLS; i++) {
            Request request = new Request.Builder()
                    .url(url + "/v1/chat/completions")
                    .header("Authorization", "Bearer " + GptLoad.PLACEHOLDER_KEY)
                    .post(RequestBody.create(CHAT, JSON))
                    .build();
            try (Response response = client.newCall(request).execute()) {
                if (response.code() != 200 || response.body().bytes().length == 0) {
                    throw new IOException("No answer: " + response.code());
                }
            }
        }
        return (threads.getCurrentThreadCpuTime() - before) / CALLS;
    }

    private static void accept(ServerSocket server) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                Thread thread = new Thread(() -> serve(socket));
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return; // it is over
            }
        }
    }

    /** Answers whenever a body has come; all have the same length and end alike. */
    private static void serve(Socket socket) {
        byte[] buffer = new byte[8192];
        try (socket) {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                if (read > 3 && buffer[read - 1] == '}' && buffer[read - 2] == ']') {
                    out.write(ANSWER);
                }
            }
        } catch (IOException e) {
            return; // the client is gone
        }
    }
}
