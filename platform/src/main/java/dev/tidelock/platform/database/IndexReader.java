package dev.tidelock.platform.database;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Reads the unique indices of a table.
final class IndexReader {
  private final Link link;
  private final String table;

  IndexReader(Link link, String table) {
    this.link = link;
    this.table = table;
  }

  /// The columns of the primary key, as its index has them; none if the key is the rowid.
  List<UniqueIndex.Part> primaryKey() {
    return indices("i.origin = 'pk'").stream()
        .findFirst()
        .map(UniqueIndex::parts)
        .orElse(List.of());
  }

  /// What is unique beside the primary key, in the order of names, which a declaration alone makes.
  List<UniqueIndex> uniques() {
    return indices("i.origin <> 'pk'").stream()
        .sorted(Comparator.comparing(UniqueIndex::name))
        .toList();
  }

  private List<UniqueIndex> indices(String which) {
    List<UniqueIndex> indices = new ArrayList<>();
    try (Query found =
        link.query(
            "SELECT i.name, s.sql FROM pragma_index_list(?, 'main') AS i"
                + " LEFT JOIN main.sqlite_schema AS s ON s.type = 'index' AND s.name = i.name"
                + " WHERE i.\"unique\" AND "
                + which,
            table)) {
      while (found.next()) {
        Optional<UniqueIndex.Text> text = found.optionalText(1).map(UniqueIndex.Text::of);
        String name = found.text(0);
        indices.add(
            new UniqueIndex(name, parts(name, text), text.map(UniqueIndex.Text::where).orElse("")));
      }
    }
    return indices;
  }

  private List<UniqueIndex.Part> parts(String index, Optional<UniqueIndex.Text> text) {
    List<UniqueIndex.Part> parts = new ArrayList<>();
    try (Query found =
        link.query(
            "SELECT name, coll FROM pragma_index_xinfo(?, 'main') WHERE \"key\" ORDER BY seqno",
            index)) {
      while (found.next()) {
        Optional<String> column = found.optionalText(0);
        int place = parts.size();
        String expression =
            column.map(Sql::name).orElseGet(() -> text.orElseThrow().expressions().get(place));
        parts.add(new UniqueIndex.Part(column, expression, found.text(1)));
      }
    }
    return parts;
  }
}
