package io.gptload.client.http.okhttp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import okhttp3.Dns;

/** Resolves nothing: each name comes with an address that stands for none, and {@link SocksSocket} asks for the name. */
final class NamesLeftToProxy implements Dns {

    private static final byte[] NONE = new byte[4];

    @Override
    public List<InetAddress> lookup(String hostname) throws UnknownHostException {
        return List.of(InetAddress.getByAddress(hostname, NONE));
    }
}
