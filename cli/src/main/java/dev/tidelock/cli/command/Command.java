package dev.tidelock.cli.command;

import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Terminal;
import java.util.concurrent.Callable;

/// A command of the program.
public abstract class Command implements Callable<Integer> {
  private final Workbench workbench;

  /// @param workbench what all commands work with
  protected Command(Workbench workbench) {
    this.workbench = workbench;
  }

  /// What all commands work with.
  protected Workbench workbench() {
    return workbench;
  }

  /// Where it speaks.
  protected Terminal terminal() {
    return workbench.terminal();
  }

  /// Does it, and says how it ended.
  protected abstract ExitCode run();

  @Override
  public final Integer call() {
    return run().number();
  }
}
