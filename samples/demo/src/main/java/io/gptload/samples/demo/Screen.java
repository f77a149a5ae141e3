package io.gptload.samples.demo;

import java.io.PrintStream;
import java.util.List;

/** Prints a table again and again: on a terminal in the same place, elsewhere one below the other. */
final class Screen {

    private final PrintStream out;
    private final boolean terminal;
    private int before;

    Screen(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void show(List<String> lines) {
        StringBuilder text = new StringBuilder();
        if (terminal && before > 0) {
            text.append("\033[").append(before).append("A\033[J");
        }
        lines.forEach(line -> text.append(line).append(System.lineSeparator()));
        if (!terminal) {
            text.append(System.lineSeparator());
        }
        out.print(text);
        out.flush();
        before = lines.size();
    }
}
