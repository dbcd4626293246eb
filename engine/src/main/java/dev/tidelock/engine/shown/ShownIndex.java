package dev.tidelock.engine.shown;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.commit.Rename;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.port.Stat;
import dev.tidelock.engine.port.StateStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// The stat cache: what the disk shows, by path, kept in the state store. Children of one directory
/// lie together, so that a scan reads them in one go. One thread.
public final class ShownIndex {
  private final StateStore state;

  /// An index over the space `SHOWN` of a state store.
  public ShownIndex(StateStore state) {
    this.state = state;
  }

  /// What the disk shows at a path, if anything.
  public Optional<Shown> get(TreePath path) {
    return state.get(Space.SHOWN, key(path)).map(ShownCodec::decode);
  }

  /// The path at which the disk showed this inode last; it may have been shown otherwise since.
  public Optional<TreePath> byInode(Stat stat) {
    return state.get(Space.INODES, inodeKey(stat)).map(Bytes::toUtf8).map(TreePath::parse);
  }

  /// What the disk shows directly in a directory, by name.
  public SortedMap<String, Shown> children(TreePath directory) {
    SortedMap<String, Shown> children = new TreeMap<>();
    Bytes prefix = childPrefix(directory);
    state.scan(
        Space.SHOWN,
        prefix,
        successor(prefix),
        (key, value) -> {
          String name = key.slice(prefix.size(), key.size()).toUtf8();
          children.put(name, ShownCodec.decode(value));
          return true;
        });
    return children;
  }

  /// Shows everything below a path, the path itself not included, in no particular order.
  public void below(TreePath top, BiConsumer<TreePath, Shown> visitor) {
    BiConsumer<Bytes, Bytes> decode =
        (key, value) -> visitor.accept(path(key), ShownCodec.decode(value));
    scan(childPrefix(top), decode);
    if (!top.isRoot()) {
      scan(Bytes.utf8(top + "/"), decode);
      return;
    }
    state.scan(
        Space.SHOWN,
        Bytes.wrap(new byte[] {1}),
        Bytes.wrap(new byte[] {(byte) 0xff}),
        (key, value) -> {
          decode.accept(key, value);
          return true;
        });
  }

  /// Notes in `batch` what the disk shows at a path.
  public void put(StateStore.Batch batch, TreePath path, Shown shown) {
    batch.put(Space.SHOWN, key(path), ShownCodec.encode(shown));
    batch.put(Space.INODES, inodeKey(shown.stat()), Bytes.utf8(path.toString()));
  }

  /// Notes in `batch` that the disk shows nothing at a path.
  public void remove(StateStore.Batch batch, TreePath path) {
    batch.delete(Space.SHOWN, key(path));
  }

  /// Notes in `batch` that the disk shows nothing at a path or below it.
  public void removeTree(StateStore.Batch batch, TreePath top) {
    if (!top.isRoot()) {
      remove(batch, top);
      Bytes below = Bytes.utf8(top + "/");
      batch.deleteRange(Space.SHOWN, below, successor(below));
      Bytes children = childPrefix(top);
      batch.deleteRange(Space.SHOWN, children, successor(children));
      return;
    }
    batch.deleteRange(Space.SHOWN, Bytes.empty(), Bytes.wrap(new byte[] {(byte) 0xff}));
  }

  /// Notes in `batch` that what the disk showed at the one path of each pair, and below it, is now
  /// at the other. The pairs are simultaneous; of nested ones the longest applies.
  public void move(StateStore.Batch batch, List<Rename> pairs) {
    Map<TreePath, Map<TreePath, Shown>> taken = new LinkedHashMap<>();
    Set<TreePath> claimed = new HashSet<>();
    List<Rename> deepestFirst = new ArrayList<>(pairs);
    deepestFirst.sort(Comparator.comparing(Rename::from).reversed());
    for (Rename pair : deepestFirst) {
      Map<TreePath, Shown> here = new TreeMap<>();
      get(pair.from()).ifPresent(shown -> here.put(pair.from(), shown));
      below(pair.from(), here::put);
      here.keySet().removeIf(path -> !claimed.add(path));
      taken.put(pair.from(), here);
    }
    pairs.forEach(pair -> removeTree(batch, pair.from()));
    pairs.forEach(pair -> removeTree(batch, pair.to()));
    for (Rename pair : deepestFirst) {
      taken
          .getOrDefault(pair.from(), Map.of())
          .forEach((path, shown) -> put(batch, path.rebase(pair.from(), pair.to()), shown));
    }
  }

  private void scan(Bytes prefix, BiConsumer<Bytes, Bytes> visitor) {
    state.scan(
        Space.SHOWN,
        prefix,
        successor(prefix),
        (key, value) -> {
          visitor.accept(key, value);
          return true;
        });
  }

  private static Bytes childPrefix(TreePath directory) {
    return Bytes.utf8(directory + "\0");
  }

  private static Bytes key(TreePath path) {
    String parent = path.parent().map(TreePath::toString).orElseThrow();
    return Bytes.utf8(parent + "\0" + path.name());
  }

  private static Bytes inodeKey(Stat stat) {
    CborWriter key = new CborWriter().integer(stat.inode());
    stat.birth().ifPresent(key::integer);
    return key.toBytes();
  }

  private static TreePath path(Bytes key) {
    String text = key.toUtf8();
    int cut = text.indexOf('\0');
    String parent = text.substring(0, cut);
    return TreePath.parse(parent).child(text.substring(cut + 1));
  }

  /// The least key that does not begin with `prefix`, whose last byte is never 0xff.
  private static Bytes successor(Bytes prefix) {
    byte[] next = prefix.toByteArray();
    next[next.length - 1]++;
    return Bytes.wrap(next);
  }
}
