package io.gptload.gateway.blackbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;

/** The packages of a language, installed once into the build folder from their registry, in the versions pinned. */
final class SdkPackages {

    private static final Path SOURCES = Path.of("src/test/sdk").toAbsolutePath();
    private static final Path TARGET = Path.of("target/sdk").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int OLDEST_NODE = 20;
    private static final String READY = "";

    private final Path folder;
    /** Why they are not there; empty when they are. */
    private final CompletableFuture<String> problem;

    private interface Installation {

        /** @return why it failed; empty when it did not */
        String into(Path folder) throws IOException;
    }

    private SdkPackages(String language, String pins, Installation installation) {
        this.folder = TARGET.resolve(language);
        this.problem = CompletableFuture.supplyAsync(() -> {
            try {
                return once(pins, installation);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private String once(String pins, Installation installation) throws IOException {
        Path installed = folder.resolve("installed-" + pins);
        Path wanted = SOURCES.resolve(pins);
        if (Files.exists(installed) && Files.mismatch(installed, wanted) < 0) {
            return READY;
        }
        Files.createDirectories(folder);
        String failure = installation.into(folder);
        if (failure.isEmpty()) {
            Files.copy(wanted, installed, StandardCopyOption.REPLACE_EXISTING);
        }
        return failure;
    }

    /** Starts to install those of Python. */
    static SdkPackages python() {
        return new SdkPackages("python", "requirements.txt", folder -> {
            String failure = failure(folder, "python3", "-m", "venv", "venv");
            return failure.isEmpty()
                    ? failure(
                            folder,
                            "venv/bin/python",
                            "-m",
                            "pip",
                            "install",
                            "--quiet",
                            "--disable-pip-version-check",
                            "--no-input",
                            "--no-compile",
                            "--only-binary=:all:",
                            "--retries=1",
                            "--requirement",
                            SOURCES.resolve("requirements.txt").toString())
                    : failure;
        });
    }

    /** Starts to install those of Node. */
    static SdkPackages node() {
        return new SdkPackages("node", "package-lock.json", folder -> {
            Program version = Program.run(folder, PATIENCE, Map.of(), "node", "--version");
            if (!version.succeeded()
                    || Integer.parseInt(version.output().strip().replaceAll("^v|\\..*", "")) < OLDEST_NODE) {
                return "node " + OLDEST_NODE + " or newer is needed: " + version.output();
            }
            for (String file : new String[] {"package.json", "package-lock.json", "clients.mjs"}) {
                Files.copy(SOURCES.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
            return failure(folder, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1");
        });
    }

    private static String failure(Path folder, String... command) {
        Program run = Program.run(folder, PATIENCE, Map.of(), command);
        return run.succeeded() ? READY : String.join(" ", command) + ": " + run.output();
    }

    /** Waits until they are there; the test is skipped when they cannot be had. @return the folder they are in */
    Path orSkip() {
        String reason = problem.join();
        Assumptions.assumeTrue(reason.isEmpty(), () -> "The SDKs cannot be had on this machine. " + reason);
        return folder;
    }

    /** A script that uses them. */
    static Path script(String name) {
        return SOURCES.resolve(name);
    }
}
