package dev.tidelock.cli.command;

import dev.tidelock.cli.output.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// A command that does nothing but hold others.
public abstract class CommandGroup extends Command {
  @Spec private CommandSpec spec = CommandSpec.create();

  /// @param workbench what all commands work with
  protected CommandGroup(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected final ExitCode run() {
    throw new ParameterException(
        spec.commandLine(),
        "Missing a sub-command: " + String.join(", ", spec.subcommands().keySet()));
  }
}
