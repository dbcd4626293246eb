package dev.tidelock.engine.sync;

import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.RowTerm;
import dev.tidelock.core.record.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
  static RowFields of(OpenRowConflict conflict) {
    if (conflict.refused().isPresent()) {
      return new Disputed("it cannot stand beside the other rows as it is");
    }
    if (conflict.terms().stream().anyMatch(term -> term.row().isEmpty())) {
      return new Disputed("one side deleted it");
    }
    Map<String, Value> base = conflict.base().map(conflict::fields).orElseGet(LinkedHashMap::new);
    RowTerm start = conflict.terms().getFirst();
    Map<String, Value> merged = new LinkedHashMap<>(conflict.fields(start.row().orElseThrow()));
    List<String> disputed = new ArrayList<>();
    for (RowTerm term : conflict.terms().subList(1, conflict.terms().size())) {
      Row row = term.row().orElseThrow();
      conflict
          .fields(row)
          .forEach((column, value) -> {
            Optional<Value> was = Optional.ofNullable(base.get(column));
            Optional<Value> now = Optional.ofNullable(merged.get(column));
            boolean unchanged = was.equals(Optional.of(value));
            if (now.isEmpty() || now.equals(was)) {
              merged.put(column, value);
            } else if (!unchanged && !now.get().equals(value) && !disputed.contains(column)) {
              disputed.add(column);
            }
          });
    }
    if (!disputed.isEmpty()) {
      return new Disputed("both sides changed " + String.join(", ", disputed));
    }
    Map<String, Value> first = conflict.fields(start.row().orElseThrow());
    merged.entrySet().removeIf(field -> field.getValue().equals(first.get(field.getKey())));
    return new Merged(start, merged);
  }
}
