package dev.tidelock.engine.store;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileFailure.Reason;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Listing;
import dev.tidelock.engine.port.Stat;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// The part of a file system that a store of packs uses, in memory. A barrier makes exactly the
/// contents and names durable that it is given; [#crash] loses everything else. Each change is a
/// step of a [Plug].
final class TestDisk implements FileSystem {
  private static final class Node {
    final boolean directory;
    final ByteArrayOutputStream content = new ByteArrayOutputStream();
    byte[] durable = {};

    Node(boolean directory) {
      this.directory = directory;
    }
  }

  private final Plug plug;
  private final TreeMap<TreePath, Node> names = new TreeMap<>();
  private final TreeMap<TreePath, Node> durableNames = new TreeMap<>();
  private int open;

  TestDisk(Plug plug) {
    this.plug = plug;
    names.put(TreePath.ROOT, new Node(true));
    durableNames.putAll(names);
  }

  /// Cuts the power: what no barrier covered is gone.
  void crash() {
    Map<TreePath, Node> kept = new HashMap<>();
    durableNames.forEach((path, node) -> {
      if (path.isRoot() || kept.containsKey(path.parent().orElseThrow())) {
        node.content.reset();
        node.content.writeBytes(node.durable);
        kept.put(path, node);
      }
    });
    names.clear();
    names.putAll(kept);
    durableNames.clear();
    durableNames.putAll(kept);
  }

  /// The files, each with its content.
  Map<TreePath, Bytes> files() {
    Map<TreePath, Bytes> files = new TreeMap<>();
    names.forEach((path, node) -> {
      if (!node.directory) {
        files.put(path, Bytes.wrap(node.content.toByteArray()));
      }
    });
    return files;
  }

  /// Overwrites a file, as a failing disk would.
  void damage(TreePath path, Bytes content) {
    Node node = node(path);
    node.content.reset();
    node.content.writeBytes(content.toByteArray());
    node.durable = content.toByteArray();
  }

  /// How many files are open.
  int open() {
    return open;
  }

  private Node node(TreePath path) {
    Node node = names.get(path);
    if (node == null) {
      throw new FileFailure(Reason.MISSING, path, "nothing there");
    }
    return node;
  }

  private void add(TreePath path, Node node) {
    if (names.containsKey(path)) {
      throw new FileFailure(Reason.EXISTS, path, "something there");
    }
    if (!node(path.parent().orElseThrow()).directory) {
      throw new FileFailure(Reason.NOT_DIRECTORY, path, "not in a directory");
    }
    names.put(path, node);
  }

  private static Stat stat(Node node) {
    Stat.Kind kind = node.directory ? Stat.Kind.DIRECTORY : Stat.Kind.FILE;
    return new Stat(kind, node.content.size(), 0, 0, 1, OptionalLong.empty(), 1, false, true);
  }

  @Override
  public Listing list(TreePath directory) {
    node(directory);
    List<Listing.Item> items = new ArrayList<>();
    names.forEach((path, node) -> {
      if (path.parent().filter(directory::equals).isPresent()) {
        items.add(new Listing.Item(path.name(), stat(node)));
      }
    });
    return new Listing(items, List.of());
  }

  @Override
  public Optional<Stat> stat(TreePath path) {
    return Optional.ofNullable(names.get(path)).map(TestDisk::stat);
  }

  @Override
  public Source open(TreePath file) {
    Node node = node(file);
    open++;
    return new Source() {
      @Override
      public Stat stat() {
        return TestDisk.stat(node);
      }

      @Override
      public int read(ByteBuffer buffer, long position) {
        byte[] content = node.content.toByteArray();
        if (position >= content.length) {
          return -1;
        }
        int count = Math.min(buffer.remaining(), content.length - (int) position);
        buffer.put(content, (int) position, count);
        return count;
      }

      @Override
      public void close() {
        open--;
      }
    };
  }

  @Override
  public Sink create(TreePath file) {
    plug.step();
    Node node = new Node(false);
    add(file, node);
    return new Sink() {
      @Override
      public void write(ByteBuffer buffer) {
        plug.step();
        node.content.writeBytes(Bytes.copyOf(buffer).toByteArray());
        buffer.position(buffer.limit());
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void makeDirectory(TreePath directory) {
    plug.step();
    add(directory, new Node(true));
  }

  @Override
  public void move(TreePath from, TreePath to) {
    plug.step();
    add(to, node(from));
    names.remove(from);
  }

  @Override
  public void delete(TreePath file) {
    plug.step();
    node(file);
    names.remove(file);
  }

  @Override
  public void barrier(Collection<TreePath> touched) {
    barrierWithin(touched);
  }

  @Override
  public void barrierWithin(Collection<TreePath> touched) {
    plug.step();
    for (TreePath path : touched) {
      Node node = node(path);
      node.durable = node.content.toByteArray();
      if (node.directory) {
        durableNames.keySet().removeIf(name -> isChild(name, path));
        names.forEach((name, child) -> {
          if (isChild(name, path)) {
            durableNames.put(name, child);
          }
        });
      }
    }
  }

  private static boolean isChild(TreePath name, TreePath directory) {
    return name.parent().filter(directory::equals).isPresent();
  }

  @Override
  public String readLink(TreePath link) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void makeLink(TreePath link, String text) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void hardLink(TreePath existing, TreePath added) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void replace(TreePath from, TreePath to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void removeDirectory(TreePath directory) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setAttributes(TreePath file, Attributes attributes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long freeBytes() {
    throw new UnsupportedOperationException();
  }
}
