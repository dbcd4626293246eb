package dev.tidelock.simulation.sabotage;

import dev.tidelock.simulation.sabotage.Sabotage.Change;
import java.util.List;

/// A small wrong change of what syncs rows. Each breaks a promise, and the simulation of rows must
/// find it.
enum RowSabotage {
  /// What the application changed since its database was looked at is written over.
  WRITES_OVER_WHAT_CHANGED(
      "WRITE SYNC TROUBLED_SYNC",
      platform("TableWriter", "if (moved.contains(row.key())) {", "if (row.key().isEmpty()) {")),
  /// The application's notes are thrown away, whether they were looked at or not.
  FORGETS_NOTES_THAT_NOBODY_SAW(
      "WRITE SYNC TROUBLED_SYNC", platform("Ledger", "echo ? last : captured", "last")),
  /// A row that lost against one that its database never showed is kept nowhere.
  KEEPS_NO_LOSERS(
      "WRITE SYNC TROUBLED_SYNC",
      engine("sync/LocalWork", "return rows.isDecided() && !rows", "return found() && !rows"),
      engine(
          "sync/LocalWork",
          "  /// Whether it was decided between",
          "  private static boolean found() { return false; }\n  /// Whether it was decided between")),
  /// A database that was restored is taken for the one that held more.
  TRUSTS_A_RESTORED_DATABASE(
      "WRITE SYNC BACK_UP RESTORE",
      engine(
          "sync/DatabaseMemory",
          """
          equals(shown)
                    && captured.position().sequence() >= sequence
                    && captured.position().schema() >= schema
                    && marks.apply(sequence).filter(mark::equals).isPresent();\
          """,
          "equals(shown);"),
      engine(
          "sync/DatabaseMemory",
          "if (taken(database).isPresent()) {",
          "if (database.isEmpty()) {"));

  private final String kinds;

  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Change> changes;

  RowSabotage(String kinds, Change... changes) {
    this.kinds = kinds;
    this.changes = List.of(changes);
  }

  /// The kinds of steps with which it is found soon.
  String kinds() {
    return kinds;
  }

  List<Change> changes() {
    return changes;
  }

  private static Change engine(String type, String from, String to) {
    return new Change("engine/src/main/java/dev/tidelock/engine/" + type + ".java", from, to);
  }

  private static Change platform(String type, String from, String to) {
    return new Change(
        "platform/src/main/java/dev/tidelock/platform/database/" + type + ".java", from, to);
  }
}
