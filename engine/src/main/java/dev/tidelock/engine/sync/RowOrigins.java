package dev.tidelock.engine.sync;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.commit.Commit;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.RowTerm;
import dev.tidelock.core.record.Stamp;
import dev.tidelock.core.record.TableId;
import dev.tidelock.core.tree.DeviceId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds out who wrote the versions of rows: a row says it by a number for its device, or not at
/// all if it was there before anybody looked; the newest commits tell the rest. One thread.
final class RowOrigins {
  private static final int MOST_COMMITS = 1000;

  private final Stores stores;
  private final List<LogEntry> newest;
  private final Map<Long, Writer> byDevice = new HashMap<>();

  RowOrigins(Stores stores) {
    this.stores = stores;
    this.newest =
        new LogWalk(stores.history, stores.trees)
            .entries(stores.state.head(), Optional.empty(), MOST_COMMITS);
    newest.forEach(entry -> add(entry.commit().author(), entry.commit().device()));
    add(stores.parts.identity().author(), stores.parts.identity().device());
  }

  private void add(String author, DeviceId device) {
    byDevice.putIfAbsent(Stamp.of(0, device).device(), new Writer(author, device));
  }

  private record Writer(String author, DeviceId device) {}

  /// Who wrote the versions of a row, in their order.
  List<RowOrigin> of(OpenRowConflict conflict) {
    return conflict.terms().stream()
        .map(term -> of(conflict.table(), conflict.key(), term))
        .toList();
  }

  private RowOrigin of(TableId table, Bytes key, RowTerm term) {
    if (term.stamp().equals(Stamp.ZERO)) {
      return term.row().flatMap(row -> first(table, key, row)).orElse(RowOrigin.UNKNOWN);
    }
    Optional<Writer> writer = Optional.ofNullable(byDevice.get(term.stamp().device()));
    return new RowOrigin(
        writer.map(Writer::author), writer.map(Writer::device), Optional.of(term.stamp().time()));
  }

  /// The oldest commit that has a row and merged nothing.
  private Optional<RowOrigin> first(TableId table, Bytes key, Row row) {
    Optional<Commit> found = Optional.empty();
    for (LogEntry entry : newest) {
      if (entry.commit().parents().size() < 2 && has(entry, table, key, row)) {
        found = Optional.of(entry.commit());
      }
    }
    return found.map(commit ->
        new RowOrigin(
            Optional.of(commit.author()),
            Optional.of(commit.device()),
            Optional.of(commit.time())));
  }

  private boolean has(LogEntry entry, TableId table, Bytes key, Row row) {
    try {
      Optional<RowEntry> there =
          stores
              .history
              .tables(entry.id())
              .flatMap(tables -> stores.records.tables(tables).get(table.bytes()))
              .flatMap(rows -> stores.records.open(rows).get(key));
      return there.filter(row::sameAs).isPresent();
    } catch (MissingObjectException _) {
      return false;
    }
  }
}
