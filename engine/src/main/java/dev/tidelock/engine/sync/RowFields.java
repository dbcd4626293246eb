package dev.tidelock.engine.sync;

import dev.tidelock.core.record.RowTerm;
import dev.tidelock.core.record.Value;
import dev.tidelock.core.record.merge.TableRules;
import java.util.LinkedHashMap;
import java.util.Map;

/// The versions of a row put together field by field.
public sealed interface RowFields {
  /// Each field was changed by one side only, or alike.
  ///
  /// @param start the version that most is taken from
  /// @param values what is otherwise than there, by the names of columns
  record Merged(RowTerm start, Map<String, Value> values) implements RowFields {
    public Merged {
      values = new LinkedHashMap<>(values);
    }
  }

  /// They do not go together.
  ///
  /// @param reason why, for people
  record Disputed(String reason) implements RowFields {}

  /// Merges the versions of a conflict.
  ///
  /// @param rules which columns are one field together, and who is asked of a column that several
  ///   changed; what is said of the row as a whole does not count
  static RowFields of(OpenRowConflict conflict, TableRules rules) {
    if (conflict.refused().isPresent()) {
      return new Disputed("it cannot stand beside the other rows as it is");
    }
    if (conflict.terms().stream().anyMatch(term -> term.row().isEmpty())) {
      return new Disputed("one side deleted it");
    }
    RowTerm start = conflict.terms().getFirst();
    TermFold fold = new TermFold(conflict, rules, start);
    conflict.terms().stream().skip(1).forEach(fold::add);
    if (!fold.disputed().isEmpty()) {
      return new Disputed("both sides changed " + String.join(", ", fold.disputed()));
    }
    Map<String, Value> first = conflict.fields(start.row().orElseThrow());
    Map<String, Value> merged = fold.merged();
    merged.entrySet().removeIf(field -> field.getValue().equals(first.get(field.getKey())));
    return new Merged(start, merged);
  }
}
