package dev.tidelock.cli;

import dev.tidelock.cli.output.Diagnosis;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Surroundings;
import dev.tidelock.cli.output.Terminal;
import dev.tidelock.cli.program.Program;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// The entry point of the program.
public final class Main {
  /// Enough for a walk down the deepest directories that a project may have. Taken as it is used.
  private static final long STACK_BYTES = 64L << 20;

  private Main() {}

  public static void main(String[] arguments) {
    new Thread(null, () -> start(arguments), "tidelock", STACK_BYTES).start();
  }

  private static void start(String[] arguments) {
    Surroundings surroundings = Surroundings.ofProcess();
    boolean json = List.of(arguments).contains("--json");
    AtomicBoolean over = new AtomicBoolean();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              if (!over.get()) {
                interrupted(surroundings.terminal(), json);
              }
            }));
    int exit = new Program(surroundings).run(List.of(arguments));
    over.set(true);
    System.exit(exit);
  }

  /// A signal ends the machine in the middle of the work, with exit code 130 for an interrupt from
  /// the keyboard; what is on the disk is consistent at any moment, so there is nothing to wind up.
  private static void interrupted(Terminal terminal, boolean json) {
    Diagnosis diagnosis =
        new Diagnosis(
            ExitCode.INTERRUPTED,
            "interrupted",
            "nothing is lost: the next 'tidelock sync' goes on from here");
    if (json) {
      terminal.say(diagnosis.toJson());
    } else {
      terminal.say("\n" + diagnosis.message() + ": " + diagnosis.hint());
    }
  }

  /// Runs one command line and gives its exit code.
  static int run(List<String> arguments) {
    return new Program(Surroundings.ofProcess()).run(arguments);
  }
}
