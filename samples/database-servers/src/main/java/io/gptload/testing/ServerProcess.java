package io.gptload.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Signals for a process and those it started. */
final class ServerProcess {

    private static final long PATIENCE_SECONDS = 60;

    private final ProcessHandle root;

    ServerProcess(ProcessHandle root) {
        this.root = root;
    }

    void terminate() {
        resume();
        root.destroy();
        await(root);
    }

    /** For those that take a polite request for one to wait until all clients have gone. */
    void interrupt() {
        signal(List.of(root), "-INT");
        await(root);
    }

    void kill() {
        List<ProcessHandle> all = all();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(ServerProcess::await);
    }

    void pause() {
        signal(all(), "-STOP");
    }

    void resume() {
        signal(all(), "-CONT");
    }

    private static void signal(List<ProcessHandle> processes, String name) {
        List<String> command = Stream.concat(
                        Stream.of("kill", name), processes.stream().map(each -> String.valueOf(each.pid())))
                .toList();
        try {
            new ProcessBuilder(command).start().waitFor(); // one that has ended meanwhile is none of our business
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<ProcessHandle> all() {
        return Stream.concat(Stream.of(root), root.descendants())
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    private static void await(ProcessHandle process) {
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("Process " + process.pid() + " does not end", e);
        }
    }
}
