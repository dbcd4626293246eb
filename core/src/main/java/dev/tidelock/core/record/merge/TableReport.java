package dev.tidelock.core.record.merge;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.TableId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What a merge did with one table.
///
/// @param table which one
/// @param name its name
/// @param counts how many rows each kind of note was made of
/// @param notes the first of them, at most [#MOST_NOTES]
/// @param problems what of the schemas does not go together
public record TableReport(
    TableId table,
    String name,
    Map<RowNote.Kind, Long> counts,
    List<RowNote> notes,
    List<SchemaProblem> problems) {
  /// How many notes are kept of one table.
  public static final int MOST_NOTES = 1000;

  public TableReport {
    counts = Map.copyOf(counts);
    notes = List.copyOf(notes);
    problems = List.copyOf(problems);
  }

  /// How many rows a kind of note was made of.
  public long count(RowNote.Kind kind) {
    return counts.getOrDefault(kind, 0L);
  }

  /// Whether there is nothing to tell.
  public boolean isEmpty() {
    return counts.isEmpty() && problems.isEmpty();
  }

  /// A report in the making. One thread.
  public static final class Builder {
    private final Map<RowNote.Kind, Long> counts = new EnumMap<>(RowNote.Kind.class);
    private final List<RowNote> notes = new ArrayList<>();

    /// Counts a row.
    public void note(RowNote.Kind kind, Bytes key) {
      counts.merge(kind, 1L, Long::sum);
      if (notes.size() < MOST_NOTES) {
        notes.add(new RowNote(kind, key));
      }
    }

    /// The report of a table.
    public TableReport build(TableId table, String name, List<SchemaProblem> problems) {
      return new TableReport(table, name, counts, notes, problems);
    }
  }
}
