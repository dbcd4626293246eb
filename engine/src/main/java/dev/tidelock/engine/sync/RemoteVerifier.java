package dev.tidelock.engine.sync;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.RemoteFailure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Fetches everything that the branches of a remote lead to, and says what is damaged or missing;
/// mends it by sending what is here, in the store or in the files. Whatever it sends is put beside
/// what is there; nothing is taken away. Used once.
final class RemoteVerifier {
  /// How many objects are asked for at once.
  private static final int WINDOW = 256;

  private final Stores stores;
  private final RemotePlace place;
  private final Progress progress;
  private final Map<ObjectId, Damage> damaged = new LinkedHashMap<>();
  private final Set<ObjectId> seen = new HashSet<>();
  private final Set<ObjectId> prunable = new HashSet<>();
  private final Map<ObjectId, ObjectKind> kinds = new HashMap<>();
  private final Deque<ObjectId> open = new ArrayDeque<>();
  private long objects;
  private long bytes;

  RemoteVerifier(Stores stores, RemotePlace place, Progress progress) {
    this.stores = stores;
    this.place = place;
    this.progress = progress;
  }

  VerifyReport run(Verification mode) {
    progress.phase(Progress.Phase.VERIFY, -1, -1);
    List<ObjectId> heads =
        place.remote().refresh().heads().values().stream().distinct().sorted().toList();
    heads.forEach(id -> enter(id, Optional.of(ObjectKind.COMMIT)));
    walk(Set.copyOf(heads));
    Map<ObjectId, Dependents.Need> needs =
        damaged.isEmpty() ? Map.of() : new Dependents(this::find, damaged.keySet()).behind(heads);
    List<String> repaired = new ArrayList<>();
    if (mode == Verification.REPAIR && !damaged.isEmpty()) {
      mend(needs, Set.copyOf(heads), repaired);
    }
    List<Damage> findings = new ArrayList<>();
    damaged.forEach((id, damage) ->
        findings.add(Optional.ofNullable(needs.get(id)).map(damage::neededBy).orElse(damage)));
    return new VerifyReport(objects, bytes, findings, repaired, List.of());
  }

  private void enter(ObjectId id, Optional<ObjectKind> kind) {
    kind.ifPresent(each -> kinds.put(id, each));
    if (seen.add(id)) {
      open.add(id);
    }
  }

  private void walk(Set<ObjectId> heads) {
    while (!open.isEmpty()) {
      Set<ObjectId> window = new HashSet<>();
      while (window.size() < WINDOW && !open.isEmpty()) {
        window.add(open.poll());
      }
      Set<ObjectId> missing = new HashSet<>(window);
      read(
          List.copyOf(window),
          (id, object) -> {
            missing.remove(id);
            take(id, object, heads);
          });
      // The tree of an old commit may have been let go.
      missing.removeIf(id -> damaged.containsKey(id) || prunable.contains(id));
      missing.forEach(id -> note(id, "it is missing at " + place.name()));
    }
  }

  private void take(ObjectId id, RawObject object, Set<ObjectId> heads) {
    objects++;
    bytes += object.payload().size();
    progress.advanced(0, object.payload().size(), "checking " + place.name());
    boolean old = object.kind() == ObjectKind.COMMIT && !heads.contains(id);
    for (ObjectId below : object.references().strong()) {
      if (old && !seen.contains(below)) {
        prunable.add(below);
      }
      if (!old) {
        prunable.remove(below);
      }
      enter(below, Optional.empty());
    }
    object.references().ancestor().forEach(below -> enter(below, Optional.empty()));
  }

  private void note(ObjectId id, String reason) {
    damaged.put(id, Damage.of(id, Optional.ofNullable(kinds.get(id)), reason));
  }

  /// Reads objects; where one is damaged, the others are asked for in halves.
  private void read(List<ObjectId> ids, Remote.Receiver receiver) {
    Set<ObjectId> left = new HashSet<>(ids);
    try {
      place
          .remote()
          .objects(
              ids,
              (id, object) -> {
                if (left.remove(id)) {
                  receiver.accept(id, object);
                }
              });
    } catch (RemoteFailure failure) {
      if (failure.reason() != RemoteFailure.Reason.CORRUPT) {
        throw failure;
      }
      List<ObjectId> rest = left.stream().sorted().toList();
      if (rest.size() <= 1) {
        rest.forEach(id -> note(id, String.valueOf(failure.getMessage())));
        return;
      }
      int middle = rest.size() / 2;
      read(rest.subList(0, middle), receiver);
      read(rest.subList(middle, rest.size()), receiver);
    }
  }

  /// An object, from here or else from there.
  private Optional<RawObject> find(ObjectId id) {
    Optional<RawObject> own = here(id);
    if (own.isPresent() || damaged.containsKey(id)) {
      return own;
    }
    List<RawObject> found = new ArrayList<>();
    try {
      place.remote().objects(List.of(id), (_, object) -> found.add(object));
    } catch (RemoteFailure failure) {
      if (failure.reason() != RemoteFailure.Reason.CORRUPT) {
        throw failure;
      }
    }
    return found.stream().findFirst();
  }

  private Optional<RawObject> here(ObjectId id) {
    try {
      return stores.objects.here(id);
    } catch (MalformedException | MissingObjectException | FileFailure _) {
      return Optional.empty();
    }
  }

  /// Sends what is here of what is damaged there. What stood behind it could not be looked at, so
  /// it is looked at then, and mended in its turn.
  private void mend(
      Map<ObjectId, Dependents.Need> needs, Set<ObjectId> heads, List<String> repaired) {
    int before = -1;
    while (!damaged.isEmpty() && damaged.size() != before) {
      before = damaged.size();
      Set<ObjectId> wanted = Set.copyOf(damaged.keySet());
      Set<ObjectId> contents = new HashSet<>();
      wanted.forEach(id ->
          Optional.ofNullable(needs.get(id))
              .flatMap(Dependents.Need::content)
              .ifPresent(contents::add));
      new Outgoing(stores, place, Optional.empty()).mend(wanted, contents, progress);
      Map<ObjectId, Damage> old = new LinkedHashMap<>(damaged);
      damaged.clear();
      seen.removeAll(wanted);
      wanted.forEach(id -> enter(id, Optional.empty()));
      walk(heads);
      old.forEach((id, damage) -> {
        if (!damaged.containsKey(id)) {
          repaired.add("object " + id + " at " + place.name());
        } else {
          damaged.put(id, damage);
        }
      });
      Set<ObjectId> fresh = new HashSet<>(damaged.keySet());
      fresh.removeAll(old.keySet());
      if (!fresh.isEmpty()) {
        needs.putAll(new Dependents(this::find, fresh).behind(List.copyOf(heads)));
        before = -1;
      }
    }
  }
}
