package dev.tidelock.engine.sync;

import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.TableId;
import dev.tidelock.engine.port.Database;
import dev.tidelock.engine.port.DatabaseFailure;
import dev.tidelock.engine.port.DatabaseSnapshot;
import dev.tidelock.engine.port.Databases;
import dev.tidelock.engine.port.TrackedTable;
import dev.tidelock.engine.record.Attachment;
import dev.tidelock.engine.record.Captured;
import dev.tidelock.engine.record.DatabaseCapture;
import dev.tidelock.engine.record.RowsTold;
import dev.tidelock.engine.record.WantedTables;
import dev.tidelock.engine.scan.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The databases that are attached to a workspace, open, and what was found in them. They stay open
/// until this is closed.
final class AttachedDatabases implements AutoCloseable {
  private final Stores stores;
  private final Progress progress;
  private final Map<String, Opened> open = new LinkedHashMap<>();
  private final Map<String, Optional<ObjectId>> bases = new HashMap<>();

  /// What was found in databases that were looked at one by one.
  private final Map<String, Look> looks = new HashMap<>();

  /// What another found in databases that were taken over from it.
  private final Map<String, Look> earlier = new HashMap<>();

  /// @param progress told of the rows that are read, and of those that are written
  AttachedDatabases(Stores stores, Progress progress) {
    this.stores = stores;
    this.progress = progress;
  }

  /// An open database.
  ///
  /// @param file where it lies, as its attachment says
  private record Opened(String file, Database database) {}

  /// A look at a database.
  ///
  /// @param counter what counts the commits of others, when it began
  /// @param tracked what was looked at
  /// @param head the project's tables then
  private record Look(long counter, List<TrackedTable> tracked, ObjectId head, Captured captured) {}

  /// Takes over the databases that another has open, which looked at them and wrote nothing: what
  /// nobody has written to since is not looked at again. Those that are other files now are closed.
  void takeOver(AttachedDatabases other) {
    other.open.forEach((name, opened) -> {
      if (isInPlace(name, opened)) {
        open.put(name, opened);
        Optional.ofNullable(other.looks.get(name)).ifPresent(look -> earlier.put(name, look));
      } else {
        opened.database().close();
      }
    });
    other.open.clear();
  }

  private boolean isInPlace(String name, Opened opened) {
    boolean attached =
        stores.attachments.find(name).filter(it -> it.file().equals(opened.file())).isPresent();
    try {
      return attached && opened.database().identity().filter(it -> !it.moved()).isPresent();
    } catch (DatabaseFailure failure) {
      return false;
    }
  }

  /// Who is told of rows.
  RowsTold told(Progress.Phase phase) {
    return (table, more) -> progress.rows(phase, table, more);
  }

  /// Looks at all of them, as far as they let us.
  ///
  /// @param choice the tables that matter: a database of which none is chosen may be in any state
  /// @param problems is told of the others
  List<Captured> lookAt(TableChoice choice, List<Problem> problems) {
    Map<String, List<TrackedTable>> tracked = new LinkedHashMap<>();
    for (Attachment attachment : stores.attachments.all()) {
      List<Problem> found = isMeant(attachment, choice) ? problems : new ArrayList<>();
      guarded(
          attachment.name(), found, () -> tracked.put(attachment.name(), track(attachment, found)));
    }
    return switch (tracked.size()) {
      case 0 -> List.of();
      case 1 -> one(tracked.keySet().iterator().next(), problems);
      default -> together(tracked, problems);
    };
  }

  private boolean isMeant(Attachment attachment, TableChoice choice) {
    return attachment.tables().entrySet().stream()
        .anyMatch(each ->
            choice.includes(attachment.name(), each.getValue())
                || stores
                    .headTables()
                    .get(each.getKey().bytes())
                    .filter(table -> choice.includes(attachment.name(), table.name()))
                    .isPresent());
  }

  private DatabaseCapture capture() {
    return new DatabaseCapture(
        stores.records,
        stores.objects,
        new StoredValues(stores),
        stores.parts.identity().device(),
        stores.parts.clock().wallMillis(),
        told(Progress.Phase.SCAN));
  }

  private List<Captured> one(String name, List<Problem> problems) {
    List<Captured> captured = new ArrayList<>();
    guarded(name, problems, () -> captured.add(based(look(name))));
    return captured;
  }

  /// Looks at a database, unless what another found is all that there is to find.
  private Captured look(String name) {
    Database database = database(name);
    long counter = database.changeCounter();
    List<TrackedTable> tracked = database.tracked();
    ObjectId head = stores.headTables().root();
    Optional<Look> before =
        Optional.ofNullable(earlier.remove(name))
            .filter(look ->
                look.counter() == counter
                    && look.tracked().equals(tracked)
                    && look.head().equals(head));
    if (before.isPresent()) {
      return before.get().captured();
    }
    Captured captured = capture().capture(name, database, stores.headTables());
    looks.put(name, new Look(counter, tracked, head, captured));
    return captured;
  }

  /// Looks at several databases at one moment, if their applications let us.
  private List<Captured> together(Map<String, List<TrackedTable>> tracked, List<Problem> problems) {
    List<String> names = List.copyOf(tracked.keySet());
    List<Captured> captured = new ArrayList<>();
    try (Databases.Moment moment =
        stores
            .parts
            .databases()
            .applications()
            .moment(names.stream().map(this::database).toList())) {
      for (int i = 0; i < names.size(); i++) {
        String name = names.get(i);
        DatabaseSnapshot snapshot = moment.snapshots().get(i);
        guarded(
            name,
            problems,
            () ->
                captured.add(
                    based(capture(name, tracked.getOrDefault(name, List.of()), snapshot))));
      }
      if (!moment.together()) {
        problems.add(
            new Problem(
                String.join(", ", names),
                Problem.Kind.APART,
                "each was looked at on its own, as an application was writing, or one of them is not"
                    + " in WAL mode"));
      }
    } catch (DatabaseFailure failure) {
      captured.clear();
      names.forEach(name -> captured.addAll(one(name, problems)));
    }
    return captured;
  }

  /// Finds out what the changes of a database are changes of.
  private Captured based(Captured captured) {
    Database database = database(captured.name());
    bases.put(captured.name(), stores.memory.basis(captured, database::mark));
    return captured;
  }

  private Captured capture(String name, List<TrackedTable> tracked, DatabaseSnapshot snapshot) {
    try {
      return capture().capture(name, database(name), tracked, snapshot, stores.headTables());
    } catch (DatabaseFailure failure) {
      if (failure.reason() != DatabaseFailure.Reason.CHANGED) {
        throw failure;
      }
      return capture().capture(name, database(name), stores.headTables());
    }
  }

  /// Sees to it that the tables of a database are tracked: its application may have made one, and
  /// the file may be another one than last time, as after a restore.
  private List<TrackedTable> track(Attachment attachment, List<Problem> problems) {
    Database database =
        open.computeIfAbsent(attachment.name(), _ -> open(attachment.file())).database();
    if (database.identity().filter(Database.Identity::moved).isPresent()) {
      stores.memory.settled(attachment.name());
    }
    stores.attachments.claim(
        attachment.name(), database, () -> stores.memory.forget(attachment.name()));
    WantedTables.Met met =
        new WantedTables(stores.records, stores.headTables(), database, attachment.name())
            .meet(attachment.tables().keySet());
    met.apart().forEach(unseen -> problems.add(DatabaseProblem.of(attachment.name(), unseen)));
    Attachment now = attachment.with(met.replaced());
    if (!now.equals(attachment)) {
      stores.attachments.put(now);
    }
    trackAnew(now, database);
    return database.tracked().stream()
        .filter(table -> now.tables().containsKey(table.id()))
        .toList();
  }

  private Opened open(String file) {
    return new Opened(file, stores.openDatabase(file));
  }

  /// Tracks tables of which nobody knows but the list: they were never synced.
  private void trackAnew(Attachment attachment, Database database) {
    Set<TableId> known = new HashSet<>();
    database.tracked().forEach(table -> known.add(table.id()));
    attachment
        .tables()
        .forEach((id, name) -> {
          if (!known.contains(id)
              && stores.headTables().get(id.bytes()).isEmpty()
              && has(database, name)) {
            database.track(name, id);
          }
        });
  }

  private static boolean has(Database database, String table) {
    return database.tables().stream()
        .anyMatch(found -> found.name().equalsIgnoreCase(table) && found.refusal().isEmpty());
  }

  /// Does something with a database. What fails about it is told, and holds up nothing else.
  private void guarded(String name, List<Problem> problems, Runnable work) {
    try {
      work.run();
    } catch (DatabaseFailure failure) {
      problems.add(DatabaseProblem.of(name, failure));
    }
  }

  /// What the head has of a database already; nothing if that is not known: then what is equal is
  /// adopted, what is on one side only is copied, and nothing is deleted.
  MerkleMap<Table> basis(Captured captured) {
    return bases
        .getOrDefault(captured.name(), Optional.empty())
        .filter(root -> stores.objects.here(root).isPresent())
        .map(stores.records::tables)
        .orElseGet(() -> stores.records.noTables(stores.objects));
  }

  /// The database of this name, which was looked at.
  Database database(String name) {
    return Optional.ofNullable(open.get(name)).orElseThrow().database();
  }

  @Override
  public void close() {
    open.values().forEach(opened -> opened.database().close());
    open.clear();
  }
}
