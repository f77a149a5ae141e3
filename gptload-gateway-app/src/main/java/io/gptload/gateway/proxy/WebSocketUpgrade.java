package io.gptload.gateway.proxy;

import jakarta.servlet.http.WebConnection;
import java.util.Objects;
import org.apache.coyote.http11.upgrade.InternalHttpUpgradeHandler;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SSLSupport;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Hands a client's connection to a tunnel. Tomcat's own kind of upgrade handler and not the servlet standard's, which has
 * no way to close a connection while nothing comes from the client. Made by Tomcat, which needs it public.
 */
public final class WebSocketUpgrade implements InternalHttpUpgradeHandler {

    private @Nullable WebSocketTunnel tunnel;
    private @Nullable SocketWrapperBase<?> connection;

    /** Before the connection is there. */
    void use(WebSocketTunnel value) {
        tunnel = value;
    }

    @Override
    public void setSocketWrapper(SocketWrapperBase<?> wrapper) {
        connection = wrapper;
    }

    @Override
    public void init(WebConnection unused) {
        tunnel().start(Objects.requireNonNull(connection));
    }

    @Override
    public SocketState upgradeDispatch(SocketEvent event) {
        if (event == SocketEvent.OPEN_READ) {
            return tunnel().fromClient() ? SocketState.UPGRADED : SocketState.CLOSED;
        }
        tunnel().close();
        return SocketState.CLOSED;
    }

    @Override
    public void pause() {
        tunnel().goAway();
    }

    @Override
    public void destroy() {
        tunnel().close();
    }

    private WebSocketTunnel tunnel() {
        return Objects.requireNonNull(tunnel);
    }

    @Override
    public void timeoutAsync(long now) {}

    @Override
    public void setSslSupport(SSLSupport sslSupport) {}
}
