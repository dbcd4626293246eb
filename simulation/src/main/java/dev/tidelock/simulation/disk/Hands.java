package dev.tidelock.simulation.disk;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileFailure.Reason;
import dev.tidelock.engine.port.Stat.Kind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What a user does to a disk with programs of his own. Not seen by any gate; lasting only once
/// [#sync] is called. Remembers what it touched until then.
public final class Hands {
  private final Disk disk;
  private final Set<TreePath> touched = new LinkedHashSet<>();

  Hands(Disk disk) {
    this.disk = disk;
  }

  /// Everything on the disk outside of `.tidelock`, whoever may read it.
  public Map<TreePath, Shown> look() {
    return disk.look();
  }

  /// The same, by the paths that it has in a tree.
  public Map<TreePath, Shown> lookAsTree() {
    Map<TreePath, Shown> shown = disk.look();
    Map<TreePath, TreePath> named = inTree();
    Map<TreePath, Shown> found = new TreeMap<>();
    shown.forEach((path, item) -> found.put(named.get(path), item));
    return found;
  }

  /// The paths of the disk, each with the one that it has in a tree.
  public Map<TreePath, TreePath> inTree() {
    return new TreeNames(disk.names()).of(disk.look().keySet());
  }

  /// A file's bytes; nothing if no readable file is there.
  public Optional<Bytes> read(TreePath path) {
    return existing(path)
        .filter(node -> node.kind == Kind.FILE && node.readable)
        .map(node -> node.data.content());
  }

  private Optional<Node> existing(TreePath path) {
    try {
      return disk.find(path);
    } catch (FileFailure failure) {
      if (failure.reason() == Reason.BROKEN) {
        throw failure;
      }
      return Optional.empty();
    }
  }

  /// Writes a file in place, or creates it.
  public void write(TreePath path, Bytes content) {
    touched.add(path);
    Node node = disk.find(path).orElseGet(() -> disk.create(Actor.USER, path, Kind.FILE, ""));
    requireFile(path, node);
    disk.overwrite(Actor.USER, node, content);
  }

  /// Saves as careful editors do: a new file beside the old one, then a rename over it.
  public void saveAtomically(TreePath path, Bytes content) {
    touched.add(path);
    TreePath temporary = path.parent().orElseThrow().child("." + path.name() + ".swp");
    disk.find(path).ifPresent(node -> requireFile(path, node));
    Node node = disk.create(Actor.USER, temporary, Kind.FILE, "");
    disk.overwrite(Actor.USER, node, content);
    disk.find(path).ifPresent(old -> node.executable = old.executable);
    disk.rename(Actor.USER, temporary, path);
  }

  /// Saves as other editors do: the old file becomes a backup, then a new one is created.
  public void saveWithBackup(TreePath path, Bytes content) {
    touched.add(path);
    TreePath backup = path.parent().orElseThrow().child(path.name() + "~");
    requireFile(path, disk.node(path));
    disk.rename(Actor.USER, path, backup);
    disk.overwrite(Actor.USER, disk.create(Actor.USER, path, Kind.FILE, ""), content);
    disk.delete(Actor.USER, backup);
  }

  /// Deletes a file, a link, or a directory with everything in it.
  public void delete(TreePath path) {
    touched.add(path);
    Node node = disk.node(path);
    if (node.isDirectory()) {
      for (String name : List.copyOf(node.entries.keySet())) {
        delete(path.child(name));
      }
      disk.removeDirectory(Actor.USER, path);
    } else {
      disk.delete(Actor.USER, path);
    }
  }

  /// Renames or moves whatever is there; a file or link at `to` is replaced.
  public void rename(TreePath from, TreePath to) {
    touched.add(from);
    touched.add(to);
    disk.rename(Actor.USER, from, to);
  }

  /// Creates a directory and what is missing on the way.
  public void makeDirectories(TreePath path) {
    if (path.isRoot() || existing(path).isPresent()) {
      return;
    }
    touched.add(path);
    makeDirectories(path.parent().orElseThrow());
    disk.create(Actor.USER, path, Kind.DIRECTORY, "");
  }

  /// Makes a link, in place of one that is there.
  public void link(TreePath path, String text) {
    touched.add(path);
    if (disk.find(path).isPresent()) {
      disk.delete(Actor.USER, path);
    }
    disk.create(Actor.USER, path, Kind.LINK, text);
  }

  /// Gives a file a second name.
  public void hardLink(TreePath existing, TreePath added) {
    touched.add(added);
    disk.hardLink(Actor.USER, existing, added);
  }

  /// Makes a FIFO.
  public void makeSpecial(TreePath path) {
    touched.add(path);
    disk.create(Actor.USER, path, Kind.SPECIAL, "");
  }

  /// Sets or clears a file's executable bit.
  public void setExecutable(TreePath path, boolean executable) {
    touched.add(path);
    Node node = disk.node(path);
    disk.setAttributes(Actor.USER, node, executable, node.mtime);
  }

  /// Sets a file's modification time, in nanoseconds since 1970.
  public void touch(TreePath path, long mtime) {
    touched.add(path);
    Node node = disk.node(path);
    disk.setAttributes(Actor.USER, node, node.executable, mtime);
  }

  /// Sets whether a file or directory can be read.
  public void setReadable(TreePath path, boolean readable) {
    Node node = disk.node(path);
    node.readable = readable;
    disk.changed(node);
  }

  /// Sets whether names in a directory can be changed.
  public void setWritable(TreePath path, boolean writable) {
    Node node = disk.node(path);
    node.writable = writable;
    disk.changed(node);
  }

  /// Sets whether the disk refuses to say anything of what is at a path, but that it is there.
  public void setOpaque(TreePath path, boolean opaque) {
    Node node =
        disk.names()
            .find(disk.directory(path).entries, path.name())
            .orElseThrow(() -> new FileFailure(Reason.MISSING, path, "nothing is there"));
    node.opaque = opaque;
  }

  /// Makes what these hands did since the last time durable, and nothing else.
  public void sync() {
    for (TreePath path : touched) {
      TreePath here = path;
      existing(here).ifPresent(this::flushAll);
      while (!here.isRoot()) {
        here = here.parent().orElseThrow();
        existing(here).ifPresent(disk::flush);
      }
    }
    touched.clear();
  }

  /// What these hands touched since it was made durable or left to the disk.
  public Set<TreePath> touched() {
    return new LinkedHashSet<>(touched);
  }

  /// Leaves it to the disk when what these hands did becomes durable.
  public void leave() {
    touched.clear();
  }

  private void flushAll(Node node) {
    disk.flush(node);
    node.entries.values().forEach(this::flushAll);
  }

  private static void requireFile(TreePath path, Node node) {
    if (node.kind != Kind.FILE) {
      throw new FileFailure(Reason.BROKEN, path, "it is no regular file");
    }
  }
}
