package dev.tidelock.cli.command;

import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Terminal;
import java.util.Locale;
import picocli.CommandLine.Option;

/// The option that answers questions beforehand.
public final class YesChoice {
  @Option(
      names = {"-y", "--yes"},
      description = "Answer yes to every question.")
  private boolean wanted;

  /// Whether nobody wants to be asked.
  public boolean given() {
    return wanted;
  }

  /// Whether the answer to a question is yes; without anybody to ask, the question is an error.
  public boolean agreed(Terminal terminal, String question) {
    if (wanted) {
      return true;
    }
    if (!terminal.interactive()) {
      throw Failure.usage(question + " Nobody is there to answer.", "say yes with --yes");
    }
    String answer = terminal.ask(question + " [y/N]").orElse("").toLowerCase(Locale.ROOT);
    return answer.equals("y") || answer.equals("yes");
  }
}
