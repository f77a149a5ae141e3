package io.gptload.client.internal.pool;

/** The pool as one model sees it: without the keys that are out for that model alone. Exists while there are such. */
final class ModelView {

    final Lineup lineup;
    final Releases releases = new Releases();

    ModelView(Lineup lineup) {
        this.lineup = lineup;
    }
}
