package dev.tidelock.cli;

import dev.tidelock.cli.command.Program;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Surroundings;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// The entry point of the program.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    AtomicBoolean over = new AtomicBoolean();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupted(over)));
    int exit = run(List.of(arguments));
    over.set(true);
    System.exit(exit);
  }

  /// A signal ends the machine in the middle of the work, with exit code 130 for an interrupt from
  /// the keyboard; what is on the disk is consistent at any moment, so there is nothing to wind up.
  private static void interrupted(AtomicBoolean over) {
    if (!over.get()) {
      System.err.println(
          "\ninterrupted ("
              + ExitCode.INTERRUPTED.number()
              + "): nothing is lost, and the next run goes on from here");
    }
  }

  /// Runs one command line and gives its exit code.
  static int run(List<String> arguments) {
    return new Program(Surroundings.ofProcess()).run(arguments);
  }
}
