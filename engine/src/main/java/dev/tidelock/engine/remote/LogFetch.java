package dev.tidelock.engine.remote;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.commit.TreeReferences;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.engine.remote.LogPicture.Place;
import dev.tidelock.engine.remote.PackReads.Wanted;
import dev.tidelock.engine.remote.RemoteFailure.Reason;
import dev.tidelock.engine.store.EnvelopeCodec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Fetches objects from the packs of a project: level by level from the wanted ones, so that the
/// number of rounds is at most the depth. One thread.
final class LogFetch {
  private final ProjectBlobs project;
  private final LogPicture picture;
  private final LogReader reader;
  private final PackReads packs;
  private final EnvelopeCodec codec;

  LogFetch(
      ProjectBlobs project,
      LogPicture picture,
      LogReader reader,
      PackReads packs,
      EnvelopeCodec codec) {
    this.project = project;
    this.picture = picture;
    this.reader = reader;
    this.packs = packs;
    this.codec = codec;
  }

  /// What [Remote#fetch] says.
  void reachable(
      Collection<ObjectId> wants,
      Remote.Scope scope,
      Remote.Known known,
      Remote.Receiver receiver) {
    Set<ObjectId> seen = new HashSet<>();
    Set<ObjectId> level = new LinkedHashSet<>();
    for (ObjectId want : wants) {
      if (!known.has(want) && seen.add(want)) {
        level.add(want);
      }
    }
    while (!level.isEmpty()) {
      List<Wanted> places = level.stream().map(this::locate).toList();
      Set<ObjectId> next = new LinkedHashSet<>();
      read(
          places,
          (id, object) -> {
            receiver.accept(id, object);
            for (ObjectId below : followed(id, object, scope)) {
              if (!known.has(below) && seen.add(below)) {
                next.add(below);
              }
            }
          });
      level = next;
    }
  }

  /// What leads on from an object. What a pack's index says of kinds is not asked: it may lie.
  private static List<ObjectId> followed(ObjectId id, RawObject object, Remote.Scope scope) {
    try {
      return switch (scope) {
        case HISTORY -> object.references().ancestor();
        case TREES, TREES_WITH_CONTENTS -> TreeReferences.structure(object);
      };
    } catch (MalformedException e) {
      throw new RemoteFailure(
          Reason.CORRUPT, "object %s cannot be read: %s".formatted(id, e.getMessage()), e);
    }
  }

  /// What [Remote#objects] says.
  void exactly(Collection<ObjectId> ids, Remote.Receiver receiver) {
    List<Wanted> wanted = new ArrayList<>();
    for (ObjectId id : new HashSet<>(ids)) {
      picture.locate(id).ifPresent(place -> wanted.add(new Wanted(id, place)));
    }
    read(wanted, receiver);
  }

  /// Reads objects, each once. Where a pack is gone that was condemned meanwhile, the log says
  /// where its objects are now.
  private void read(List<Wanted> all, Remote.Receiver receiver) {
    Map<ObjectId, Wanted> open = new LinkedHashMap<>();
    all.forEach(wanted -> open.put(wanted.id(), wanted));
    while (!open.isEmpty()) {
      try {
        packs.read(
            List.copyOf(open.values()),
            (wanted, envelope) -> {
              RawObject object = open(wanted, envelope);
              open.remove(wanted.id());
              receiver.accept(wanted.id(), object);
            });
      } catch (PackGone gone) {
        lookAgain(gone, open);
      }
    }
  }

  private void lookAgain(PackGone gone, Map<ObjectId, Wanted> open) {
    packs.forget(gone.pack());
    reader.catchUp();
    boolean lost = picture.listing(gone.pack()).isPresent();
    for (Wanted wanted : open.values()) {
      if (lost && wanted.place().pack().equals(gone.pack())) {
        picture.note(wanted.id(), wanted.place(), true);
      }
    }
    for (Wanted wanted : List.copyOf(open.values())) {
      Wanted now = locate(wanted.id());
      if (lost && now.place().suspect() && now.place().pack().equals(gone.pack())) {
        throw gone.loss();
      }
      open.put(wanted.id(), now);
    }
  }

  private Wanted locate(ObjectId id) {
    return new Wanted(id, picture.locate(id).orElseThrow(() -> reader.lacks(id)));
  }

  private RawObject open(Wanted wanted, Bytes envelope) {
    RawObject object;
    try {
      object = codec.open(wanted.id(), envelope);
    } catch (MalformedException _) {
      // It may have been damaged on its way, or before the storage mended itself.
      return openAgain(wanted);
    }
    if (wanted.place().suspect()) {
      picture.note(wanted.id(), wanted.place(), false);
    }
    return object;
  }

  /// Reads a copy again, and if it is damaged any other copy there is.
  private RawObject openAgain(Wanted wanted) {
    Wanted copy = wanted;
    while (true) {
      packs.forget(copy.place().pack());
      try {
        RawObject object = codec.open(copy.id(), packs.readAlone(copy.place()));
        if (copy.place().suspect()) {
          picture.note(copy.id(), copy.place(), false);
        }
        return object;
      } catch (MalformedException e) {
        picture.note(copy.id(), copy.place(), true);
        Place next = locate(copy.id()).place();
        if (next.suspect()) {
          throw new RemoteFailure(
              Reason.CORRUPT,
              "object %s in blob %s is damaged: %s"
                  .formatted(copy.id(), project.packName(copy.place().pack()), e.getMessage()),
              e);
        }
        copy = new Wanted(copy.id(), next);
      }
    }
  }
}
