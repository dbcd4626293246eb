package dev.tidelock.platform.database;

import dev.tidelock.core.record.Affinity;
import dev.tidelock.core.record.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A table as its database declares it.
///
/// @param name its name
/// @param schema its schema, in which a column's id is its place among [Schema#columns]
/// @param key the names of the columns of its primary key, in order
/// @param collations the collation of each, by SQL's name
/// @param integerKey whether the key is the rowid
/// @param uniques what must be unique beside the key
/// @param names the names of all its columns, generated ones among them, by their folded names
record TableShape(
    String name,
    Schema schema,
    List<String> key,
    List<String> collations,
    boolean integerKey,
    List<UniqueIndex> uniques,
    Map<String, String> names) {
  TableShape {
    key = List.copyOf(key);
    collations = List.copyOf(collations);
    uniques = List.copyOf(uniques);
    names = Map.copyOf(names);
  }

  /// Whether it is `WITHOUT ROWID`.
  boolean withoutRowid() {
    return schema.options().contains(Schema.Option.WITHOUT_ROWID);
  }

  /// A name of the rowid, if the table has one beside its key and no column hides all its names.
  Optional<String> rowid() {
    return integerKey || withoutRowid()
        ? Optional.empty()
        : Stream.of("_rowid_", "oid", "rowid").filter(each -> !names.containsKey(each)).findFirst();
  }

  /// What SQLite makes of values in a column; in a `STRICT` table's `ANY`, nothing.
  Affinity affinity(String column) {
    String type = schema.column(column).orElseThrow().type();
    boolean any = schema.options().contains(Schema.Option.STRICT) && type.equalsIgnoreCase("ANY");
    return any ? Affinity.BLOB : Affinity.ofType(type);
  }
}
