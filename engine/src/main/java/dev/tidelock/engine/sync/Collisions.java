package dev.tidelock.engine.sync;

import dev.tidelock.core.map.Change;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.record.Affinity;
import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.RowKey;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.TableId;
import dev.tidelock.engine.port.Database;
import dev.tidelock.engine.record.Captured;
import dev.tidelock.engine.record.DatabaseCapture;
import dev.tidelock.engine.record.RowName;
import dev.tidelock.engine.record.RowsTold;
import dev.tidelock.engine.record.WantedTables;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Looks for rows of a database that stand under integer keys of other rows of the project.
final class Collisions {
  private static final int EXAMPLES = 3;

  private final Stores stores;

  Collisions(Stores stores) {
    this.stores = stores;
  }

  /// The tables that have such rows, of those that are new to a database and known to the project.
  /// The tables are tracked by this.
  ///
  /// @param name the name under which the database is attached
  /// @param wanted the tables that are to be synced with it
  List<Collision> between(String name, Database database, Set<TableId> wanted) {
    MerkleMap<Table> head = stores.headTables();
    if (wanted.stream()
        .noneMatch(id -> head.get(id.bytes()).filter(this::mayCollide).isPresent())) {
      return List.of();
    }
    new WantedTables(stores.records, head, database, name).meet(wanted);
    Captured captured =
        new DatabaseCapture(
                stores.records,
                stores.objects,
                new StoredValues(stores),
                stores.parts.identity().device(),
                stores.parts.clock().wallMillis(),
                RowsTold.NOBODY)
            .capture(name, database, head);
    List<Collision> found = new ArrayList<>();
    captured
        .tables()
        .forEach((id, here) -> {
          Optional<Table> there = head.get(id.bytes());
          boolean isNew = wanted.contains(id) && captured.shown().get(id.bytes()).isEmpty();
          if (isNew && there.isPresent() && here.summary().entries() > 0) {
            between(here, there.get()).ifPresent(found::add);
          }
        });
    return found;
  }

  /// Whether a table has rows, under keys that may be integers: to find out more costs a look at
  /// all rows.
  private boolean mayCollide(Table table) {
    Schema schema = stores.records.schema(table);
    return table.summary().entries() > 0
        && schema.key().size() == 1
        && schema
            .column(schema.key().getFirst().column())
            .filter(column -> column.affinity() != Affinity.TEXT)
            .isPresent();
  }

  private Optional<Collision> between(Table here, Table there) {
    long rows = 0;
    List<String> examples = new ArrayList<>();
    Iterator<Change<RowEntry>> changes = stores.records.open(here).diff(stores.records.open(there));
    while (changes.hasNext()) {
      Change<RowEntry> change = changes.next();
      if (collides(change)) {
        rows++;
        if (examples.size() < EXAMPLES) {
          examples.add(RowName.of(change.key()));
        }
      }
    }
    return rows == 0 ? Optional.empty() : Optional.of(new Collision(here.name(), rows, examples));
  }

  private static boolean collides(Change<RowEntry> change) {
    return change.before().orElse(null) instanceof Row here
        && change.after().orElse(null) instanceof Row there
        && !here.sameAs(there)
        && RowKey.isOneInteger(change.key());
  }
}
