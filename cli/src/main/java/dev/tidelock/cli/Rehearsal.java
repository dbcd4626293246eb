package dev.tidelock.cli;

import java.util.List;

/// The training run behind quick starts: plays the commands that people and scripts call most, in
/// one virtual machine, whose AOT cache then holds the classes that they need (JEP 514).
///
/// The launcher runs it in an empty directory, with a `TIDELOCK_HOME` of its own, and throws away
/// what it prints. A command that fails trains nothing but harms nothing, so exit codes do not
/// count.
final class Rehearsal {
  /// The hot commands, in an order that gives each something to work on.
  private static final List<List<String>> COMMANDS = List.of(List.of("version"), List.of("--help"));

  private Rehearsal() {}

  public static void main(String[] arguments) {
    COMMANDS.forEach(Main::run);
  }
}
