package dev.tidelock.cli.program;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.output.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tidelock` itself: without a command it shows what there is.
@CommandLine.Command(
    name = "tidelock",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Keeps a project the same everywhere it lives, with history, and never loses an edit.",
      ""
    },
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Start with 'tidelock init' in a directory, or 'tidelock clone' to bring a project here.",
      "'tidelock help COMMAND' explains a command and shows examples; 'tidelock help' also lists",
      "the exit codes."
    })
final class TidelockCommand extends Command {
  @Option(
      names = {"-V", "--version"},
      description = "Show the version.")
  private boolean version;

  @Spec private CommandSpec spec = CommandSpec.create();

  TidelockCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    if (version) {
      terminal().print("tidelock " + Workbench.version());
    } else {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
    return ExitCode.OK;
  }
}
