package dev.tidelock.simulation.world;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Listing;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.port.Stat;
import dev.tidelock.engine.remote.BlobStore;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.simulation.disk.Digests;
import dev.tidelock.simulation.world.ToyTree.Item;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The smallest sync engine that keeps the laws: a log of whole trees in the shared storage, every
/// content a blob, last writer wins. It tests the simulation, which must find it well, and each of
/// its [Flaw]s ill.
final class ToyDevice implements SimDevice {
  private static final TreePath OWN = ToyScan.OWN;
  private static final TreePath TRASH = OWN.child("trash");
  private static final TreePath TEMP = OWN.child("temp");
  private static final Bytes BASE = Bytes.utf8("base");
  private static final Bytes INTENT = Bytes.utf8("intent");
  private static final Bytes OFFERED = Bytes.utf8("offered");
  private static final Bytes OFFERED_FROM = Bytes.utf8("offered-from");

  private final Ports ports;
  private final FileSystem files;
  private final BlobStore blobs;
  private final Flaw flaw;
  private Map<TreePath, Stat> seen = Map.of();
  private ToyTree base;

  ToyDevice(Ports ports, Flaw flaw) {
    this.ports = ports;
    this.files = ports.files();
    this.blobs = ((Storage.Blobs) ports.links().getFirst()).blobs();
    this.flaw = flaw;
    for (TreePath directory : List.of(OWN, TRASH, TEMP)) {
      if (files.stat(directory).isEmpty()) {
        files.makeDirectory(directory);
      }
    }
    barrier(Set.of(TreePath.ROOT, OWN));
    for (Listing.Item left : files.list(TEMP).items()) {
      files.delete(TEMP.child(left.name()));
    }
    base = ports.state().get(Space.META, BASE).map(ToyTree::decode).orElse(ToyTree.EMPTY);
  }

  @Override
  public Result sync(Consent consent, List<String> sites) {
    adoptOffer();
    ToyScan scan = ToyScan.of(files);
    seen = scan.stats();
    ToyTree local = scan.tree();
    ports
        .state()
        .get(Space.META, INTENT)
        .map(ToyTree::decode)
        .ifPresent(intent -> {
          makeDurable(intent);
          adopt(intent, local);
        });
    while (true) {
      ToyTree remote = fetch(base.sequence());
      ToyTree merged = remote.with(merge(local.items(), remote.items()));
      boolean pushes = !merged.items().equals(remote.items()) || flaw == Flaw.RESTLESS;
      if (flaw != Flaw.DROPS_LOCAL || pushes) {
        Map<TreePath, Item> wanted = flaw == Flaw.DROPS_LOCAL ? merged.items() : local.items();
        wanted.forEach(this::offer);
      }
      if (pushes) {
        merged = new ToyTree(remote.sequence() + 1, merged.items());
        offer(merged, local);
        if (!blobs.create(logName(merged.sequence()), merged.encode())) {
          continue;
        }
      }
      if (flaw == Flaw.DEPENDS_ON_THE_WORLD && System.nanoTime() % 2 == 0) {
        files.freeBytes();
      }
      boolean applied = apply(local.items(), merged);
      if (flaw == Flaw.DROPS_LOCAL) {
        files.list(TRASH).items().forEach(kept -> files.delete(TRASH.child(kept.name())));
      }
      return new Result(pushes || applied, false, List.of());
    }
  }

  /// Remembers what is about to be pushed, and from which disk.
  private void offer(ToyTree merged, ToyTree local) {
    ports
        .state()
        .write(batch -> {
          batch.put(Space.META, OFFERED, merged.encode());
          batch.put(Space.META, OFFERED_FROM, local.encode());
        });
  }

  /// If the latest push landed although nobody said so, the disk was in step with it where both
  /// were equal.
  private void adoptOffer() {
    Optional<Bytes> offered = ports.state().get(Space.META, OFFERED);
    if (offered.isEmpty()) {
      return;
    }
    ToyTree pushed = ToyTree.decode(offered.get());
    if (pushed.sequence() > base.sequence()
        && blobs.read(logName(pushed.sequence())).equals(offered)) {
      adopt(pushed, ToyTree.decode(ports.state().get(Space.META, OFFERED_FROM).orElseThrow()));
    }
  }

  /// What a killed process did to the disk shows, and is not yet there to stay.
  private void makeDurable(ToyTree intent) {
    Set<TreePath> touched = new HashSet<>();
    for (Map<TreePath, Item> items : List.of(intent.items(), base.items())) {
      for (TreePath path : items.keySet()) {
        touched.add(path);
        touched.add(path.parent().orElseThrow());
      }
    }
    barrier(touched);
  }

  /// Takes what two trees agree on for what the disk was last in step with.
  private void adopt(ToyTree one, ToyTree other) {
    Map<TreePath, Item> agreed = new TreeMap<>(base.items());
    Set<TreePath> paths = new TreeSet<>(one.items().keySet());
    paths.addAll(other.items().keySet());
    paths.addAll(agreed.keySet());
    for (TreePath path : paths) {
      Item item = one.items().get(path);
      if (item == null && !other.items().containsKey(path)) {
        agreed.remove(path);
      } else if (item != null && item.equals(other.items().get(path))) {
        agreed.put(path, item);
      }
    }
    base = base.with(agreed);
  }

  // Merging

  private Map<TreePath, Item> merge(Map<TreePath, Item> local, Map<TreePath, Item> remote) {
    Map<TreePath, Item> merged = new TreeMap<>();
    Set<TreePath> paths = new TreeSet<>(local.keySet());
    paths.addAll(remote.keySet());
    paths.addAll(base.items().keySet());
    for (TreePath path : paths) {
      Optional<Item> mine = Optional.ofNullable(local.get(path));
      Optional<Item> theirs = Optional.ofNullable(remote.get(path));
      Optional<Item> old = Optional.ofNullable(base.items().get(path));
      if (flaw == Flaw.RESURRECTS && mine.isEmpty()) {
        mine = old;
      }
      Optional<Item> winner = mine.equals(old) ? theirs : theirs.equals(old) ? mine : theirs;
      if (winner.isEmpty() && !mine.equals(old)) {
        winner = mine;
      }
      winner.ifPresent(item -> merged.put(path, item));
    }
    for (TreePath path : List.copyOf(merged.keySet())) {
      for (Optional<TreePath> up = path.parent(); up.isPresent(); up = up.get().parent()) {
        if (!up.get().isRoot()) {
          merged.put(up.get(), new Item('d', false, ""));
        }
      }
    }
    return merged;
  }

  // The shared storage

  private static String logName(long sequence) {
    return "log/" + sequence;
  }

  private static String contentName(String digest) {
    return "c/" + digest;
  }

  private ToyTree fetch(long from) {
    ToyTree newest = ToyTree.EMPTY;
    for (long next = Math.max(1, from); ; next++) {
      Optional<Bytes> entry = blobs.read(logName(next));
      if (entry.isEmpty()) {
        return newest;
      }
      newest = ToyTree.decode(entry.get());
    }
  }

  /// Uploads a local content, if it still is what the scan saw.
  private void offer(TreePath path, Item item) {
    Item old = base.items().get(path);
    if (item.kind() != 'f' || item.equals(old)) {
      return;
    }
    try {
      Bytes content = ToyScan.read(files, path);
      if (Digests.of(content).toHex().equals(item.text())) {
        blobs.create(contentName(item.text()), content);
        return;
      }
    } catch (FileFailure gone) {
      // Falls through to the same answer as for a changed file.
    }
    if (blobs.read(contentName(item.text())).isEmpty()) {
      throw new RemoteFailure(RemoteFailure.Reason.INCOMPLETE, path + " changed meanwhile");
    }
  }

  private Bytes content(String digest) {
    Bytes content =
        blobs
            .read(contentName(digest))
            .orElseThrow(() -> new RemoteFailure(RemoteFailure.Reason.NOT_FOUND, digest));
    if (!Digests.of(content).toHex().equals(digest)) {
      throw new RemoteFailure(RemoteFailure.Reason.CORRUPT, digest);
    }
    return content;
  }

  // Applying

  private boolean apply(Map<TreePath, Item> local, ToyTree target) {
    Map<TreePath, Item> shown = new TreeMap<>(target.items());
    Set<TreePath> touched = new HashSet<>(Set.of(TEMP, TRASH));
    Map<TreePath, TreePath> ready = download(local, target.items());
    barrier(ready.values());
    if (!local.equals(target.items())) {
      ports.state().write(batch -> batch.put(Space.META, INTENT, target.encode()));
    }
    new TreeMap<>(local)
        .descendingMap()
        .forEach((path, old) -> {
          Item wanted = target.items().get(path);
          if (wanted == null || (wanted.kind() == 'd') != (old.kind() == 'd')) {
            attempt(path, shown, touched, () -> displace(path));
          }
        });
    target
        .items()
        .forEach((path, wanted) -> {
          if (!wanted.equals(local.get(path))) {
            TreePath temp = ready.getOrDefault(path, TEMP);
            attempt(path, shown, touched, () -> place(path, wanted, temp));
          }
        });
    barrier(touched);
    ToyTree now = new ToyTree(target.sequence(), shown);
    if (!now.equals(base) || ports.state().get(Space.META, INTENT).isPresent()) {
      ports
          .state()
          .write(batch -> {
            batch.put(Space.META, BASE, now.encode());
            batch.delete(Space.META, INTENT);
          });
      base = now;
    }
    return !target.items().equals(local);
  }

  /// Does one thing to the disk; if the user was faster, the path stays as the base has it.
  private void attempt(
      TreePath path, Map<TreePath, Item> shown, Set<TreePath> touched, Runnable deed) {
    try {
      touched.add(path.parent().orElseThrow());
      touched.add(path);
      deed.run();
    } catch (FileFailure failure) {
      if (failure.reason() == FileFailure.Reason.NO_SPACE
          || failure.reason() == FileFailure.Reason.BROKEN) {
        throw failure;
      }
      Item old = base.items().get(path);
      if (old == null) {
        shown.remove(path);
      } else {
        shown.put(path, old);
      }
    }
  }

  private Map<TreePath, TreePath> download(Map<TreePath, Item> local, Map<TreePath, Item> target) {
    Map<TreePath, TreePath> ready = new HashMap<>();
    target.forEach((path, wanted) -> {
      if (wanted.kind() == 'f' && !wanted.equals(local.get(path))) {
        TreePath temp =
            flaw == Flaw.LITTERS
                ? TreePath.ROOT.child("~tmp" + ready.size())
                : TEMP.child(freshName());
        if (flaw == Flaw.LITTERS && files.stat(temp).isPresent()) {
          files.delete(temp);
        }
        write(temp, content(wanted.text()));
        files.setAttributes(temp, new FileSystem.Attributes(wanted.executable(), 0));
        ready.put(path, temp);
      }
    });
    return ready;
  }

  private void write(TreePath path, Bytes content) {
    try (FileSystem.Sink sink = files.create(path)) {
      int half = content.size() / 2;
      sink.write(content.slice(0, half).asByteBuffer());
      sink.write(content.slice(half, content.size()).asByteBuffer());
    }
  }

  private void displace(TreePath path) {
    requireUnchanged(path);
    if (files.stat(path).orElseThrow().kind() == Stat.Kind.DIRECTORY) {
      files.removeDirectory(path);
    } else if (flaw == Flaw.OVERWRITES_BLINDLY) {
      files.delete(path);
    } else {
      TreePath kept = TRASH.child(freshName());
      files.move(path, kept);
      if (!isAsSeen(path, files.stat(kept))) {
        files.move(kept, path);
        throw new FileFailure(FileFailure.Reason.BUSY, path, "changed meanwhile");
      }
    }
  }

  private void place(TreePath path, Item wanted, TreePath ready) {
    Optional<Stat> there = files.stat(path);
    switch (wanted.kind()) {
      case 'd' -> {
        if (there.isEmpty()) {
          files.makeDirectory(path);
        }
      }
      case 'l' -> {
        if (there.isPresent()) {
          displace(path);
        }
        files.makeLink(path, wanted.text());
      }
      default -> {
        if (there.isEmpty()) {
          files.move(ready, path);
        } else {
          replace(path, ready);
        }
      }
    }
  }

  private void replace(TreePath path, TreePath ready) {
    requireUnchanged(path);
    if (flaw == Flaw.WRITES_IN_PLACE) {
      boolean executable = files.stat(ready).orElseThrow().executable();
      files.delete(path);
      write(path, ToyScan.read(files, ready));
      files.setAttributes(path, new FileSystem.Attributes(executable, 0));
      return;
    }
    if (flaw != Flaw.OVERWRITES_BLINDLY) {
      files.hardLink(path, TRASH.child(freshName()));
      barrier(Set.of(TRASH, path));
      requireUnchanged(path);
    }
    files.replace(ready, path);
  }

  private void requireUnchanged(TreePath path) {
    if (flaw != Flaw.OVERWRITES_BLINDLY && !isAsSeen(path, files.stat(path))) {
      throw new FileFailure(FileFailure.Reason.BUSY, path, "changed meanwhile");
    }
  }

  /// Whether this is what the scan saw at a path; own links and renames change the ctime.
  private boolean isAsSeen(TreePath path, Optional<Stat> now) {
    Stat then = seen.get(path);
    if (now.isEmpty() || then == null || now.get().kind() != then.kind()) {
      return false;
    }
    return then.kind() == Stat.Kind.DIRECTORY
        || (now.get().inode() == then.inode()
            && now.get().size() == then.size()
            && now.get().mtime() == then.mtime()
            && now.get().executable() == then.executable());
  }

  private String freshName() {
    return ports.randomness().next(8).toHex();
  }

  private void barrier(Collection<TreePath> touched) {
    if (flaw != Flaw.NO_BARRIER) {
      files.barrier(touched);
    }
  }

  // Answering

  @Override
  public Map<TreePath, TreeItem> tree() {
    Map<TreePath, TreeItem> tree = new TreeMap<>();
    base.items()
        .forEach((path, item) ->
            tree.put(
                path,
                switch (item.kind()) {
                  case 'd' -> new TreeItem.Directory();
                  case 'l' -> new TreeItem.Link(item.text());
                  default -> new TreeItem.File(Bytes.hex(item.text()), item.executable());
                }));
    return tree;
  }

  @Override
  public boolean merges() {
    return false;
  }

  @Override
  public List<TreePath> conflicts() {
    return List.of();
  }

  @Override
  public void resolve(TreePath path, Choice choice) {
    throw new IllegalStateException("a toy has no conflicts");
  }

  @Override
  public boolean ignores(TreePath path, boolean directory) {
    return false;
  }

  @Override
  public Set<Bytes> reachable() {
    Set<Bytes> digests = new HashSet<>();
    for (String name : blobs.list("c/")) {
      digests.add(Bytes.hex(name.substring(2)));
    }
    for (Listing.Item kept : files.list(TRASH).items()) {
      if (kept.stat().kind() == Stat.Kind.FILE) {
        digests.add(Digests.of(ToyScan.read(files, TRASH.child(kept.name()))));
      }
    }
    return digests;
  }

  @Override
  public List<String> verify() {
    return base.items().values().stream()
        .filter(item -> item.kind() == 'f')
        .filter(item -> blobs.read(contentName(item.text())).isEmpty())
        .map(item -> "no content " + item.text())
        .toList();
  }

  @Override
  public void close() {
    ports.state().close();
  }
}
