package io.gptload.client.http.okhttp;

import io.gptload.client.config.ProxyUrl;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * A socket that connects through a SOCKS 5 proxy (RFC 1928), with user name and password (RFC 1929) if there are any. The
 * JDK's own takes them from an authenticator that the whole process shares.
 */
final class SocksSocket extends Socket {

    private static final int VERSION = 5;
    private static final int AUTHENTICATION_VERSION = 1;
    private static final int NO_AUTHENTICATION = 0;
    private static final int PASSWORD = 2;
    private static final int CONNECT = 1;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;
    private static final int LONGEST = 255;

    private final ProxyUrl proxy;

    SocksSocket(ProxyUrl proxy) {
        this.proxy = proxy;
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
        connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        super.connect(new InetSocketAddress(proxy.host(), proxy.port()), timeout);
        try {
            int before = getSoTimeout();
            setSoTimeout(timeout);
            DataInputStream in = new DataInputStream(getInputStream());
            authenticate(in, getOutputStream());
            ask((InetSocketAddress) endpoint, in, getOutputStream());
            setSoTimeout(before);
        } catch (SocketTimeoutException e) {
            close();
            throw new SocketTimeoutException("Connect timed out: the SOCKS proxy does not answer");
        } catch (EOFException e) {
            close();
            throw new ConnectException("The SOCKS proxy closed the connection");
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private void authenticate(DataInputStream in, OutputStream out) throws IOException {
        String user = proxy.user();
        String password = proxy.password();
        boolean known = user != null && password != null;
        out.write(
                known
                        ? new byte[] {VERSION, 2, NO_AUTHENTICATION, PASSWORD}
                        : new byte[] {VERSION, 1, NO_AUTHENTICATION});
        expectVersion(in, VERSION);
        int method = in.readUnsignedByte();
        if (method == NO_AUTHENTICATION) {
            return;
        }
        if (method != PASSWORD || user == null || password == null) {
            throw new ConnectException("The SOCKS proxy accepts none of our ways to authenticate");
        }
        ByteArrayOutputStream login = new ByteArrayOutputStream();
        login.write(AUTHENTICATION_VERSION);
        writeText(login, user);
        writeText(login, password);
        out.write(login.toByteArray());
        expectVersion(in, AUTHENTICATION_VERSION);
        if (in.readUnsignedByte() != 0) {
            throw new ConnectException("The SOCKS proxy refused the user name and password");
        }
    }

    private static void ask(InetSocketAddress target, DataInputStream in, OutputStream out) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.write(new byte[] {VERSION, CONNECT, 0});
        InetAddress address = target.getAddress();
        if (address == null || address.isAnyLocalAddress()) {
            request.write(NAME);
            writeText(request, target.getHostString());
        } else {
            byte[] bytes = address.getAddress();
            request.write(bytes.length == 4 ? IPV4 : IPV6);
            request.write(bytes);
        }
        request.write(target.getPort() >> 8);
        request.write(target.getPort());
        out.write(request.toByteArray());
        expectVersion(in, VERSION);
        int reply = in.readUnsignedByte();
        if (reply != 0) {
            throw new ConnectException("The SOCKS proxy cannot connect: " + meaning(reply));
        }
        in.readUnsignedByte();
        int length = switch (in.readUnsignedByte()) {
            case IPV4 -> 4;
            case IPV6 -> 16;
            case NAME -> in.readUnsignedByte();
            default -> throw new ConnectException("The SOCKS proxy answers in no known way");
        };
        in.skipNBytes(length + 2L); // where it connects from
    }

    private static void expectVersion(DataInputStream in, int version) throws IOException {
        if (in.readUnsignedByte() != version) {
            throw new ConnectException("The proxy does not speak SOCKS 5");
        }
    }

    private static void writeText(ByteArrayOutputStream to, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LONGEST) {
            throw new ConnectException("A SOCKS proxy takes names and passwords of up to " + LONGEST + " bytes");
        }
        to.write(bytes.length);
        to.write(bytes);
    }

    private static String meaning(int reply) {
        return switch (reply) {
            case 2 -> "not allowed";
            case 3 -> "network unreachable";
            case 4 -> "host unreachable";
            case 5 -> "connection refused";
            case 6 -> "time to live expired";
            default -> "reply " + reply;
        };
    }
}
