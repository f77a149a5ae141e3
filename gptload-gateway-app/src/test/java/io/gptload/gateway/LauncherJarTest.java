package io.gptload.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.gptload.gateway.testing.GatewayProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with the finished jar. */
@DisabledOnOs(OS.WINDOWS)
@EnabledIfSystemProperty(named = "gptload.jar", matches = ".+")
class LauncherJarTest {

    private static final int ENDED_BY_SIGTERM = 143;

    private final Path launcher = Path.of(System.getProperty("gptload.launcher"));

    @TempDir
    Path folder;

    private Path cache;

    @BeforeEach
    void aCacheFolder() {
        cache = folder.resolve("cache"); // with a blank in its path Java 17 finds only its own classes
    }

    private Map<String, String> variables(String cacheFolder) {
        return Map.of(
                "GPTLOAD_JAR",
                System.getProperty("gptload.jar"),
                "GPTLOAD_CACHE",
                cacheFolder,
                "JAVA_HOME",
                System.getProperty("java.home"),
                "JAVA_OPTS",
                "-Xmx256m -Dgiven.by=java-opts -Xlog:class+load:file=classes.log");
    }

    private int run(Map<String, String> variables, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().putAll(variables);
        Process process = builder.start();
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }

    private GatewayProcess start(Map<String, String> variables, String... arguments) throws Exception {
        List<String> command = Stream.concat(Stream.of(launcher.toString()), Stream.of(arguments))
                .toList();
        return GatewayProcess.start(folder, variables, command);
    }

    private long classesFromTheArchive() throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve("classes.log"))) {
            return lines.filter(line -> line.contains("org.springframework") && line.contains("shared objects file"))
                    .count();
        }
    }

    @Test
    void aPreparedStartTakesItsClassesFromTheArchiveAndABrokenArchiveDoesNoHarm() throws Exception {
        assertThat(run(variables(cache.toString()), launcher.toString(), "prepare"))
                .isZero();
        try (GatewayProcess gateway =
                start(variables(cache.toString()), "--spring.application.name=from-an-argument")) {
            assertThat(classesFromTheArchive()).isGreaterThan(1000);
            assertThat(gateway.handle().info().arguments().orElseThrow())
                    .as("the process is the JVM itself, so that it gets the signals")
                    .contains("-Dgiven.by=java-opts", "--spring.application.name=from-an-argument");
            gateway.terminate();
            assertThat(gateway.waitFor(Duration.ofSeconds(20))).isEqualTo(ENDED_BY_SIGTERM);
        }
        Path archive = archive();
        Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rw-------"));
        Files.write(archive, new byte[] {1, 2, 3});
        try (GatewayProcess gateway = start(variables(cache.toString()))) {
            assertThat(gateway.port()).isPositive();
        }
    }

    private Path archive() throws IOException {
        try (Stream<Path> files = Files.walk(cache)) {
            return files.filter(file -> file.endsWith("archive")).findFirst().orElseThrow();
        }
    }

    @Test
    void withoutAPlaceForTheArchiveItStartsPlainly() throws Exception {
        Path file = Files.createFile(folder.resolve("a file, no folder"));
        try (GatewayProcess gateway = start(variables(file.toString()))) {
            assertThat(classesFromTheArchive()).isZero();
            gateway.terminate();
            assertThat(gateway.waitFor(Duration.ofSeconds(20))).isEqualTo(ENDED_BY_SIGTERM);
        }
    }

    @Test
    void aLinkToItWorksAndCommandsAndTheirExitCodesArePassedOn() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), launcher.toAbsolutePath());
        assertThat(run(variables("off"), link.toString(), "help")).isZero();
        assertThat(Files.readString(folder.resolve("output"))).contains("Usage:");
        assertThat(run(variables("off"), link.toString(), "nonsense")).isEqualTo(1);
        assertThat(Files.readString(folder.resolve("output"))).contains("Unknown command: nonsense");
    }

    @Test
    void theCollectorFitsTheContainerUnlessItWasChosen() throws Exception {
        assertThat(optionsWith("200000 100000", "max", Map.of("OMP_NUM_THREADS", "2")))
                .contains("UseParallelGC");
        assertThat(optionsWith("max 100000", "4294967296", Map.of("OMP_NUM_THREADS", "2")))
                .contains("UseParallelGC");
        assertThat(optionsWith("100000 100000", "max", Map.of("OMP_NUM_THREADS", "2")))
                .contains("UseSerialGC");
        assertThat(optionsWith("max 100000", "536870912", Map.of("OMP_NUM_THREADS", "2")))
                .contains("UseSerialGC");
        assertThat(optionsWith("max 100000", "max", Map.of("JAVA_OPTS", "-Da=b -XX:+UseZGC")))
                .contains("-XX:+UseZGC")
                .doesNotContain("UseParallelGC", "UseSerialGC");
        assertThat(optionsWith("max 100000", "max", Map.of("JDK_JAVA_OPTIONS", "-XX:MaxRAMPercentage=40 -XX:+UseG1GC")))
                .as("what comes later wins")
                .containsPattern("MaxRAMPercentage=70 .*MaxRAMPercentage=40 -XX:\\+UseG1GC -jar")
                .doesNotContain("UseParallelGC", "UseSerialGC");
    }

    /** What a Java would be started with in a container of that size: first the options of its variable, then the others. */
    private String optionsWith(String processors, String memory, Map<String, String> more) throws Exception {
        Path cgroup = Files.createDirectories(folder.resolve("cgroup"));
        Files.writeString(cgroup.resolve("cpu.max"), processors + "\n");
        Files.writeString(cgroup.resolve("memory.max"), memory + "\n");
        Path java = Files.createDirectories(folder.resolve("jvm/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho $JDK_JAVA_OPTIONS \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, String> variables = new HashMap<>(variables("off"));
        variables.putAll(Map.of("JAVA_HOME", folder.resolve("jvm").toString(), "GPTLOAD_CGROUP", cgroup.toString()));
        variables.put("JAVA_OPTS", "");
        variables.putAll(more);
        assertThat(run(variables, launcher.toString())).isZero();
        return Files.readString(folder.resolve("output"));
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        assertThat(run(Map.of("GPTLOAD_JAR", "/nowhere.jar"), launcher.toString()))
                .isEqualTo(1);
        assertThat(Files.readString(folder.resolve("output"))).contains("no jar at /nowhere.jar");
        assertThat(run(
                        Map.of("GPTLOAD_JAR", System.getProperty("gptload.jar"), "JAVA_HOME", "/nowhere"),
                        launcher.toString()))
                .isEqualTo(1);
        assertThat(Files.readString(folder.resolve("output"))).contains("JAVA_HOME is /nowhere");
    }
}
