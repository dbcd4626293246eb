package dev.tidelock.engine.sync;

import dev.tidelock.core.record.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;

/// How one row differs between two states.
///
/// @param database the name of its database
/// @param table the name of its table
/// @param key its key, for people
/// @param before what the earlier state has
/// @param after what the later state has
public record RowDiff(
    String database, String table, String key, Optional<Version> before, Optional<Version> after) {
  /// The columns whose values differ, in the order of the table.
  public List<Field> fields() {
    Map<String, Value> was = values(before);
    Map<String, Value> is = values(after);
    SequencedSet<String> columns = new LinkedHashSet<>(is.keySet());
    columns.addAll(was.keySet());
    return columns.stream()
        .map(name ->
            new Field(name, Optional.ofNullable(was.get(name)), Optional.ofNullable(is.get(name))))
        .filter(field -> !field.before().equals(field.after()))
        .toList();
  }

  private static Map<String, Value> values(Optional<Version> version) {
    return version.<Map<String, Value>>map(Version::fields).orElseGet(Map::of);
  }

  /// What a column has in two states.
  ///
  /// @param before nothing if the earlier state does not know it
  /// @param after nothing if the later state does not know it
  public record Field(String column, Optional<Value> before, Optional<Value> after) {}

  /// A row in one state.
  ///
  /// @param fields the values by the names of columns, in the order of the table; of a conflict
  ///   those of its first version
  /// @param others those of its other versions, but for deletions; none unless it is a conflict
  /// @param versions how many versions are wanted: one, but for a conflict
  public record Version(
      SequencedMap<String, Value> fields, List<SequencedMap<String, Value>> others, int versions) {
    public Version {
      others = List.copyOf(others);
    }
  }
}
