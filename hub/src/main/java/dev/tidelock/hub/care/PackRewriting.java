package dev.tidelock.hub.care;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.port.Clock;
import dev.tidelock.engine.port.Randomness;
import dev.tidelock.engine.store.SealedObject;
import dev.tidelock.hub.object.Blobs;
import dev.tidelock.hub.object.DamagedObjectException;
import dev.tidelock.hub.object.PackDraft;
import dev.tidelock.hub.object.ProjectObjects;
import dev.tidelock.hub.report.Freed;
import dev.tidelock.hub.store.ObjectRow;
import dev.tidelock.hub.store.PackRow;
import dev.tidelock.hub.store.Project;
import dev.tidelock.hub.store.Records;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Rewrites packs that are mostly empty, to free their space, and many small ones, to bound their
/// number. The new pack is durable and listed before the old ones go, so that an object is found at
/// any time. One thread.
final class PackRewriting {
  private static final long SMALL = 1 << 20;
  private static final int TOLERATED = 16;

  /// What a pack holds beside an object's envelope: its id and length, twice.
  private static final int OVERHEAD = 76;

  private static final long TARGET = 32L << 20;

  private final Records records;
  private final Blobs blobs;
  private final Randomness randomness;
  private final Clock clock;

  PackRewriting(Records records, Blobs blobs, Randomness randomness, Clock clock) {
    this.records = records;
    this.blobs = blobs;
    this.randomness = randomness;
    this.clock = clock;
  }

  /// Rewrites where it pays.
  Freed run(Project project, ProjectObjects source) {
    List<Content> sparse = new ArrayList<>();
    List<Content> small = new ArrayList<>();
    Freed freed = Freed.NOTHING;
    for (PackRow pack : records.read(tables -> tables.packs().of(project.number()))) {
      if (!pack.listed()) {
        continue;
      }
      List<ObjectRow> rows = records.read(tables -> tables.objects().in(pack.number()));
      long live = rows.stream().mapToLong(row -> row.length() + OVERHEAD).sum();
      Content content = new Content(pack, rows);
      if (rows.isEmpty()) {
        freed = freed.plus(drop(pack));
      } else if (2 * live < pack.length()) {
        sparse.add(content);
      } else if (pack.length() < SMALL) {
        small.add(content);
      }
    }
    if (small.size() >= TOLERATED) {
      sparse.addAll(small);
    }
    for (List<Content> round : rounds(sparse)) {
      freed = freed.plus(rewrite(project, source, round));
    }
    return freed;
  }

  private static List<List<Content>> rounds(List<Content> all) {
    List<List<Content>> rounds = new ArrayList<>();
    List<Content> round = new ArrayList<>();
    long bytes = 0;
    for (Content content : all) {
      if (bytes > TARGET) {
        rounds.add(round);
        round = new ArrayList<>();
        bytes = 0;
      }
      round.add(content);
      bytes += content.rows().stream().mapToLong(ObjectRow::length).sum();
    }
    rounds.add(round);
    return rounds;
  }

  private Freed rewrite(Project project, ProjectObjects source, List<Content> round) {
    if (round.isEmpty()) {
      return Freed.NOTHING;
    }
    Map<ObjectId, ObjectRow> from = new HashMap<>();
    round.forEach(content -> content.rows().forEach(row -> from.put(row.id(), row)));
    long written = 0;
    try (PackDraft draft = new PackDraft(records, blobs, randomness, clock, project)) {
      for (ObjectRow row : List.copyOf(from.values())) {
        copy(source, row, draft);
      }
      written =
          draft.finish((tables, rows) -> {
            for (ObjectRow row : rows) {
              long old = Optional.ofNullable(from.get(row.id())).orElseThrow().pack();
              tables.objects().move(project.number(), row, old);
            }
          });
    }
    Freed freed = new Freed(0, 0, -written, 0);
    for (Content content : round) {
      freed = freed.plus(drop(content.pack()));
    }
    return freed;
  }

  /// What is damaged stays where it is, and keeps its pack.
  private static void copy(ProjectObjects source, ObjectRow row, PackDraft draft) {
    try {
      source.read(
          List.of(row),
          (found, envelope) -> draft.add(new SealedObject(found.id(), found.kind(), envelope)));
    } catch (DamagedObjectException _) {
      // Noted as such by the one who found it.
    }
  }

  private Freed drop(PackRow pack) {
    boolean dropped =
        records.write(tables -> {
          boolean empty = tables.objects().in(pack.number()).isEmpty();
          if (empty) {
            tables.packs().forget(pack.number());
          }
          return empty;
        });
    if (!dropped) {
      return Freed.NOTHING;
    }
    blobs.delete(pack.name());
    return new Freed(0, 1, pack.length(), 0);
  }

  private record Content(PackRow pack, List<ObjectRow> rows) {}
}
