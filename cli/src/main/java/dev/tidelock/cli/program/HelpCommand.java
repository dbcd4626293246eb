package dev.tidelock.cli.program;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.workspace.settings.Guess;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tidelock help`.
@CommandLine.Command(
    name = "help",
    description = "Explain a command, or all of them with the exit codes.",
    footer = {"", "Examples:", "  tidelock help", "  tidelock help sync resolve"})
final class HelpCommand extends Command {
  @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "The command to explain.")
  private List<String> names = new ArrayList<>();

  @Spec private CommandSpec spec = CommandSpec.create();

  HelpCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    CommandLine command = spec.parent().commandLine();
    for (String name : names) {
      CommandLine next = command.getSubcommands().get(name);
      if (next == null) {
        throw Failure.usage(
            "there is no command '"
                + name
                + "'"
                + Guess.didYouMean(name, command.getSubcommands().keySet()),
            "'tidelock help' lists all commands");
      }
      command = next;
    }
    PrintWriter out = spec.commandLine().getOut();
    command.usage(out);
    if (names.isEmpty()) {
      for (String line : exitCodes()) {
        out.println(line);
      }
      out.flush();
    }
    return ExitCode.OK;
  }

  /// The exit codes as lines of help.
  private static String[] exitCodes() {
    return Stream.concat(
            Stream.of("", "Exit codes:"),
            Arrays.stream(ExitCode.values())
                .map(code -> "  %-4d %s".formatted(code.number(), code.meaning())))
        .toArray(String[]::new);
  }
}
