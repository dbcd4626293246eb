package dev.tidelock.platform.database;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.SchemaSuccession;
import dev.tidelock.core.record.TableId;
import dev.tidelock.engine.port.Clock;
import dev.tidelock.engine.port.Database;
import dev.tidelock.engine.port.DatabaseFailure;
import dev.tidelock.engine.port.DatabaseFailure.Reason;
import dev.tidelock.engine.port.DatabaseSnapshot;
import dev.tidelock.engine.port.DatabaseTransaction;
import dev.tidelock.engine.port.FoundTable;
import dev.tidelock.engine.port.TrackedTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A SQLite file. Everything but snapshots goes over one connection.
final class SqliteDatabase implements Database {
  private static final int ID_SIZE = 16;

  /// How SQLite begins what it says of pages; else it speaks of rows that break constraints.
  private static final String ABOUT_PAGES = "*** in database main ***\n";

  private final Path file;
  private final Link link;
  private final Clock clock;
  private final Ledger ledger;
  private final Tracking tracking;
  private final Catalog catalog;

  SqliteDatabase(Path file, Link link, Clock clock) {
    this.file = file;
    this.link = link;
    this.clock = clock;
    ledger = new Ledger(link);
    tracking = new Tracking(link);
    catalog = new Catalog(link);
    ledger.check();
  }

  Link link() {
    return link;
  }

  @Override
  public Optional<Identity> identity() {
    if (!ledger.exists()) {
      return Optional.empty();
    }
    String place = ledger.text(Ledger.Said.PLACE).orElse("");
    return ledger
        .bytes(Ledger.Said.ID)
        .map(id -> new Identity(id, !place.equals(Place.of(link, file))));
  }

  @Override
  public void identify(Bytes id) {
    if (id.size() != ID_SIZE) {
      throw new IllegalArgumentException("a database's id has 16 bytes, not " + id.size());
    }
    link.atOnce(() -> {
      ledger.prepare();
      ledger.say(Ledger.Said.ID, id);
      ledger.say(Ledger.Said.PLACE, Place.of(link, file));
    });
  }

  @Override
  public boolean readsWhileWritten() {
    return link.text("PRAGMA main.journal_mode").equals("wal");
  }

  @Override
  public long changeCounter() {
    return link.number("PRAGMA main.data_version");
  }

  @Override
  public List<FoundTable> tables() {
    return catalog.found();
  }

  @Override
  public Schema schema(String table, TableId id, Optional<Schema> before) {
    return SchemaSuccession.of(id, before, catalog.shape(table).schema());
  }

  @Override
  public List<String> uniques(String table) {
    return catalog.shape(table).uniques().stream().map(Clash::columns).toList();
  }

  @Override
  public List<TrackedTable> tracked() {
    if (!ledger.exists()) {
      return List.of();
    }
    return tracking.tracked();
  }

  @Override
  public void track(String table, TableId id) {
    requireIdentity();
    tracking.track(table, id);
  }

  private void requireIdentity() {
    if (identity().isEmpty()) {
      throw new IllegalStateException("a database has an id before anything in it is tracked");
    }
  }

  @Override
  public void untrack(TableId id) {
    if (ledger.exists()) {
      tracking.untrack(id);
    }
  }

  @Override
  public void forget() {
    if (ledger.exists()) {
      tracking.forget();
    }
  }

  @Override
  public Optional<Bytes> mark(long sequence) {
    return ledger.exists() ? ledger.mark(sequence) : Optional.empty();
  }

  @Override
  public DatabaseSnapshot snapshot() {
    Snapshot snapshot = newSnapshot();
    try {
      return snapshot.begin();
    } catch (DatabaseFailure failure) {
      snapshot.close();
      throw failure;
    }
  }

  /// A snapshot that is yet to begin.
  Snapshot newSnapshot() {
    Link another = Link.open(file, link.patience(), false);
    try {
      return Snapshot.over(another, clock);
    } catch (DatabaseFailure failure) {
      another.close();
      throw failure;
    }
  }

  @Override
  public DatabaseTransaction begin(DatabaseSnapshot.Position seen) {
    return Transaction.begin(link, file, seen);
  }

  @Override
  public List<String> verify() {
    List<String> complaints = complaints();
    return complaints.equals(List.of("ok")) ? List.of() : complaints;
  }

  @Override
  public List<String> damage() {
    return readsWhileWritten()
        ? complaints().stream().filter(each -> each.startsWith(ABOUT_PAGES)).toList()
        : List.of();
  }

  private List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    try (Query query = link.query("PRAGMA main.quick_check")) {
      while (query.next()) {
        complaints.add(query.text(0));
      }
    } catch (DatabaseFailure failure) {
      if (failure.reason() != Reason.CORRUPT) {
        throw failure;
      }
      complaints.add(ABOUT_PAGES + failure.getMessage());
    }
    return complaints;
  }

  @Override
  public void close() {
    link.close();
  }
}
