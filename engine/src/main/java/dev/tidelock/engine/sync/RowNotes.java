package dev.tidelock.engine.sync;

import dev.tidelock.core.commit.Note;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.merge.RowNote;
import dev.tidelock.core.record.merge.SchemaProblem;
import dev.tidelock.core.record.merge.TableReport;
import dev.tidelock.engine.record.RowName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What commits tell of rows: for each table how many of them something was decided of.
final class RowNotes {
  /// How many notes of rows one commit has; what is beyond is in no commit.
  private static final int MOST = 40;

  private RowNotes() {}

  /// The notes of what was done with tables.
  ///
  /// @param tables the tables, for their names
  static List<Note> of(List<TableReport> reports, MerkleMap<Table> tables) {
    List<Note> notes = new ArrayList<>();
    for (TableReport report : reports) {
      String name =
          tables
              .get(report.table().bytes())
              .map(table -> RowName.table(table.database(), table.name()))
              .orElse(report.name());
      new TreeMap<>(report.counts())
          .forEach((kind, count) ->
              kind(kind)
                  .ifPresent(it -> notes.add(new Note(it, TreePath.ROOT, count + " of " + name))));
      for (SchemaProblem problem : report.problems()) {
        String what = problem.column().isEmpty() ? name : name + "." + problem.column();
        notes.add(
            new Note(Note.Kind.SCHEMA_DECIDED, TreePath.ROOT, what + ": " + problem.detail()));
      }
    }
    return joined(notes);
  }

  /// The code of what was done with rows; nothing for conflicts, which tell of themselves.
  private static Optional<Note.Kind> kind(RowNote.Kind kind) {
    return switch (kind) {
      case MERGED -> Optional.of(Note.Kind.ROWS_MERGED);
      case DECIDED -> Optional.of(Note.Kind.ROWS_DECIDED);
      case EDIT_SURVIVED -> Optional.of(Note.Kind.ROWS_SURVIVED);
      case DELETE_STOOD -> Optional.of(Note.Kind.ROWS_DELETED);
      case REFUSED -> Optional.of(Note.Kind.ROWS_REFUSED);
      case RETURNED -> Optional.of(Note.Kind.ROWS_RETURNED);
      case PARENT_STAYED -> Optional.of(Note.Kind.ROWS_RESTORED);
      case OPENED -> Optional.empty();
    };
  }

  /// Notes in which those of the same kind about the rows of the same table are one, and those of
  /// rows are few; all others as they are.
  static List<Note> joined(List<Note> notes) {
    List<Note> joined = new ArrayList<>();
    Map<Note, Long> counts = new LinkedHashMap<>();
    for (Note note : notes) {
      if (!note.kind().isOfRows()) {
        joined.add(note);
        continue;
      }
      int end = count(note.detail());
      if (end > 0) {
        Note table = new Note(note.kind(), note.path(), note.detail().substring(end));
        counts.merge(table, Long.parseLong(note.detail().substring(0, end)), Long::sum);
      } else {
        counts.putIfAbsent(note, 0L);
      }
    }
    counts.entrySet().stream()
        .limit(MOST)
        .forEach(each -> {
          Note note = each.getKey();
          String count = each.getValue() == 0 ? "" : Long.toString(each.getValue());
          joined.add(new Note(note.kind(), note.path(), count + note.detail()));
        });
    return joined;
  }

  /// Where the number ends with which a text begins; 0 if it begins with none of ours.
  private static int count(String detail) {
    int end = 0;
    while (end < detail.length() && end < 15 && Character.isDigit(detail.charAt(end))) {
      end++;
    }
    return detail.startsWith(" of ", end) ? end : 0;
  }
}
