package io.gptload.client.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** An upstream that does to its connections whatever a test wants, one at a time. */
final class RawUpstream implements AutoCloseable {

    /** What it does with a request. */
    interface Behaviour {
        void serve(Socket socket, int number) throws Exception;
    }

    private final ServerSocket listening;
    private final AtomicInteger requests = new AtomicInteger();

    RawUpstream(Behaviour behaviour) {
        try {
            listening = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(() -> run(behaviour), "raw-upstream");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(Behaviour behaviour) {
        while (!listening.isClosed()) {
            try (Socket socket = listening.accept()) {
                readRequest(socket.getInputStream());
                behaviour.serve(socket, requests.incrementAndGet());
            } catch (Exception e) {
                // The next connection may fare better.
            }
        }
    }

    /** One answer of a known length; the connection is closed after it. */
    static void answer(Socket socket, String headers, byte[] body) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(
                ("HTTP/1.1 " + headers + "\r\nConnection: close\r\nContent-Length: " + body.length + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        answer.writeBytes(body);
        socket.getOutputStream().write(answer.toByteArray());
    }

    /** Closes the connection with a TCP reset. */
    static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private static void readRequest(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.append((char) next);
        }
        String[] parts = head.toString().toLowerCase(java.util.Locale.ROOT).split("content-length: ");
        if (parts.length > 1) {
            in.readNBytes(Integer.parseInt(parts[1].substring(0, parts[1].indexOf('\r'))));
        }
    }

    int requests() {
        return requests.get();
    }

    String baseUrl() {
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
