package dev.tidelock.cli.conflict;

import dev.tidelock.cli.output.Style;
import dev.tidelock.cli.output.Terminal;
import dev.tidelock.cli.output.Words;
import dev.tidelock.cli.row.Values;
import dev.tidelock.cli.text.DiffLine;
import dev.tidelock.cli.text.SideBySide;
import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.RowTerm;
import dev.tidelock.core.record.Value;
import dev.tidelock.engine.sync.OpenRowConflict;
import dev.tidelock.engine.sync.RemotePlace;
import dev.tidelock.engine.sync.RowOrigin;
import dev.tidelock.engine.sync.Workspace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/// Shows a row that waits to be decided: its versions beside each other and beside the base, field
/// by field.
public final class RowView {
  private static final int LINES = 60;
  private static final int NAME = 16;

  private final Terminal terminal;
  private final Workspace workspace;
  private final Optional<RemotePlace> from;
  private final Instant now;
  private final int width;

  /// @param terminal where to show it
  /// @param workspace whose conflict it is
  /// @param from where long values are fetched that are not here
  /// @param now for saying how long ago
  /// @param width how many characters fit beside each other
  public RowView(
      Terminal terminal, Workspace workspace, Optional<RemotePlace> from, Instant now, int width) {
    this.terminal = terminal;
    this.workspace = workspace;
    this.from = from;
    this.now = now;
    this.width = width;
  }

  /// Shows its head line and who wrote which version.
  public void showHead(OpenRowConflict conflict, List<RowOrigin> origins) {
    terminal.print(
        terminal.styled(Style.BOLD, Words.shown(conflict.place()))
            + "  "
            + conflict.id()
            + ", "
            + Words.count(conflict.terms().size(), "version")
            + ":");
    for (int i = 0; i < conflict.terms().size(); i++) {
      RowTerm term = conflict.terms().get(i);
      terminal.print("  [" + (i + 1) + "] " + RowTermText.of(conflict, term, origins.get(i), now));
    }
    RowTermText.reason(conflict).ifPresent(reason -> terminal.print("  " + reason));
  }

  /// Shows the fields: all of them where a row is new or alone, else those that differ.
  public void showFields(OpenRowConflict conflict) {
    List<String> titles = new ArrayList<>();
    List<Map<String, Value>> rows = new ArrayList<>();
    conflict
        .base()
        .ifPresent(base -> {
          titles.add("base");
          rows.add(conflict.fields(base));
        });
    for (int i = 0; i < conflict.terms().size(); i++) {
      titles.add("[" + (i + 1) + "]");
      rows.add(
          conflict
              .terms()
              .get(i)
              .row()
              .map(row -> (Map<String, Value>) conflict.fields(row))
              .orElseGet(Map::of));
    }
    int column = Math.max(12, (width - NAME) / titles.size() - 2);
    terminal.print(terminal.styled(Style.DIM, line("", titles, column)));
    SequencedSet<String> names = new LinkedHashSet<>();
    rows.forEach(row -> names.addAll(row.keySet()));
    for (String name : names) {
      List<Optional<Value>> values =
          rows.stream().map(row -> Optional.ofNullable(row.get(name))).toList();
      boolean same = values.stream().distinct().count() == 1;
      List<String> shown =
          values.stream()
              .map(value -> value.map(it -> Words.shown(Values.text(it, column))).orElse("-"))
              .toList();
      String text = line(name, shown, column);
      terminal.print(same ? terminal.styled(Style.DIM, text) : text);
    }
    names.forEach(name -> showLong(conflict, name));
  }

  private static String line(String name, List<String> cells, int column) {
    StringBuilder line = new StringBuilder("  " + pad(Words.shown(name), NAME));
    cells.forEach(cell -> line.append("  ").append(pad(cell, column)));
    return line.toString().stripTrailing();
  }

  private static String pad(String text, int width) {
    return text.length() >= width ? text : text + " ".repeat(width - text.length());
  }

  /// Shows a long text that two versions have differently, line by line.
  private void showLong(OpenRowConflict conflict, String name) {
    List<Optional<Value>> values =
        conflict.terms().stream()
            .map(term ->
                term.row().flatMap(row -> Optional.ofNullable(conflict.fields(row).get(name))))
            .toList();
    if (values.size() != 2
        || values.getFirst().equals(values.getLast())
        || values.stream().noneMatch(RowView::isLong)) {
      return;
    }
    Optional<Bytes> left = values.getFirst().flatMap(this::bytes);
    Optional<Bytes> right = values.getLast().flatMap(this::bytes);
    Optional<List<DiffLine>> lines =
        left.isEmpty() || right.isEmpty()
            ? Optional.empty()
            : SideBySide.of(left.get(), right.get(), width);
    lines.ifPresent(found -> {
      terminal.print(terminal.styled(Style.DIM, "  " + Words.shown(name) + " [1] and [2]:"));
      found.stream().limit(LINES).forEach(line -> ConflictView.print(terminal, line));
    });
  }

  private static boolean isLong(Optional<Value> value) {
    return value.isPresent()
        && (value.get() instanceof Value.Large
            || value.get() instanceof Value.Text text && text.bytes().size() > 40);
  }

  private Optional<Bytes> bytes(Value value) {
    return switch (value) {
      case Value.Text text -> Optional.of(text.bytes());
      case Value.Large large -> workspace.content(large, from);
      case Value.Null _, Value.Whole _, Value.Real _, Value.Blob _ -> Optional.empty();
    };
  }
}
