package dev.tidelock.cli.command.database;

import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Words;
import dev.tidelock.engine.sync.Collision;
import java.util.List;

/// Rows that keep a table from being synced, as a person is told of them.
final class CollidingRows {
  private CollidingRows() {}

  /// Stops the command if there are some; nothing was attached then.
  static void requireNone(String database, List<Collision> collisions) {
    if (collisions.isEmpty()) {
      return;
    }
    List<String> tables =
        collisions.stream()
            .map(each ->
                "%s of %s.%s (such as %s)"
                    .formatted(
                        Words.count(each.rows(), "row"),
                        database,
                        Words.shown(each.table()),
                        Words.shown(String.join(", ", each.examples()))))
            .toList();
    throw new Failure(
        ExitCode.FAILURE,
        String.join(" and ", tables)
            + " have integer keys under which the project has other rows: nothing says that they are"
            + " the same, and nothing was attached",
        "attach an empty database, or let the project's rows replace these ('tidelock record attach"
            + " --keep-both', then 'tidelock hydrate --replace'), or keep both as conflicts with"
            + " --keep-both");
  }
}
