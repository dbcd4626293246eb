package dev.tidelock.engine.sync;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.commit.ProjectState;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.scan.Capture;
import dev.tidelock.engine.scan.FileCapture;
import dev.tidelock.engine.shown.Shown;
import dev.tidelock.engine.store.LocalObjects;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads everything that a workspace keeps, and says what is not as it should be: objects that are
/// damaged, parts of the head that are missing, files whose bytes are not those that were seen
/// although nothing says that they were changed.
///
/// What it mends, it puts anew beside what is damaged; the damaged bytes are copied aside before
/// anything is written.
final class Verifier {
  private final Stores stores;
  private final Progress progress;
  private final Map<ObjectId, Damage> damaged = new LinkedHashMap<>();
  private final List<Damage> findings = new ArrayList<>();
  private final List<String> repaired = new ArrayList<>();
  private final List<String> aside = new ArrayList<>();
  private long objects;
  private long bytes;

  Verifier(Stores stores, Progress progress) {
    this.stores = stores;
    this.progress = progress;
  }

  VerifyReport run(Verification mode, Optional<RemotePlace> remote) {
    stores.objects.local().flush();
    progress.phase(Progress.Phase.VERIFY, -1, -1);
    readStore(mode);
    if (mode == Verification.REPAIR) {
      repairFromDisk();
      remote.ifPresent(this::repairFrom);
      stores.objects.local().flush();
    }
    stores.state.head().ifPresent(this::readHead);
    readDisk();
    name();
    return new VerifyReport(objects, bytes, findings, repaired, aside);
  }

  private void readStore(Verification mode) {
    stores
        .objects
        .local()
        .verify(
            new LocalObjects.Verdicts() {
              @Override
              public void intact(ObjectId id, RawObject object) {
                objects++;
                bytes += object.payload().size();
                progress.advanced(0, object.payload().size(), "checking what is kept");
              }

              @Override
              public void damaged(
                  ObjectId id, ObjectKind kind, Optional<Bytes> found, String reason) {
                damaged.put(id, Damage.of(id, Optional.of(kind), reason));
                if (mode == Verification.REPAIR) {
                  found.ifPresent(content -> setAside(id, content));
                }
              }
            });
  }

  /// Keeps what is in the place of a damaged object: it may be all that is left of it.
  private void setAside(ObjectId id, Bytes content) {
    FileSystem files = stores.files();
    if (files.stat(Stores.DAMAGED).isEmpty()) {
      files.makeDirectory(Stores.DAMAGED);
    }
    TreePath place = Stores.DAMAGED.child(id.toString());
    if (files.stat(place).isEmpty()) {
      try (FileSystem.Sink sink = files.create(place)) {
        sink.write(content.asByteBuffer());
      }
      files.barrierWithin(List.of(place));
    }
    aside.add(place.toString());
  }

  /// Reading the files again makes the objects that they consist of anew.
  private void repairFromDisk() {
    if (damaged.isEmpty()) {
      return;
    }
    FileCapture capture =
        new FileCapture(stores.files(), stores.contents::writer, FileCapture.Listener.NONE);
    stores.shown.below(
        TreePath.ROOT,
        (path, shown) -> {
          if (shown instanceof Shown.Leaf leaf && leaf.entry() instanceof Entry.File) {
            capture.read(path);
          }
        });
    settle("from the disk");
  }

  private void repairFrom(RemotePlace place) {
    if (!damaged.isEmpty()) {
      place.remote().refresh();
      place
          .remote()
          .objects(Set.copyOf(damaged.keySet()), (_, object) -> stores.objects.put(object));
      settle("from " + place.name());
    }
  }

  private void settle(String from) {
    damaged
        .keySet()
        .removeIf(id -> {
          boolean whole = stores.objects.local().contains(id);
          if (whole) {
            repaired.add("object " + id + " " + from);
          }
          return whole;
        });
  }

  /// Everything that the head's tree consists of must be here; contents are looked at elsewhere.
  private void readHead(ObjectId head) {
    try {
      ProjectState state = stores.history.state(head);
      stores.trees.below(TreePath.ROOT, state.files(), (_, _) -> {});
      state.tables().ifPresent(tables -> stores.records.tables(tables).forEach(this::readTable));
    } catch (MissingObjectException missing) {
      String reason = "the head needs " + missing.getMessage();
      damaged.putIfAbsent(missing.id(), Damage.of(missing.id(), Optional.empty(), reason));
    } catch (MalformedException malformed) {
      findings.add(
          Damage.of(TreePath.ROOT, "the head's tree cannot be read: " + malformed.getMessage()));
    }
  }

  private void readTable(Map.Entry<Bytes, Table> entry) {
    stores.records.schema(entry.getValue());
    stores.records.open(entry.getValue()).forEach(_ -> {});
  }

  /// Files that say that they are unchanged must hold the bytes that were seen.
  private void readDisk() {
    stores.shown.below(
        TreePath.ROOT,
        (path, shown) -> {
          if (shown instanceof Shown.Leaf leaf
              && leaf.entry() instanceof Entry.File file
              && leaf.trust() == Shown.Trust.SETTLED
              && stores.namer.read(path) instanceof Capture.Taken taken
              && leaf.matches(taken.stat())) {
            bytes += taken.entry().size();
            progress.advanced(1, taken.entry().size(), "reading " + path);
            if (!taken.entry().content().equals(file.content())) {
              findings.add(Damage.of(path, "its bytes changed although its times did not"));
            }
          }
        });
  }

  /// Says of each object that is damaged who needs it.
  private void name() {
    List<ObjectId> heads = new ArrayList<>();
    stores.state.head().ifPresent(heads::add);
    heads.addAll(stores.state.remoteHeads());
    Map<ObjectId, Dependents.Need> needs =
        damaged.isEmpty() ? Map.of() : new Dependents(this::here, damaged.keySet()).behind(heads);
    damaged.forEach((id, damage) ->
        findings.add(Optional.ofNullable(needs.get(id)).map(damage::neededBy).orElse(damage)));
  }

  private Optional<RawObject> here(ObjectId id) {
    try {
      return stores.objects.here(id);
    } catch (MalformedException | MissingObjectException | FileFailure _) {
      return Optional.empty();
    }
  }
}
