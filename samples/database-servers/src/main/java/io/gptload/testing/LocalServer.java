package io.gptload.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What all servers have: a process, a port, a folder that goes with them. */
abstract class LocalServer implements DatabaseServer {

    private final Path folder;
    private final String systemDatabase;
    private final int port = ServerFiles.freePort();
    private final AtomicInteger databases = new AtomicInteger();
    private @Nullable ServerProcess process;

    /** @param systemDatabase the one that is always there */
    LocalServer(String folderPrefix, String systemDatabase) {
        this.folder = ServerFiles.newFolder(folderPrefix);
        this.systemDatabase = systemDatabase;
    }

    /** One of that name. */
    abstract TestDatabase database(String name);

    final Path folder() {
        return folder;
    }

    final void runsAs(ProcessHandle started) {
        process = new ServerProcess(started);
    }

    final ServerProcess process() {
        if (process == null) {
            throw new IllegalStateException("The server is not running");
        }
        return process;
    }

    /** The process has ended. */
    void ended() {
        process = null;
    }

    @Override
    public TestDatabase newDatabase() {
        String name = "test_" + databases.incrementAndGet();
        database(systemDatabase).execute("CREATE DATABASE " + name);
        return database(name);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void kill() {
        process().kill();
        ended();
    }

    @Override
    public void pause() {
        process().pause();
    }

    @Override
    public void resume() {
        process().resume();
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
        if (Files.exists(folder)) {
            ServerFiles.delete(folder);
        }
    }
}
