package io.gptload.gateway.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a Dockerfile says, as far as ours go. */
record Dockerfile(List<Instruction> instructions) {

    /** One instruction, its arguments in one line. @param stage 1 for what follows the first FROM, and so on */
    record Instruction(int stage, String name, String arguments) {

        /** The arguments but the options. */
        List<String> words() {
            return Arrays.stream(arguments.split("\\s+"))
                    .filter(word -> !word.startsWith("--"))
                    .toList();
        }

        /** The words of a JSON array, as in {@code ENTRYPOINT ["a", "b"]}. */
        List<String> array() {
            String json = arguments.substring(arguments.indexOf('[') + 1, arguments.lastIndexOf(']'));
            return Arrays.stream(json.split(","))
                    .map(word -> word.strip().replace("\"", ""))
                    .toList();
        }
    }

    static Dockerfile read(Path file) throws IOException {
        List<Instruction> instructions = new ArrayList<>();
        int stage = 0;
        StringBuilder pending = new StringBuilder();
        for (String line : Files.readAllLines(file)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            pending.append(line);
            if (line.endsWith("\\")) {
                pending.setLength(pending.length() - 1);
                continue;
            }
            String[] parts = pending.toString().strip().split("\\s+", 2);
            stage += parts[0].equals("FROM") ? 1 : 0;
            instructions.add(new Instruction(stage, parts[0], parts[1]));
            pending.setLength(0);
        }
        return new Dockerfile(List.copyOf(instructions));
    }

    List<Instruction> named(String name) {
        return instructions.stream()
                .filter(instruction -> instruction.name().equals(name))
                .toList();
    }

    Instruction last(String name) {
        List<Instruction> all = named(name);
        return all.get(all.size() - 1);
    }
}
