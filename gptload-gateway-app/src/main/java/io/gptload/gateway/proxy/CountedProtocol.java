package io.gptload.gateway.proxy;

import org.apache.coyote.http11.Http11NioProtocol;

/** Tomcat's HTTP/1.1, which tells how many connections there are also when no new ones are taken any more. */
public final class CountedProtocol extends Http11NioProtocol {

    /** Those of clients, also idle ones. */
    int openConnections() {
        return getEndpoint().getConnections().size();
    }
}
