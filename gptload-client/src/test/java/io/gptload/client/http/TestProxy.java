package io.gptload.client.http;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/** A small proxy, HTTP or SOCKS 5 as the client speaks to it. Whatever host it is asked for, it goes to this machine. */
final class TestProxy implements AutoCloseable {

    private static final List<String> NOT_FORWARDED =
            List.of("host", "connection", "content-length", "proxy-connection", "proxy-authorization", "upgrade");

    private final ServerSocket server;
    private final @Nullable String credentials;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> log = new CopyOnWriteArrayList<>();

    /** @param credentials {@code user:password} to insist on; {@code null} for anybody */
    TestProxy(ServerSocketFactory sockets, @Nullable String credentials) throws IOException {
        this.server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.credentials = credentials;
        threads.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** What it was asked: {@code CONNECT host:port}, {@code GET http://...}, {@code SOCKS host:port}, with {@code refused} before it. */
    List<String> log() {
        return log;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            int first = in.read();
            if (first == 5) {
                socks(client, in);
            } else if (first > 0) {
                http(client, in, (char) first);
            }
        } catch (IOException | InterruptedException e) {
            log.add("broken");
        }
    }

    private void socks(Socket client, DataInputStream in) throws IOException {
        OutputStream out = client.getOutputStream();
        byte[] methods = in.readNBytes(in.readUnsignedByte());
        boolean withPassword = new String(methods, StandardCharsets.ISO_8859_1).indexOf(2) >= 0;
        if (credentials != null && !withPassword) {
            log.add("refused");
            out.write(new byte[] {5, (byte) 0xFF});
            return;
        }
        out.write(new byte[] {5, (byte) (credentials == null ? 0 : 2)});
        if (credentials != null) {
            in.readUnsignedByte();
            String login = text(in) + ":" + text(in);
            boolean right = login.equals(credentials);
            if (!right) {
                log.add("refused");
            }
            out.write(new byte[] {1, (byte) (right ? 0 : 1)});
            if (!right) {
                return;
            }
        }
        in.readNBytes(3);
        String host = in.readUnsignedByte() == 3
                ? text(in)
                : InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
        int port = in.readUnsignedShort();
        log.add("SOCKS " + host + ":" + port);
        tunnel(client, in, port, new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
    }

    private void http(Socket client, DataInputStream in, char first) throws IOException, InterruptedException {
        StringBuilder read = new StringBuilder().append(first);
        while (read.indexOf("\r\n\r\n") < 0) {
            read.append((char) in.readUnsignedByte());
        }
        List<String> head =
                read.toString().lines().filter(line -> !line.isEmpty()).toList();
        String[] line = head.get(0).split(" ");
        String given = header(head, "proxy-authorization");
        String wanted = credentials == null
                ? null
                : "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        boolean right = wanted == null ? given == null : wanted.equals(given);
        log.add((right ? "" : "refused ") + line[0] + " " + line[1]);
        OutputStream out = client.getOutputStream();
        if (!right) {
            answer(out, 407, "Proxy-Authenticate: Basic realm=\"proxy\"\r\n", "{\"error\":\"proxy\"}".getBytes());
        } else if (line[0].equals("CONNECT")) {
            int port = Integer.parseInt(line[1].substring(line[1].lastIndexOf(':') + 1));
            tunnel(client, in, port, "HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } else {
            forward(out, in, line, head);
        }
    }

    private static @Nullable String header(List<String> head, String name) {
        return head.stream()
                .filter(line -> line.toLowerCase().startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse(null);
    }

    private static void forward(OutputStream out, InputStream in, String[] line, List<String> head)
            throws IOException, InterruptedException {
        String length = header(head, "content-length");
        byte[] body = in.readNBytes(length == null ? 0 : Integer.parseInt(length));
        URI asked = URI.create(line[1]);
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + asked.getPort() + asked.getRawPath()))
                .method(line[0], HttpRequest.BodyPublishers.ofByteArray(body));
        head.stream().skip(1).forEach(header -> {
            String name = header.substring(0, header.indexOf(':'));
            if (!NOT_FORWARDED.contains(name.toLowerCase())) {
                request.header(name, header.substring(name.length() + 1).strip());
            }
        });
        HttpResponse<byte[]> answer =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        answer(out, answer.statusCode(), "Content-Type: application/json\r\n", answer.body());
    }

    private static void answer(OutputStream out, int status, String headers, byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(("HTTP/1.1 " + status + " x\r\n" + headers + "Connection: close\r\nContent-Length: " + body.length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        bytes.write(body);
        out.write(bytes.toByteArray());
        out.flush();
    }

    private void tunnel(Socket client, InputStream in, int port, byte[] established) throws IOException {
        try (Socket target = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.getOutputStream().write(established);
            client.getOutputStream().flush();
            threads.execute(() -> pump(target, client));
            in.transferTo(target.getOutputStream());
        }
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            return; // one of the two is gone
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
