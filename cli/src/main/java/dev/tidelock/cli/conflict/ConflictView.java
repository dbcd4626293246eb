package dev.tidelock.cli.conflict;

import dev.tidelock.cli.output.Style;
import dev.tidelock.cli.output.Terminal;
import dev.tidelock.cli.output.Words;
import dev.tidelock.cli.text.DiffLine;
import dev.tidelock.cli.text.SideBySide;
import dev.tidelock.cli.text.UnifiedDiff;
import dev.tidelock.core.Bytes;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.Term;
import dev.tidelock.engine.sync.OpenConflict;
import dev.tidelock.engine.sync.RemotePlace;
import dev.tidelock.engine.sync.Workspace;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Shows a conflict: its values, how each differs from what it was changed from, and two of them
/// side by side.
public final class ConflictView {
  private static final int LINES = 200;

  private final Terminal terminal;
  private final Workspace workspace;
  private final Optional<RemotePlace> from;
  private final Instant now;
  private final int width;

  /// @param terminal where to show it
  /// @param workspace whose conflict it is
  /// @param from where versions are fetched that are not here
  /// @param now for saying how long ago
  /// @param width how many characters fit beside each other
  public ConflictView(
      Terminal terminal, Workspace workspace, Optional<RemotePlace> from, Instant now, int width) {
    this.terminal = terminal;
    this.workspace = workspace;
    this.from = from;
    this.now = now;
    this.width = width;
  }

  /// Shows everything.
  public void show(OpenConflict conflict) {
    terminal.print(
        terminal.styled(Style.BOLD, Words.shown(conflict.path().toString()))
            + "  "
            + conflict.id()
            + ", "
            + conflict.terms().size()
            + " versions:");
    for (int i = 0; i < conflict.terms().size(); i++) {
      terminal.print("  [" + (i + 1) + "] " + TermText.of(conflict, conflict.terms().get(i), now));
    }
    terminal.print(
        "  base: " + conflict.base().map(TermText::of).orElse("none, all versions are new"));
    if (conflict.terms().size() == 2) {
      sideBySide(conflict.terms().getFirst(), conflict.terms().getLast());
    } else {
      conflict.terms().forEach(term -> fromBase(conflict, term));
    }
  }

  private void sideBySide(Term left, Term right) {
    Optional<Bytes> one = content(left.entry());
    Optional<Bytes> other = content(right.entry());
    Optional<List<DiffLine>> lines =
        one.isEmpty() || other.isEmpty()
            ? Optional.empty()
            : SideBySide.of(one.get(), other.get(), width);
    if (lines.isEmpty()) {
      terminal.print("  (no text that could be shown)");
      return;
    }
    terminal.print(
        terminal.styled(Style.DIM, "[1]" + " ".repeat(Math.max(1, width / 2 - 2)) + "[2]"));
    print(lines.get());
  }

  /// Shows what a version changed.
  public void fromBase(OpenConflict conflict, Term term) {
    Optional<Bytes> base =
        conflict.base().isPresent() ? content(conflict.base().get()) : Optional.of(Bytes.empty());
    Optional<Bytes> changed = content(term.entry());
    terminal.print(terminal.styled(Style.BOLD, TermText.of(conflict, term, now)));
    if (base.isEmpty() || changed.isEmpty()) {
      terminal.print("  (too large to show, or not here)");
      return;
    }
    UnifiedDiff.of(base.get(), changed.get())
        .ifPresentOrElse(this::print, () -> terminal.print("  (not text)"));
  }

  private Optional<Bytes> content(Entry.Leaf leaf) {
    return workspace.content(leaf, from);
  }

  private void print(List<DiffLine> lines) {
    lines.stream().limit(LINES).forEach(line -> print(terminal, line));
    if (lines.size() > LINES) {
      terminal.print("… and " + (lines.size() - LINES) + " more lines");
    }
  }

  /// Prints a line of a difference in its colour.
  public static void print(Terminal terminal, DiffLine line) {
    String text = Words.shown(line.text().replace("\t", "    "));
    terminal.print(
        switch (line.kind()) {
          case PLACE -> terminal.styled(Style.CYAN, text);
          case SAME -> text;
          case GONE -> terminal.styled(Style.RED, text);
          case NEW -> terminal.styled(Style.GREEN, text);
        });
  }
}
