package dev.tidelock.simulation.disk;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileFailure.Reason;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Listing;
import dev.tidelock.engine.port.Stat;
import dev.tidelock.engine.port.Stat.Kind;
import dev.tidelock.simulation.gate.Fault;
import dev.tidelock.simulation.gate.Gate;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A [Disk] as the program under test sees it: each call passes a [Gate]. A barrier makes durable
/// exactly what it is given, no more: of a file its content, of a directory the names in it, and of
/// both their own name.
public final class SimFileSystem implements FileSystem {
  /// What is said of a path when something above it is gone.
  private static final Set<Reason> GONE =
      EnumSet.of(Reason.MISSING, Reason.NOT_DIRECTORY, Reason.LINK_ON_THE_WAY);

  private final Disk disk;
  private final Gate gate;

  /// @param disk the disk
  /// @param gate the way to it
  public SimFileSystem(Disk disk, Gate gate) {
    this.disk = disk;
    this.gate = gate;
  }

  @Override
  public Listing list(TreePath directory) {
    read("list", directory);
    List<Listing.Item> items = new ArrayList<>();
    List<Listing.Unreadable> unreadable = new ArrayList<>();
    for (Map.Entry<String, Node> entry : disk.list(directory)) {
      if (!Disk.isDecodable(entry.getKey())) {
        unreadable.add(new Listing.Unreadable(escaped(entry.getKey()), Reason.UNDECODABLE));
      } else if (entry.getValue().opaque) {
        unreadable.add(new Listing.Unreadable(entry.getKey(), Reason.DENIED));
      } else {
        items.add(new Listing.Item(entry.getKey(), disk.stat(entry.getValue())));
      }
    }
    return new Listing(items, unreadable);
  }

  private static String escaped(String name) {
    StringBuilder shown = new StringBuilder();
    name.codePoints()
        .forEach(c -> {
          if (c >= 0xD800 && c <= 0xDFFF) {
            shown.append("\\x").append(Integer.toHexString(c & 0xFF));
          } else {
            shown.appendCodePoint(c);
          }
        });
    return shown.toString();
  }

  @Override
  public Optional<Stat> stat(TreePath path) {
    read("stat", path);
    try {
      return disk.find(path).map(disk::stat);
    } catch (FileFailure failure) {
      if (failure.reason() == Reason.MISSING) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  @Override
  public Source open(TreePath file) {
    read("open", file);
    Node node = disk.node(file);
    switch (node.kind) {
      case FILE -> {
        if (!node.readable) {
          throw new FileFailure(Reason.DENIED, file, "it cannot be read");
        }
      }
      case DIRECTORY -> throw new FileFailure(Reason.IS_DIRECTORY, file, "it is a directory");
      case LINK -> throw new FileFailure(Reason.LINK_ON_THE_WAY, file, "it is a link");
      case SPECIAL -> throw new FileFailure(Reason.BROKEN, file, "it is no regular file");
    }
    disk.opened(node);
    return new OpenSource(file, node);
  }

  @Override
  public String readLink(TreePath link) {
    read("readLink", link);
    Node node = disk.node(link);
    if (node.kind != Kind.LINK) {
      throw new FileFailure(Reason.BROKEN, link, "it is no link");
    }
    if (!Disk.isDecodable(node.text)) {
      throw new FileFailure(Reason.UNDECODABLE, link, "its text is not UTF-8");
    }
    return node.text;
  }

  @Override
  public Sink create(TreePath file) {
    change("create", file);
    Node node = disk.create(Actor.ENGINE, file, Kind.FILE, "");
    changed("create", file);
    disk.opened(node);
    return new OpenSink(file, node);
  }

  @Override
  public void makeDirectory(TreePath directory) {
    change("makeDirectory", directory);
    disk.create(Actor.ENGINE, directory, Kind.DIRECTORY, "");
    changed("makeDirectory", directory);
  }

  @Override
  public void makeLink(TreePath link, String text) {
    change("makeLink", link);
    if (text.isEmpty() || text.indexOf('\0') >= 0 || !Disk.isDecodable(text)) {
      throw new FileFailure(Reason.UNDECODABLE, link, "no link can have this text");
    }
    disk.create(Actor.ENGINE, link, Kind.LINK, text);
    changed("makeLink", link);
  }

  @Override
  public void hardLink(TreePath existing, TreePath added) {
    change("hardLink", added);
    disk.hardLink(Actor.ENGINE, existing, added);
    changed("hardLink", added);
  }

  @Override
  public void replace(TreePath from, TreePath to) {
    change("replace", to);
    disk.rename(Actor.ENGINE, from, to);
    changed("replace", from);
    changed("replace", to);
  }

  @Override
  public boolean exchange(TreePath one, TreePath other) {
    change("exchange", other);
    boolean done = disk.exchange(Actor.ENGINE, one, other);
    if (done) {
      changed("exchange", one);
      changed("exchange", other);
    }
    return done;
  }

  @Override
  public void move(TreePath from, TreePath to) {
    change("move", to);
    disk.move(Actor.ENGINE, from, to);
    changed("move", from);
    changed("move", to);
  }

  @Override
  public void delete(TreePath file) {
    change("delete", file);
    disk.delete(Actor.ENGINE, file);
    changed("delete", file);
  }

  @Override
  public void removeDirectory(TreePath directory) {
    change("removeDirectory", directory);
    disk.removeDirectory(Actor.ENGINE, directory);
    changed("removeDirectory", directory);
  }

  @Override
  public void setAttributes(TreePath file, Attributes attributes) {
    change("setAttributes", file);
    Node node = disk.node(file);
    switch (node.kind) {
      case FILE -> {
        disk.setAttributes(Actor.ENGINE, node, attributes.executable(), attributes.mtime());
        changed("setAttributes", file);
      }
      case DIRECTORY -> throw new FileFailure(Reason.IS_DIRECTORY, file, "it is a directory");
      case LINK -> throw new FileFailure(Reason.LINK_ON_THE_WAY, file, "it is a link");
      case SPECIAL -> throw new FileFailure(Reason.BROKEN, file, "it is no regular file");
    }
  }

  @Override
  public void barrier(Collection<TreePath> touched) {
    read("barrier", touched.isEmpty() ? TreePath.ROOT : touched.iterator().next());
    for (TreePath path : touched) {
      there(path).ifPresent(disk::flush);
      disk.flush(nearestDirectory(path.parent().orElse(path)));
    }
  }

  @Override
  public void barrierWithin(Collection<TreePath> touched) {
    read("barrierWithin", touched.isEmpty() ? TreePath.ROOT : touched.iterator().next());
    touched.forEach(path -> there(path).ifPresent(disk::flush));
  }

  private Node nearestDirectory(TreePath path) {
    return there(path)
        .filter(Node::isDirectory)
        .orElseGet(() -> nearestDirectory(path.parent().orElseThrow()));
  }

  private Optional<Node> there(TreePath path) {
    try {
      return disk.find(path);
    } catch (FileFailure failure) {
      if (GONE.contains(failure.reason())) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  @Override
  public long freeBytes() {
    read("freeBytes", TreePath.ROOT);
    return disk.free();
  }

  private void read(String operation, TreePath path) {
    requireNames(path);
    switch (gate.call("fs." + operation, path.toString())) {
      case BROKEN -> throw new FileFailure(Reason.BROKEN, path, operation + ": the device failed");
      case DENIED -> throw new FileFailure(Reason.DENIED, path, operation + ": not allowed");
      case NO_SPACE,
          NONE,
          UNREACHABLE,
          LATE,
          LOST_REPLY,
          SHORT,
          FLIPPED,
          BUSY,
          CHANGED,
          READ_ONLY -> {}
    }
  }

  private void changed(String operation, TreePath path) {
    if (!path.isRoot() && !path.names().getFirst().equals(".tidelock")) {
      disk.countEngineChange(operation + " " + path);
    }
  }

  private static void requireNames(TreePath path) {
    if (!Disk.isDecodable(path.toString())) {
      throw new FileFailure(Reason.UNDECODABLE, path, "a name that UTF-8 cannot hold");
    }
  }

  private void change(String operation, TreePath path) {
    requireNames(path);
    Fault fault = gate.call("fs." + operation, path.toString());
    switch (fault) {
      case BROKEN -> throw new FileFailure(Reason.BROKEN, path, operation + ": the device failed");
      case DENIED -> throw new FileFailure(Reason.DENIED, path, operation + ": not allowed");
      case NO_SPACE ->
          throw new FileFailure(Reason.NO_SPACE, path, operation + ": the disk is full");
      case NONE, UNREACHABLE, LATE, LOST_REPLY, SHORT, FLIPPED, BUSY, CHANGED, READ_ONLY -> {}
    }
  }

  /// A file open for reading: goes on showing its inode, whatever becomes of the name.
  private final class OpenSource implements Source {
    private final TreePath path;
    private final Node node;
    private boolean open = true;

    OpenSource(TreePath path, Node node) {
      this.path = path;
      this.node = node;
    }

    @Override
    public Stat stat() {
      requireOpen();
      SimFileSystem.this.read("source.stat", path);
      return disk.stat(node);
    }

    @Override
    public int read(ByteBuffer buffer, long position) {
      requireOpen();
      SimFileSystem.this.read("source.read", path);
      return node.data.read(buffer, position);
    }

    private void requireOpen() {
      if (!open) {
        throw new IllegalStateException("closed: " + path);
      }
    }

    @Override
    public void close() {
      if (open) {
        open = false;
        disk.closed(node);
      }
    }
  }

  /// A file open for writing.
  private final class OpenSink implements Sink {
    private final TreePath path;
    private final Node node;
    private boolean open = true;

    OpenSink(TreePath path, Node node) {
      this.path = path;
      this.node = node;
    }

    @Override
    public void write(ByteBuffer buffer) {
      if (!open) {
        throw new IllegalStateException("closed: " + path);
      }
      try {
        change("sink.write", path);
      } catch (FileFailure failure) {
        if (failure.reason() == Reason.NO_SPACE) {
          append(buffer.slice().limit(buffer.remaining() / 2));
        }
        throw failure;
      }
      append(buffer);
      if (buffer.hasRemaining()) {
        throw new FileFailure(Reason.NO_SPACE, path, "write: the disk is full");
      }
    }

    private void append(ByteBuffer buffer) {
      disk.append(Actor.ENGINE, node, buffer);
    }

    @Override
    public void close() {
      if (open) {
        open = false;
        disk.closed(node);
      }
    }
  }
}
