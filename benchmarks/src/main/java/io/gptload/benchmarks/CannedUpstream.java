package io.gptload.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import javax.net.SocketFactory;

/**
 * Connections to an upstream that is not there: whenever the end of a chat request is written, the same answer can be read. No
 * system call is made, so that an HTTP client does all it ever does, and nothing else takes time.
 */
final class CannedUpstream extends SocketFactory {

    private static final byte[] BODY = ("{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\""
                    + "x".repeat(740) + "\"}}],\"id\":\"abc\"}")
            .getBytes(StandardCharsets.UTF_8);
    private static final byte[] ANSWER = answer();

    private static byte[] answer() {
        StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\n");
        HeaderLines.CHAT_RESPONSE.forEach((name, value) -> head.append(name)
                .append(": ")
                .append(name.equals("content-length") ? Integer.toString(BODY.length) : value)
                .append("\r\n"));
        byte[] lines = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        byte[] answer = new byte[lines.length + BODY.length];
        System.arraycopy(lines, 0, answer, 0, lines.length);
        System.arraycopy(BODY, 0, answer, lines.length, BODY.length);
        return answer;
    }

    @Override
    public Socket createSocket() {
        return new CannedSocket();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw new UnsupportedOperationException();
    }

    private static final class CannedSocket extends Socket {

        private int unread;

        @Override
        public void connect(SocketAddress endpoint, int timeout) {}

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public void setSoTimeout(int timeout) {}

        @Override
        public int getSoTimeout() {
            return 0;
        }

        @Override
        public void setKeepAlive(boolean on) {}

        @Override
        public void setTcpNoDelay(boolean on) {}

        @Override
        public InputStream getInputStream() {
            return new InputStream() {
                @Override
                public int read() {
                    throw new UnsupportedOperationException();
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    if (unread == 0) {
                        throw new SocketTimeoutException("Nothing was asked");
                    }
                    int count = Math.min(length, unread);
                    System.arraycopy(ANSWER, ANSWER.length - unread, into, offset, count);
                    unread -= count;
                    return count;
                }
            };
        }

        @Override
        public OutputStream getOutputStream() {
            return new OutputStream() {
                @Override
                public void write(int b) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public void write(byte[] bytes, int offset, int length) {
                    int end = offset + length;
                    if (length > 1 && bytes[end - 1] == '}' && bytes[end - 2] == ']') {
                        unread = ANSWER.length;
                    }
                }
            };
        }
    }
}
