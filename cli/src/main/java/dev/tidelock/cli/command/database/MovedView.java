package dev.tidelock.cli.command.database;

import dev.tidelock.cli.output.Terminal;
import dev.tidelock.cli.output.Words;
import dev.tidelock.cli.row.TableChanges;
import dev.tidelock.cli.sync.Round;
import dev.tidelock.cli.sync.Trouble;
import dev.tidelock.engine.sync.SyncRequest;
import dev.tidelock.workspace.json.Json;
import java.util.List;

/// How rows moved, as text and as a document.
final class MovedView {
  private final Terminal terminal;

  MovedView(Terminal terminal) {
    this.terminal = terminal;
  }

  /// Prints the document.
  void document(Moved moved) {
    Round round = moved.round();
    terminal.print(
        Json.object()
            .put("schema", 1)
            .put("success", moved.success())
            .put("dryRun", moved.effect() == SyncRequest.Effect.PREVIEW)
            .put("recordsProcessed", moved.rows())
            .put(
                "tables",
                Json.array(
                    moved.tables(),
                    each -> TableChanges.toJson(each.database(), each.table(), each.rows())))
            .put("bytes", bytes(round))
            .put("conflicts", round.counts().open())
            .put("errors", Json.array(round.errors(), Trouble::toJson))
            .put("busy", Json.array(moved.busy(), Json::of))
            .put("waiting", Json.array(round.waiting(), Json::of))
            .put("durationMs", round.took().toMillis())
            .put("backups", Json.array(moved.backups(), path -> Json.of(path.toString())))
            .put("commit", round.commit())
            .build());
    moved.failure().ifPresent(failure -> terminal.say(failure.toJson()));
  }

  /// Tells a person.
  void show(Moved moved) {
    Round round = moved.round();
    round.errors().forEach(trouble -> terminal.say(trouble.kind() + " " + trouble.line()));
    terminal.print(
        switch (moved.effect()) {
          case PREVIEW -> "Would move " + Words.count(moved.rows(), "row");
          case REAL ->
              "%s: %s (%s) in %s"
                  .formatted(
                      moved.success() ? "Done" : "Not done",
                      Words.count(moved.rows(), "row"),
                      Words.size(bytes(round)),
                      Words.duration(round.took()));
        });
    moved.tables().forEach(each -> terminal.print("  " + RowTransfer.text(List.of(each))));
    moved.backups().forEach(path -> terminal.print("  as it was before: " + path));
    round
        .stops()
        .forEach(stop ->
            terminal.say(
                "Safety stop: %s held back; if they are meant: --accept-deletes %s"
                    .formatted(Words.count(stop.deletes(), "deletion"), stop.plan())));
    moved
        .failure()
        .filter(failure -> !failure.hint().isEmpty())
        .ifPresent(failure -> terminal.say(failure.hint()));
  }

  private static long bytes(Round round) {
    return round.counts().bytesUp() + round.counts().bytesDown();
  }
}
