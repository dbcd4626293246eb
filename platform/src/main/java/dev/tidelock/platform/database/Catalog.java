package dev.tidelock.platform.database;

import dev.tidelock.engine.port.DatabaseFailure.Reason;
import dev.tidelock.engine.port.FoundTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The tables of a database, and which of them can be tracked.
///
/// @param link where
record Catalog(Link link) {
  List<FoundTable> found() {
    List<FoundTable> found = new ArrayList<>();
    try (Query names =
        link.query(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type <> 'view'"
                + " ORDER BY name COLLATE NOCASE")) {
      while (names.next()) {
        String name = names.text(0);
        String folded = Sql.folded(name);
        if (!folded.startsWith("sqlite_") && !isOwn(folded)) {
          refusal(name).ifPresent(refusal -> found.add(new FoundTable(name, refusal)));
        }
      }
    }
    return found;
  }

  private static boolean isOwn(String folded) {
    return folded.equals(Ledger.META) || folded.equals(Ledger.TABLE) || folded.equals(Ledger.LOG);
  }

  /// Why a table cannot be tracked, if it cannot; nothing at all if there is none.
  Optional<Optional<FoundTable.Refusal>> refusal(String name) {
    return switch (TableReader.read(link, name)) {
      case TableReader.Found.Absent _ -> Optional.empty();
      case TableReader.Found.Refused refused -> Optional.of(Optional.of(refused.refusal()));
      case TableReader.Found.Usable usable -> Optional.of(refuseRows(usable.shape()));
    };
  }

  private Optional<FoundTable.Refusal> refuseRows(TableShape table) {
    if (table.integerKey() || table.withoutRowid()) {
      return Optional.empty();
    }
    String some =
        table.key().stream()
            .map(column -> Sql.name(column) + " IS NULL")
            .collect(Collectors.joining(" OR "));
    long found =
        link.number(
            "SELECT EXISTS(SELECT 1 FROM " + Sql.name(table.name()) + " WHERE " + some + ")");
    return found == 0
        ? Optional.empty()
        : Optional.of(
            new FoundTable.Refusal(
                FoundTable.Reason.NULL_IN_KEY,
                "some rows of %s have NULL in their primary key (%s): give them keys"
                    .formatted(table.name(), String.join(", ", table.key()))));
  }

  TableShape shape(String name) {
    return switch (TableReader.read(link, name)) {
      case TableReader.Found.Usable usable -> usable.shape();
      case TableReader.Found.Refused refused ->
          throw link.failures().of(Reason.CHANGED, refused.refusal().detail());
      case TableReader.Found.Absent _ ->
          throw link.failures().of(Reason.CHANGED, "there is no table " + name);
    };
  }
}
