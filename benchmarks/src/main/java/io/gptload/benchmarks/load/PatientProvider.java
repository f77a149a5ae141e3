package io.gptload.benchmarks.load;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.Locale;
import java.util.function.Function;

/** A provider that reads the whole request before it answers, and can pause between events. One thread for each connection. */
final class PatientProvider implements Closeable {

    private static final int STACK = 256 << 10;
    private static final int WAITING = 4096;

    /**
     * A stream.
     *
     * @param parts what is sent, each in a chunk of its own
     * @param pause before each part but the first
     */
    record Script(String contentType, Iterator<byte[]> parts, Duration pause) {}

    private final ServerSocket server;
    private final Function<String, Script> scripts;

    /** @param scripts gives the answer for the first line of a request */
    PatientProvider(Function<String, Script> scripts) throws IOException {
        this.scripts = scripts;
        server = new ServerSocket(0, WAITING, InetAddress.getLoopbackAddress());
        daemon("provider", this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(null, work, name, STACK);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                daemon("provider-connection", () -> serve(socket));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    System.err.println("The provider cannot accept: " + e.getMessage());
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
            while (true) {
                in.mark(1);
                if (in.read() < 0) {
                    return;
                }
                in.reset();
                answer(scripts.apply(request(in)), socket.getOutputStream());
            }
        } catch (IOException gone) {
            // The client gave up, which is its own business to report.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String request(InputStream in) throws IOException {
        String first = PlainConnection.line(in);
        long length = 0;
        for (String header = PlainConnection.line(in); !header.isEmpty(); header = PlainConnection.line(in)) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(
                        lower.substring("content-length:".length()).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                length = AnswerHead.CHUNKED;
            }
        }
        new PlainBody(in, length).transferTo(OutputStream.nullOutputStream());
        return first;
    }

    private static void answer(Script script, OutputStream out) throws IOException, InterruptedException {
        String head =
                "HTTP/1.1 200 OK\r\nContent-Type: " + script.contentType() + "\r\nTransfer-Encoding: chunked\r\n\r\n";
        byte[] before = head.getBytes(StandardCharsets.US_ASCII);
        long due = System.nanoTime();
        while (script.parts().hasNext()) {
            byte[] part = script.parts().next();
            out.write(chunk(before, part, !script.parts().hasNext()));
            before = new byte[0];
            due += script.pause().toNanos();
            long wait = due - System.nanoTime();
            if (wait > 0 && script.parts().hasNext()) {
                Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
            }
        }
    }

    private static byte[] chunk(byte[] before, byte[] part, boolean last) {
        byte[] size = (Integer.toHexString(part.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] end = (last ? "\r\n0\r\n\r\n" : "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] chunk = new byte[before.length + size.length + part.length + end.length];
        int at = 0;
        for (byte[] piece : new byte[][] {before, size, part, end}) {
            System.arraycopy(piece, 0, chunk, at, piece.length);
            at += piece.length;
        }
        return chunk;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
