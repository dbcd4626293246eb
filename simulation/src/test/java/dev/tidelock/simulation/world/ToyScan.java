package dev.tidelock.simulation.world;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Listing;
import dev.tidelock.engine.port.Stat;
import dev.tidelock.simulation.disk.Digests;
import dev.tidelock.simulation.world.ToyTree.Item;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// What a toy finds on its disk, by reading everything.
record ToyScan(Map<TreePath, Item> items, Map<TreePath, Stat> stats) {
  static final TreePath OWN = TreePath.parse(".tidelock");

  static ToyScan of(FileSystem files) {
    ToyScan scan = new ToyScan(new TreeMap<>(), new HashMap<>());
    scan.enter(files, TreePath.ROOT);
    return scan;
  }

  ToyTree tree() {
    return new ToyTree(0, items);
  }

  private void enter(FileSystem files, TreePath directory) {
    for (Listing.Item found : files.list(directory).items()) {
      TreePath path = directory.child(found.name());
      if (path.equals(OWN)) {
        continue;
      }
      stats.put(path, found.stat());
      switch (found.stat().kind()) {
        case DIRECTORY -> {
          items.put(path, new Item('d', false, ""));
          enter(files, path);
        }
        case LINK -> items.put(path, new Item('l', false, files.readLink(path)));
        case FILE -> {
          String digest = Digests.of(read(files, path)).toHex();
          items.put(path, new Item('f', found.stat().executable(), digest));
        }
        case SPECIAL -> {}
      }
    }
  }

  static Bytes read(FileSystem files, TreePath path) {
    try (FileSystem.Source source = files.open(path)) {
      ByteBuffer buffer = ByteBuffer.allocate((int) source.stat().size());
      while (buffer.hasRemaining() && source.read(buffer, buffer.position()) > 0) {
        // Reads on.
      }
      return Bytes.copyOf(buffer.flip());
    }
  }
}
