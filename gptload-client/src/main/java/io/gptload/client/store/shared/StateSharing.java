package io.gptload.client.store.shared;

import io.gptload.client.GptLoad;
import io.gptload.client.StandardGroup;
import io.gptload.client.event.GptLoadEvent;
import io.gptload.client.state.KeyStateChange;
import io.gptload.client.store.jdbc.KeyHashResolver;

/** Tells other processes what the engine learns, and the engine what they learned. Thread-safe. */
final class StateSharing implements StateChannel.Receiver {

    private final GptLoad engine;
    private final StateChannel channel;
    private final KeyHashResolver resolver;
    private final GroupHashes hashes;
    private final boolean encrypted;
    private final Runnable lookUp;

    /** @param lookUp reads the database soon, on another thread */
    StateSharing(
            GptLoad engine,
            StateChannel channel,
            KeyHashResolver resolver,
            GroupHashes hashes,
            boolean encrypted,
            Runnable lookUp) {
        this.engine = engine;
        this.channel = channel;
        this.resolver = resolver;
        this.hashes = hashes;
        this.encrypted = encrypted;
        this.lookUp = lookUp;
    }

    /** Tells what others can use. That everybody was refused together is ours alone: it may be our way to the upstream. */
    void tell(GptLoadEvent event) {
        KeyStateChange.OfKey news = KeyStateChange.of(event);
        if (news != null) {
            String hash = resolver.storedHash(news.group(), news.key());
            if (hash != null) {
                channel.send(new StateNotice.OfKey(news.group(), hash, news.change()));
            }
        } else if (event instanceof GptLoadEvent.UpstreamOpened e) {
            channel.send(new StateNotice.OfUpstream(e.group(), e.upstream(), false));
        } else if (event instanceof GptLoadEvent.UpstreamClosed e) {
            channel.send(new StateNotice.OfUpstream(e.group(), e.upstream(), true));
        }
    }

    @Override
    public void received(StateNotice notice) {
        if (notice instanceof StateNotice.OfKey key) {
            String hash = encrypted ? hashes.sha256(key.group(), key.storedHash()) : key.storedHash();
            if (hash != null && engine.findGroup(key.group()) instanceof StandardGroup group) {
                group.adopt(hash, key.change());
            }
        } else if (notice instanceof StateNotice.OfUpstream upstream) {
            if (engine.findGroup(upstream.group()) instanceof StandardGroup group) {
                group.adoptUpstream(upstream.upstream(), upstream.works());
            }
        } else {
            lookUp.run();
        }
    }

    @Override
    public void missed() {
        lookUp.run();
    }
}
