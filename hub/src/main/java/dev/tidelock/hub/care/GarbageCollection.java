package dev.tidelock.hub.care;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.guard.GuardHistory;
import dev.tidelock.engine.port.Clock;
import dev.tidelock.engine.port.Randomness;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.hub.object.Blobs;
import dev.tidelock.hub.object.DamagedObjectException;
import dev.tidelock.hub.object.ProjectObjects;
import dev.tidelock.hub.project.GuardState;
import dev.tidelock.hub.project.RowJudgement;
import dev.tidelock.hub.report.Freed;
import dev.tidelock.hub.store.Move;
import dev.tidelock.hub.store.ObjectRow;
import dev.tidelock.hub.store.PackRow;
import dev.tidelock.hub.store.Project;
import dev.tidelock.hub.store.Records;
import dev.tidelock.hub.store.Standing;
import dev.tidelock.hub.store.Tables;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Frees what nothing stands on and came more than a day ago. Works beside pushes, also those of
/// another process: whatever it takes away raises the project's generation, and a move that was
/// looked at under another generation is looked at again. One thread.
public final class GarbageCollection {
  private static final long DAY_MILLIS = 24L * 60 * 60 * 1000;
  private static final long MONTH_MILLIS = 30 * DAY_MILLIS;
  private static final int AT_ONCE = 5000;
  private static final int ATTEMPTS = 5;

  private final Records records;
  private final Blobs blobs;
  private final EnvelopeCodec codec;
  private final Clock clock;
  private final int atOnce;
  private final PackRewriting rewriting;

  /// @param records what the hub remembers
  /// @param blobs the packs
  /// @param codec opens envelopes
  /// @param randomness for the names of packs
  /// @param clock the time
  public GarbageCollection(
      Records records, Blobs blobs, EnvelopeCodec codec, Randomness randomness, Clock clock) {
    this(records, blobs, codec, randomness, clock, AT_ONCE);
  }

  /// @param records what the hub remembers
  /// @param blobs the packs
  /// @param codec opens envelopes
  /// @param randomness for the names of packs
  /// @param clock the time
  /// @param atOnce how many objects are let go in one transaction
  public GarbageCollection(
      Records records,
      Blobs blobs,
      EnvelopeCodec codec,
      Randomness randomness,
      Clock clock,
      int atOnce) {
    this.atOnce = atOnce;
    this.records = records;
    this.blobs = blobs;
    this.codec = codec;
    this.clock = clock;
    this.rewriting = new PackRewriting(records, blobs, randomness, clock);
  }

  /// Collects everywhere.
  public Freed run() {
    long now = clock.wallMillis();
    Freed freed = unlisted(now - DAY_MILLIS).plus(strangers());
    for (Project project : records.read(tables -> tables.projects().all())) {
      freed = freed.plus(objects(project, now));
      ProjectObjects source = new ProjectObjects(records, blobs, codec, project.number());
      freed = freed.plus(rewriting.run(project, source));
    }
    int tokens =
        records.write(tables -> {
          Bytes held = Bytes.wrap(new byte[] {(byte) Space.HELD.code()});
          tables.guardNotes().forget(held, now - MONTH_MILLIS);
          return tables.tokens().forget(now - MONTH_MILLIS);
        });
    return freed.plus(new Freed(0, 0, 0, tokens));
  }

  /// Packs that were announced and never arrived, or never were listed.
  private Freed unlisted(long before) {
    Freed freed = Freed.NOTHING;
    for (PackRow pack : records.read(tables -> tables.packs().all())) {
      if (!pack.listed()
          && pack.since() < before
          && records.write(tables -> tables.packs().withdraw(pack.number()))) {
        long bytes = blobs.size(pack.name());
        blobs.delete(pack.name());
        freed = freed.plus(new Freed(0, 1, bytes, 0));
      }
    }
    return freed;
  }

  /// Blobs of no pack. A pack is announced before its blob is made, so what was there before the
  /// tables were read and is in none of them belongs to nothing.
  private Freed strangers() {
    List<String> there = blobs.list("p/");
    Set<String> known = new HashSet<>();
    records.read(tables -> tables.packs().all()).forEach(pack -> known.add(pack.name()));
    Freed freed = Freed.NOTHING;
    for (String name : there) {
      if (!known.contains(name)) {
        long bytes = blobs.size(name);
        blobs.delete(name);
        freed = freed.plus(new Freed(0, 1, bytes, 0));
      }
    }
    return freed;
  }

  /// Where something is damaged, nobody can tell what lay behind it, so all is kept.
  private Freed objects(Project project, long now) {
    for (int i = 0; i < ATTEMPTS; i++) {
      if (records.read(tables -> tables.objects().anyDamaged(project.number()))) {
        return Freed.NOTHING;
      }
      try {
        Optional<Freed> freed = attempt(project, now);
        if (freed.isPresent()) {
          return freed.get();
        }
      } catch (DamagedObjectException | MissingObjectException _) {
        return Freed.NOTHING;
      }
    }
    // It moves all the time; the next collection may find it quiet.
    return Freed.NOTHING;
  }

  /// What one project freed; nothing if a head moved meanwhile.
  private Optional<Freed> attempt(Project project, long now) {
    long number = project.number();
    ProjectObjects source = new ProjectObjects(records, blobs, codec, number);
    Start start = records.read(tables -> start(tables, number, now));
    LiveObjects live = new LiveObjects(source);
    live.addHistory(start.heads(), now);
    live.addTrees(start.guarded());
    live.addAll(start.young());
    List<ObjectId> dead = new ArrayList<>();
    records.read(tables -> {
      tables
          .objects()
          .forEach(
              number,
              row -> {
                if (!live.contains(row.id()) && !start.youngPacks().contains(row.pack())) {
                  dead.add(row.id());
                }
              });
      return true;
    });
    return dead.isEmpty() ? Optional.of(Freed.NOTHING) : forget(number, start, live, dead);
  }

  private Start start(Tables tables, long project, long now) {
    Set<Long> youngPacks = new HashSet<>();
    List<ObjectId> young = new ArrayList<>();
    for (PackRow pack : tables.packs().of(project)) {
      if (!pack.listed() || pack.since() >= now - DAY_MILLIS) {
        youngPacks.add(pack.number());
        tables.objects().in(pack.number()).forEach(row -> young.add(row.id()));
      }
    }
    List<ObjectId> guarded = new ArrayList<>();
    for (String branch : tables.guardNotes().branches(project)) {
      GuardState state = GuardState.within(tables, clock, project, branch);
      new GuardHistory(state, clock, GuardHistory.Side.INCOMING)
          .trees().stream().map(Entry.Directory::root).forEach(guarded::add);
      guarded.addAll(RowJudgement.roots(state, clock));
    }
    return new Start(
        tables.moves().last(project).map(Move::sequence).orElse(0L),
        List.copyOf(tables.moves().heads(project).values()),
        guarded,
        young,
        youngPacks);
  }

  /// Lets objects go, many at a time. Before the first of them goes none counts as whole any more:
  /// between two steps, and after a crash, a part of a tree may be gone while its top is not.
  private Optional<Freed> forget(long project, Start start, LiveObjects live, List<ObjectId> dead) {
    List<ObjectRow> pruned =
        live.pruned().stream().map(row -> row.with(Standing.LINEAGE, row.height())).toList();
    boolean done =
        step(project, start, tables -> tables.objects().update(project, pruned))
            && inSteps(
                project, start, dead, (tables, some) -> tables.objects().doubt(project, some))
            && inSteps(
                project,
                start,
                dead,
                (tables, some) ->
                    tables.projects().grow(project, -tables.objects().forget(project, some)));
    // Their bytes are counted when the packs that hold them are rewritten.
    return done ? Optional.of(new Freed(dead.size(), 0, 0, 0)) : Optional.empty();
  }

  private boolean inSteps(
      long project, Start start, List<ObjectId> dead, BiConsumer<Tables, List<ObjectId>> work) {
    for (int i = 0; i < dead.size(); i += atOnce) {
      List<ObjectId> some = dead.subList(i, Math.min(i + atOnce, dead.size()));
      if (!step(project, start, tables -> work.accept(tables, some))) {
        return false;
      }
    }
    return true;
  }

  /// Takes something away, if no head moved since the start: whether it did.
  private boolean step(long project, Start start, Consumer<Tables> work) {
    return records.write(tables -> {
      long last = tables.moves().last(project).map(Move::sequence).orElse(0L);
      if (last != start.sequence()) {
        return false;
      }
      tables.projects().nextGeneration(project);
      work.accept(tables);
      return true;
    });
  }

  /// Where a collection in one project begins.
  ///
  /// @param sequence the number of the last move
  /// @param heads what branches stand at
  /// @param guarded the trees that the guard counts against
  /// @param young the objects that came within a day
  /// @param youngPacks the packs that they came in
  private record Start(
      long sequence,
      List<ObjectId> heads,
      List<ObjectId> guarded,
      List<ObjectId> young,
      Set<Long> youngPacks) {}
}
