package io.gptload.client.internal.pool;

/** The pool as one model sees it: without the keys that are out for that model alone. Exists while there are such. */
final class ModelView {

    final Rotation rotation;
    final Releases releases = new Releases();

    ModelView(ReadySet ready) {
        this.rotation = new Rotation(ready);
    }
}
