package dev.tidelock.platform.database;

import dev.tidelock.core.record.ColumnId;
import dev.tidelock.core.record.ForeignKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads the foreign keys of a table.
final class ForeignKeyReader {
  private final Link link;
  private final String name;
  private final Declaration declaration;
  private final Map<String, ColumnId> ids;

  /// @param ids the ids of columns by their folded names
  ForeignKeyReader(Link link, String name, Declaration declaration, Map<String, ColumnId> ids) {
    this.link = link;
    this.name = name;
    this.declaration = declaration;
    this.ids = ids;
  }

  /// All of them, in the order of the declaration: SQLite numbers them from the last one.
  List<ForeignKey> foreignKeys() {
    Map<Long, List<List<String>>> byId = new TreeMap<>(Comparator.reverseOrder());
    try (Query found =
        link.query(
            "SELECT id, \"table\", \"from\", \"to\", on_update, on_delete"
                + " FROM pragma_foreign_key_list(?, 'main') ORDER BY id, seq",
            name)) {
      while (found.next()) {
        byId.computeIfAbsent(found.integer(0), _ -> new ArrayList<>())
            .add(
                List.of(
                    found.text(1),
                    found.text(2),
                    found.optionalText(3).orElse(""),
                    found.text(4),
                    found.text(5)));
      }
    }
    List<ForeignKey> foreignKeys = new ArrayList<>();
    int place = 0;
    for (List<List<String>> pairs : byId.values()) {
      ForeignKey.Check check =
          place < declaration.references().size()
              ? declaration.references().get(place)
              : ForeignKey.Check.IMMEDIATE;
      place++;
      foreignKey(pairs, check).ifPresent(foreignKeys::add);
    }
    return foreignKeys;
  }

  /// A foreign key of columns that a schema has: not of generated ones.
  private Optional<ForeignKey> foreignKey(List<List<String>> pairs, ForeignKey.Check check) {
    if (!pairs.stream().allMatch(pair -> ids.containsKey(Sql.folded(pair.get(1))))) {
      return Optional.empty();
    }
    List<String> first = pairs.getFirst();
    return Optional.of(
        new ForeignKey(
            pairs.stream().map(pair -> id(pair.get(1))).toList(),
            first.getFirst(),
            pairs.stream().map(pair -> pair.get(2)).filter(column -> !column.isEmpty()).toList(),
            action(first.get(4)),
            action(first.get(3)),
            check));
  }

  private static ForeignKey.Action action(String sql) {
    return ForeignKey.Action.valueOf(sql.replace(' ', '_'));
  }

  private ColumnId id(String column) {
    return Optional.ofNullable(ids.get(Sql.folded(column))).orElseThrow();
  }
}
