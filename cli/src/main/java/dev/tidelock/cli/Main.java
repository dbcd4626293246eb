package dev.tidelock.cli;

import java.util.List;

/// The entry point of the program.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments)));
  }

  /// Runs one command line and gives its exit code.
  static int run(List<String> arguments) {
    if (arguments.isEmpty() || arguments.equals(List.of("version"))) {
      System.out.println("tidelock 0.1.0-SNAPSHOT");
      return 0;
    }
    System.err.println("unknown command: " + arguments.getFirst());
    return 2;
  }
}
