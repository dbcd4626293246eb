package dev.tidelock.cli.command.history;

import dev.tidelock.cli.output.Style;
import dev.tidelock.cli.output.Terminal;
import dev.tidelock.cli.output.Words;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.sync.PathDiff;
import dev.tidelock.workspace.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Differences between two states, path by path, as text and as documents.
public final class Changes {
  private Changes() {}

  /// Prints one line for each, `limit` at most.
  public static void show(Terminal terminal, List<PathDiff> changes, int limit) {
    changes.stream().limit(limit).forEach(change -> terminal.print(line(terminal, change)));
    if (changes.size() > limit) {
      terminal.print("  … and " + (changes.size() - limit) + " more");
    }
  }

  private static String line(Terminal terminal, PathDiff change) {
    String path = Words.shown(change.path().toString());
    return switch (change.what()) {
      case ADDED -> terminal.styled(Style.GREEN, "  A ") + path;
      case MODIFIED -> terminal.styled(Style.YELLOW, "  M ") + path;
      case DELETED -> terminal.styled(Style.RED, "  D ") + path;
      case RENAMED ->
          terminal.styled(Style.CYAN, "  R ")
              + change.renamedFrom().map(from -> Words.shown(from.toString()) + " → ").orElse("")
              + path;
    };
  }

  /// The element of a list of changes.
  public static Json toJson(PathDiff change) {
    return Json.object()
        .put("path", change.path().toString())
        .put("what", change.what().name().toLowerCase(Locale.ROOT))
        .put("from", change.renamedFrom().map(TreePath::toString))
        .put("before", entry(change.before()))
        .put("after", entry(change.after()))
        .build();
  }

  private static Json entry(Optional<Entry> entry) {
    return entry.<Json>map(each -> entry(each).build()).orElse(Json.NOTHING);
  }

  private static Json.Builder entry(Entry entry) {
    return switch (entry) {
      case Entry.File file ->
          Json.object()
              .put("kind", "file")
              .put("size", file.size())
              .put("executable", file.executable());
      case Entry.Link link -> Json.object().put("kind", "link").put("target", link.text());
      case Entry.Directory directory ->
          Json.object().put("kind", "directory").put("files", directory.summary().files());
      case Entry.Conflict conflict ->
          Json.object().put("kind", "conflict").put("terms", conflict.terms().size());
    };
  }
}
