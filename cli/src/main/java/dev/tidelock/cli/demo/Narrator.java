package dev.tidelock.cli.demo;

import dev.tidelock.cli.output.Style;
import dev.tidelock.cli.output.Terminal;

/// Who tells on the output what happens, in lines of at most 100 columns.
final class Narrator {
  private static final int WIDTH = 98;

  private final Terminal terminal;
  private int step;

  Narrator(Terminal terminal) {
    this.terminal = terminal;
  }

  /// Begins a step.
  void step(String title) {
    step++;
    terminal.print("");
    terminal.print(terminal.styled(Style.BOLD, step + ". " + title));
  }

  /// Says what is done, in words.
  void tell(String text) {
    wrapped(text, "   ", "   ", Style.BOLD, false);
  }

  /// Says what was found out by looking.
  void found(String text) {
    wrapped(text, "   ✓ ", "     ", Style.GREEN, true);
  }

  /// Says what is not as it should be.
  void wrong(String text) {
    wrapped(text, "   ✗ ", "     ", Style.RED, true);
  }

  /// Shows a line that a person would type on a device.
  void command(String device, String line) {
    terminal.print(
        "   "
            + terminal.styled(Style.CYAN, device + "$")
            + " "
            + terminal.styled(Style.BOLD, line));
  }

  /// Shows what a program answered.
  void answer(String output) {
    output
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(line -> wrapped(line.stripTrailing(), "     ", "       ", Style.DIM, true));
  }

  private void wrapped(String text, String indent, String further, Style style, boolean styled) {
    String rest = text;
    String start = indent;
    while (!rest.isEmpty()) {
      int room = WIDTH - start.length();
      int end = rest.length();
      if (end > room) {
        int space = rest.lastIndexOf(' ', room);
        end = space > 0 ? space : Math.max(rest.indexOf(' '), 0);
        end = end == 0 ? rest.length() : end;
      }
      String line = rest.substring(0, end);
      terminal.print(start + (styled ? terminal.styled(style, line) : line));
      rest = rest.substring(end).stripLeading();
      start = further;
    }
  }
}
