package dev.tidelock.engine.sync;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.commit.ProjectState;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.tree.Entry;
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
final class Verifier {
  private final Stores stores;
  private final Map<ObjectId, String> damaged = new LinkedHashMap<>();
  private final List<String> findings = new ArrayList<>();
  private final List<String> repaired = new ArrayList<>();
  private long objects;
  private long bytes;

  Verifier(Stores stores) {
    this.stores = stores;
  }

  VerifyReport run(Verification mode, Optional<RemotePlace> remote) {
    stores.objects.local().flush();
    readStore();
    if (mode == Verification.REPAIR) {
      repairFromDisk();
      remote.ifPresent(this::repairFrom);
      stores.objects.local().flush();
    }
    stores.state.head().ifPresent(this::readHead);
    readDisk();
    damaged.values().forEach(findings::add);
    return new VerifyReport(objects, bytes, findings, repaired);
  }

  private void readStore() {
    stores
        .objects
        .local()
        .verify(
            new LocalObjects.Verdicts() {
              @Override
              public void intact(ObjectId id, RawObject object) {
                objects++;
                bytes += object.payload().size();
              }

              @Override
              public void damaged(ObjectId id, String reason) {
                damaged.put(id, "object " + id + ": " + reason);
              }
            });
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
      damaged.putIfAbsent(missing.id(), "the head needs " + missing.getMessage());
    } catch (MalformedException malformed) {
      findings.add("the head's tree cannot be read: " + malformed.getMessage());
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
            if (!taken.entry().content().equals(file.content())) {
              findings.add(path + ": its bytes changed although its times did not");
            }
          }
        });
  }
}
