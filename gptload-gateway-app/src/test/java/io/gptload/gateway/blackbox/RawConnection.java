package io.gptload.gateway.blackbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connection to the gateway that says exactly what it is told to. */
final class RawConnection implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)\r?$");

    private final Socket socket;
    private final InputStream in;

    RawConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = socket.getInputStream();
    }

    /** What came back: a head as it stood there, and the body that belonged to it. */
    record Reply(String head, String body) {

        int status() {
            return Integer.parseInt(head.substring(9, 12));
        }
    }

    /** @param text one byte a character */
    RawConnection send(String text) throws IOException {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        } catch (IOException e) {
            // it was refused before all of it was sent; the answer says so
        }
        return this;
    }

    /** Reads one reply. */
    Reply reply() throws IOException {
        String head = head();
        return new Reply(head, body(head));
    }

    /** Reads replies until the gateway closes. Whatever is no proper reply ends up as a head of its own. */
    List<Reply> replies() throws IOException {
        List<Reply> replies = new ArrayList<>();
        while (true) {
            String head = head();
            if (head.isEmpty()) {
                return replies;
            }
            replies.add(new Reply(head, body(head)));
        }
    }

    /** Reads what comes until the gateway closes, as it comes. */
    String everything() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int next = read(); next >= 0; next = read()) {
            all.write(next);
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    private String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int last4 = 0;
        while (last4 != 0x0d0a0d0a) {
            int next = read();
            if (next < 0) {
                break;
            }
            head.write(next);
            last4 = last4 << 8 | next;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private String body(String head) throws IOException {
        if (head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
            return chunks();
        }
        Matcher length = LENGTH.matcher(head);
        int left = length.find() ? Integer.parseInt(length.group(1)) : 0;
        return new String(in.readNBytes(left), StandardCharsets.ISO_8859_1);
    }

    private String chunks() throws IOException {
        StringBuilder body = new StringBuilder();
        while (true) {
            int size = Integer.parseInt(line(), 16);
            body.append(new String(in.readNBytes(size), StandardCharsets.ISO_8859_1));
            line();
            if (size == 0) {
                return body.toString();
            }
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = read(); next >= 0 && next != '\n'; next = read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    /** A connection that is reset is over, too. */
    private int read() throws IOException {
        try {
            return in.read();
        } catch (SocketException reset) {
            return -1;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
