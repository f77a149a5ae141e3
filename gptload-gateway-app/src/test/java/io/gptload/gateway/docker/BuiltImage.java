package io.gptload.gateway.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The image's application folder, made by the instructions of its Dockerfile in a folder of ours. What Maven would build is
 * given, and what the base image brings is this machine's.
 */
final class BuiltImage {

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final String USER = "1000";

    /** Of a JVM that runs for seconds, the compiler that is quick to compile is the quick one. */
    static final String QUICK = "-XX:TieredStopAtLevel=1";

    private final Path folder;
    private final Dockerfile file;
    private final Map<String, String> variables = new HashMap<>();

    private BuiltImage(Path folder, Dockerfile file) {
        this.folder = folder;
        this.file = file;
        variables.put("JAVA_HOME", System.getProperty("java.home"));
    }

    static BuiltImage build(Path folder, Path dockerfile, Path jar) throws Exception {
        BuiltImage image = new BuiltImage(folder, Dockerfile.read(dockerfile));
        Files.createDirectories(image.app());
        for (Dockerfile.Instruction step : image.file.instructions()) {
            image.take(step, jar);
        }
        return image;
    }

    private void take(Dockerfile.Instruction step, Path jar) throws Exception {
        if (step.name().equals("ENV")) {
            String[] pair = step.arguments().split("=", 2);
            variables.put(pair[0], here(pair[1]));
        } else if (step.name().equals("COPY") && step.stage() == 2) {
            shell("cp -Rp " + here(step.words().get(0)) + ". "
                    + here(step.words().get(1)));
        } else if (step.name().equals("RUN") && step.stage() == 1) {
            shell(here(String.join(" ", step.words())) + " " + jar);
        } else if (step.name().equals("RUN") && !step.arguments().startsWith("apt-get")) {
            String run = here(step.arguments()).replace("JAVA_OPTS=", "JAVA_OPTS=" + QUICK + "\\ ");
            shell(isRoot() ? run : run.replaceAll("-o \\d+ -g \\d+", ""));
        }
    }

    private void shell(String command) throws Exception {
        Ended ended = end(Map.of(), List.of("sh", "-c", "umask 022; " + command), REPOSITORY);
        assertThat(ended.exitCode()).as("%s: %s", command, ended.output()).isZero();
    }

    private String here(String text) {
        return text.replaceAll("/app(?=[/\\s]|$)", app().toString())
                .replaceAll("/image(?=[/\\s]|$)", folder.resolve("image").toString());
    }

    static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    Path app() {
        return folder.resolve("app");
    }

    Path data() {
        return app().resolve("data");
    }

    /** What the container runs with, on top of what it is given. */
    Map<String, String> variables() {
        return variables;
    }

    List<String> entrypoint(String... arguments) {
        List<String> command = new ArrayList<>(command("ENTRYPOINT"));
        command.addAll(List.of(arguments));
        return command;
    }

    List<String> healthcheck() {
        return command("HEALTHCHECK");
    }

    private List<String> command(String instruction) {
        return file.last(instruction).array().stream().map(this::here).toList();
    }

    /** That command as the image's user, if this process may choose one. */
    static List<String> asUser(List<String> command) {
        if (!isRoot()) {
            return command;
        }
        List<String> other =
                new ArrayList<>(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups"));
        other.addAll(command);
        return other;
    }

    /** Runs a command in the application folder to its end. */
    Ended end(Map<String, String> given, List<String> command) throws Exception {
        return end(given, command, app());
    }

    private Ended end(Map<String, String> given, List<String> command, Path directory) throws Exception {
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(variables);
        builder.environment().putAll(given);
        Process process = builder.start();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException("It takes too long: " + command);
        }
        return new Ended(process.exitValue(), Files.readString(output));
    }

    record Ended(int exitCode, String output) {}
}
