package dev.tidelock.cli.command.history;

import dev.tidelock.cli.conflict.ConflictView;
import dev.tidelock.cli.output.Style;
import dev.tidelock.cli.output.Terminal;
import dev.tidelock.cli.output.Words;
import dev.tidelock.cli.text.DiffLine;
import dev.tidelock.cli.text.UnifiedDiff;
import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.sync.PathDiff;
import dev.tidelock.engine.sync.RemotePlace;
import dev.tidelock.workspace.OpenWorkspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Prints differences line by line.
final class DiffText {
  private static final long LIMIT = 1 << 20;

  private final Terminal terminal;
  private final OpenWorkspace workspace;
  private final Later later;
  private Optional<RemotePlace> source = Optional.empty();
  private boolean sourceTried;

  DiffText(Terminal terminal, OpenWorkspace workspace, Later later) {
    this.terminal = terminal;
    this.workspace = workspace;
    this.later = later;
  }

  /// Where the bytes of the later state are.
  enum Later {
    /// In the history.
    HISTORY,
    /// On the disk, maybe only there.
    DISK
  }

  void show(PathDiff change) {
    String from = change.renamedFrom().orElse(change.path()).toString();
    String to = change.path().toString();
    if (change.before().orElse(null) instanceof Entry.Directory
        || change.after().orElse(null) instanceof Entry.Directory) {
      Changes.show(terminal, List.of(change), 1);
      return;
    }
    terminal.print(
        terminal.styled(
            Style.BOLD,
            "--- " + (change.before().isEmpty() ? "/dev/null" : "a/" + Words.shown(from))));
    terminal.print(
        terminal.styled(
            Style.BOLD,
            "+++ " + (change.after().isEmpty() ? "/dev/null" : "b/" + Words.shown(to))));
    Optional<Bytes> before = content(change.before(), Optional.empty());
    Optional<Bytes> after =
        content(
            change.after(), later == Later.DISK ? Optional.of(change.path()) : Optional.empty());
    Optional<List<DiffLine>> lines =
        before.isEmpty() || after.isEmpty()
            ? Optional.empty()
            : UnifiedDiff.of(before.get(), after.get());
    if (lines.isPresent()) {
      lines.get().forEach(line -> ConflictView.print(terminal, line));
    } else {
      terminal.print(
          "Binary or large: " + describe(change.before()) + " → " + describe(change.after()));
    }
  }

  private Optional<Bytes> content(Optional<Entry> entry, Optional<TreePath> onDisk) {
    if (entry.isEmpty()) {
      return Optional.of(Bytes.empty());
    }
    return switch (entry.get()) {
      case Entry.Leaf leaf -> content(leaf, onDisk);
      case Entry.Conflict conflict -> content(conflict.first().entry(), onDisk);
      case Entry.Directory _ -> Optional.empty();
    };
  }

  private Optional<Bytes> content(Entry.Leaf leaf, Optional<TreePath> onDisk) {
    if (leaf instanceof Entry.File file && onDisk.isPresent()) {
      Path path = workspace.place().root().resolve(onDisk.get().toString());
      try {
        if (file.size() <= LIMIT && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
          return Optional.of(Bytes.wrap(Files.readAllBytes(path)));
        }
      } catch (IOException _) {
        return Optional.empty();
      }
    }
    Optional<Bytes> here = workspace.engine().content(leaf, Optional.empty());
    return here.isPresent() ? here : fetched(leaf);
  }

  private Optional<Bytes> fetched(Entry.Leaf leaf) {
    if (!sourceTried) {
      source = workspace.source();
      sourceTried = true;
    }
    try {
      return source.isEmpty() ? Optional.empty() : workspace.engine().content(leaf, source);
    } catch (RemoteFailure _) {
      return Optional.empty();
    }
  }

  private static String describe(Optional<Entry> entry) {
    return switch (entry.orElse(null)) {
      case null -> "nothing";
      case Entry.File file -> Words.size(file.size());
      case Entry.Link link -> "link to " + Words.shown(link.text());
      case Entry.Directory _ -> "directory";
      case Entry.Conflict conflict -> conflict.terms().size() + " versions";
    };
  }
}
