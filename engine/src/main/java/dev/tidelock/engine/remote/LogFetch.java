package dev.tidelock.engine.remote;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.engine.remote.LogPicture.Place;
import dev.tidelock.engine.remote.PackReads.Wanted;
import dev.tidelock.engine.remote.RemoteFailure.Reason;
import dev.tidelock.engine.store.EnvelopeCodec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Fetches objects from the packs of a project: level by level from the wanted ones, so that the
/// number of rounds is at most the depth. One thread.
final class LogFetch {
  private final ProjectBlobs project;
  private final LogPicture picture;
  private final PackReads packs;
  private final EnvelopeCodec codec;

  LogFetch(ProjectBlobs project, LogPicture picture, PackReads packs, EnvelopeCodec codec) {
    this.project = project;
    this.picture = picture;
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
    List<Wanted> level = new ArrayList<>();
    for (ObjectId want : wants) {
      if (!known.has(want) && seen.add(want)) {
        level.add(locate(want));
      }
    }
    while (!level.isEmpty()) {
      List<Wanted> next = new ArrayList<>();
      packs.read(
          level,
          (wanted, envelope) -> {
            RawObject object = open(wanted, envelope);
            receiver.accept(wanted.id(), object);
            for (ObjectId id : followed(object, scope)) {
              if (!seen.contains(id) && !known.has(id)) {
                Wanted found = locate(id);
                if (found.place().kind() != ObjectKind.CHUNK) {
                  seen.add(id);
                  next.add(found);
                }
              }
            }
          });
      level = next;
    }
  }

  private static List<ObjectId> followed(RawObject object, Remote.Scope scope) {
    return switch (scope) {
      case HISTORY -> object.references().ancestor();
      case TREES, TREES_WITH_CONTENTS -> object.references().strong();
    };
  }

  /// What [Remote#objects] says.
  void exactly(Collection<ObjectId> ids, Remote.Receiver receiver) {
    List<Wanted> wanted = new ArrayList<>();
    for (ObjectId id : new HashSet<>(ids)) {
      picture.locate(id).ifPresent(place -> wanted.add(new Wanted(id, place)));
    }
    packs.read(wanted, (found, envelope) -> receiver.accept(found.id(), open(found, envelope)));
  }

  private Wanted locate(ObjectId id) {
    Optional<Place> place = picture.locate(id);
    return new Wanted(
        id,
        place.orElseThrow(() ->
            new RemoteFailure(
                Reason.CORRUPT,
                "object %s of project %s is missing".formatted(id, project.project()))));
  }

  private RawObject open(Wanted wanted, Bytes envelope) {
    RawObject object;
    try {
      object = codec.open(wanted.id(), envelope);
    } catch (MalformedException _) {
      // It may have been damaged on its way, or before the storage mended itself.
      object = openAgain(wanted);
    }
    if (wanted.place().suspect()) {
      picture.note(wanted.id(), wanted.place(), false);
    }
    return object;
  }

  private RawObject openAgain(Wanted wanted) {
    packs.forget(wanted.place().pack());
    try {
      return codec.open(wanted.id(), packs.readAlone(wanted.place()));
    } catch (MalformedException e) {
      picture.note(wanted.id(), wanted.place(), true);
      throw new RemoteFailure(
          Reason.CORRUPT,
          "object %s in blob %s is damaged: %s"
              .formatted(wanted.id(), project.packName(wanted.place().pack()), e.getMessage()),
          e);
    }
  }
}
