package dev.tidelock.cli.contest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// A tool that keeps two directories the same, set up as its manual says for two that both change,
/// with nobody at hand who could be asked.
interface Contestant extends AutoCloseable {
  /// What it is called.
  String name();

  /// What it says about its version.
  String version() throws IOException;

  /// Makes it ready for two directories, of which the first has files in it.
  void begin(Sides sides) throws IOException;

  /// Syncs as somebody does who works at one side, to its end.
  void sync(int side) throws IOException;

  /// Begins to sync, lets it go on for a part of the time that it usually takes, and then disturbs
  /// it.
  ///
  /// @param part how much of the usual time, where 1 is all of it
  /// @param meanwhile what users do while it is stopped, or goes on
  /// @return whether it was still at work
  boolean disturb(int side, double part, Trouble trouble, Meanwhile meanwhile) throws IOException;

  /// Syncs until nothing changes any more, or until that will not come.
  void rest() throws IOException;

  /// The paths at which it waits for somebody to decide, relative to both sides: none, where a tool
  /// decides by itself.
  default Set<String> waiting() throws IOException {
    return Set.of();
  }

  /// The digests of contents that its history or its backups give back.
  Set<String> kept() throws IOException;

  /// Whether a file is a version that it put aside because of a conflict.
  boolean isConflictCopy(String name);

  /// The names in the top directories that are its own.
  List<String> own();

  /// What it was told to do, and how often it asked for a person, in words.
  String remarks();

  @Override
  void close();

  /// What goes wrong.
  enum Trouble {
    /// SIGKILL.
    KILL,
    /// SIGSTOP, and some time later SIGCONT.
    SLEEP,
    /// Nothing, but users go on.
    EDITS
  }

  /// What users do meanwhile.
  @FunctionalInterface
  interface Meanwhile {
    /// Does the next thing.
    ///
    /// @return whether there is more to do
    boolean next() throws IOException;
  }

  /// The directories of a contest.
  ///
  /// @param base where a tool may put what it needs
  /// @param first the first one
  /// @param second the other one
  record Sides(Path base, Path first, Path second) {
    Path at(int side) {
      return side == 0 ? first : second;
    }

    List<Path> both() {
      return List.of(first, second);
    }
  }
}
