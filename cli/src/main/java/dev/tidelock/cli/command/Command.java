package dev.tidelock.cli.command;

import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Terminal;
import java.util.concurrent.Callable;

/// A command of the program.
abstract class Command implements Callable<Integer> {
  private final Workbench workbench;

  Command(Workbench workbench) {
    this.workbench = workbench;
  }

  Workbench workbench() {
    return workbench;
  }

  Terminal terminal() {
    return workbench.terminal();
  }

  /// Does it, and says how it ended.
  abstract ExitCode run();

  @Override
  public final Integer call() {
    return run().number();
  }
}
