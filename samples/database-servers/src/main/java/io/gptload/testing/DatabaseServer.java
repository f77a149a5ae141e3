package io.gptload.testing;

/**
 * A database server in a process of its own, on a port of its own that stays the same for its life. Not thread-safe, but
 * for making databases.
 */
public interface DatabaseServer extends AutoCloseable {

    /** Makes a new database. */
    TestDatabase newDatabase();

    /** The port on the loopback address. */
    int port();

    /** Starts it again after {@link #stop} or {@link #kill}; returns when it takes connections. */
    void start();

    /** Shuts it down in good order. */
    void stop();

    /** Ends it as {@code kill -9} does; what was committed is there after {@link #start}. */
    void kill();

    /** Stops all its processes where they are, as a network that swallows packets would look. */
    void pause();

    /** Goes on after {@link #pause}. */
    void resume();

    /** Stops it and removes its files. */
    @Override
    void close();
}
