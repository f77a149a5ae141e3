package io.gptload.gateway.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** Scripts and settings around the image, before anything is built. */
@EnabledOnOs(OS.LINUX)
class DockerFolderTest {

    private static final Path MODULE = Path.of("").toAbsolutePath();
    private static final Path REPOSITORY = MODULE.getParent();
    private static final List<String> BUILT_FROM = List.of(
            "gptload-client",
            "gptload-spring-boot-starter",
            "gptload-gateway-app",
            "samples/database-servers",
            "samples/provider-simulator");

    @TempDir
    Path folder;

    private static List<String> scripts() {
        return Stream.of(
                        "docker/build",
                        "docker/entrypoint",
                        "docker/healthcheck",
                        "docker/huggingface/make-space",
                        "src/main/launcher/gptload-gateway")
                .toList();
    }

    @Test
    void scriptsCanBeRead() throws Exception {
        for (String script : scripts()) {
            assertThat(MODULE.resolve(script)).isExecutable();
            assertThat(Tool.run(MODULE, List.of(Tool.find("bash"), "-n", script)))
                    .isEqualTo("0 ");
        }
    }

    @Test
    void shellcheckFindsNothing() throws Exception {
        List<String> command = new ArrayList<>(List.of(Tool.find("shellcheck")));
        command.addAll(scripts());
        assertThat(Tool.run(MODULE, command)).isEqualTo("0 ");
    }

    @Test
    void theBuildContextHasWhatTheBuildReads() throws IOException {
        List<String> taken = Files.readAllLines(MODULE.resolve("docker/Dockerfile.dockerignore")).stream()
                .filter(line -> line.startsWith("!") && !line.contains("*"))
                .map(line -> line.substring(1))
                .toList();
        assertThat(taken)
                .allSatisfy(path -> assertThat(REPOSITORY.resolve(path)).exists());
        for (String module : BUILT_FROM) {
            assertThat(taken).contains(module + "/src/main");
        }
        assertThat(taken).contains("pom.xml", "mvnw", ".mvn", "bom", "gptload-gateway-app/docker/build");
    }

    @Test
    void theSpaceHasWhatItIsBuiltFromAndNothingElse() throws Exception {
        Tool.find("git");
        Assumptions.assumeTrue(Files.exists(REPOSITORY.resolve(".git")), "no clone");
        Path space = folder.resolve("space");
        Files.createDirectories(space.resolve("samples/of an older version"));
        assertThat(Tool.run(
                        folder,
                        List.of(MODULE.resolve("docker/huggingface/make-space").toString(), space.toString())))
                .isEqualTo("0 ");
        assertThat(space.resolve("samples/of an older version")).doesNotExist();
        for (String module : BUILT_FROM) {
            assertThat(files(space, module + "/src/main"))
                    .containsAll(committed(module + "/src/main"))
                    .isNotEmpty();
            assertThat(space.resolve(module).resolve("src/test")).doesNotExist();
        }
        List<String> poms = committed("pom.xml", "*/pom.xml");
        assertThat(poms)
                .hasSizeGreaterThan(8)
                .allSatisfy(pom -> assertThat(space.resolve(pom)).exists());
        listensWhereHuggingFaceLooks(space);
    }

    @Test
    void whatTheBuildNeedsOfUsIsPartOfIt() throws IOException {
        Pattern ours = Pattern.compile("<artifactId>(gptload-(?!parent|bom)[\\w-]+)</artifactId>");
        for (String module : BUILT_FROM) {
            String pom = Files.readString(REPOSITORY.resolve(module).resolve("pom.xml"));
            assertThat(ours.matcher(pom).results().map(found -> found.group(1)))
                    .isNotEmpty()
                    .allMatch(name -> BUILT_FROM.contains(name)
                            || BUILT_FROM.contains("samples/" + name.substring("gptload-".length())));
        }
    }

    private static List<String> files(Path folder, String below) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve(below))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        }
    }

    private static List<String> committed(String... paths) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "ls-files", "--"));
        command.addAll(List.of(paths));
        return Tool.run(REPOSITORY, command).substring(2).lines().toList();
    }

    private static void listensWhereHuggingFaceLooks(Path space) throws IOException {
        String readme = Files.readString(space.resolve("README.md"));
        assertThat(readme).startsWith("---\n");
        var frontMatter = new Yaml().<Map<String, Object>>load(readme.split("---\n")[1]);
        assertThat(frontMatter).containsEntry("sdk", "docker");
        String port = String.valueOf(frontMatter.get("app_port"));
        Dockerfile dockerfile = Dockerfile.read(space.resolve("Dockerfile"));
        assertThat(dockerfile.last("ENV").arguments()).isEqualTo("PORT=" + port);
        assertThat(dockerfile.named("EXPOSE"))
                .extracting(Dockerfile.Instruction::arguments)
                .containsExactly(port);
        assertThat(dockerfile.last("USER").arguments()).isEqualTo("1000:1000");
        String build = dockerfile.named("RUN").get(0).words().get(1);
        assertThat(space.resolve(build)).exists();
    }
}
