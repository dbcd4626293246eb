package dev.tidelock.engine.sync;

import dev.tidelock.core.record.Value;
import dev.tidelock.core.tree.TermKey;
import java.util.LinkedHashMap;
import java.util.Map;

/// How a person, or a strategy, decides a row.
public sealed interface RowDecision {
  /// One of its versions stays; a deletion is one.
  ///
  /// @param term which
  record TakeTerm(TermKey term) implements RowDecision {}

  /// A new row takes its place: one of its versions with other values.
  ///
  /// @param start the version that other columns are taken from
  /// @param values by the names of columns, texts and blobs of any length
  record UseValues(TermKey start, Map<String, Value> values) implements RowDecision {
    public UseValues {
      values = new LinkedHashMap<>(values);
    }
  }

  /// No row stays there.
  record Remove() implements RowDecision {}
}
