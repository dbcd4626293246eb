package dev.tidelock.engine.store;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.generators.Tape;

/// A store of objects in memory, with the disk and the state that it is made of.
public final class MemoryStore {
  private final Plug plug = new Plug();

  /// The disk.
  public final FileSystem disk = new TestDisk(plug);

  /// The state.
  public final StateStore state = new TestState(plug);

  /// The objects.
  public final LocalObjects objects;

  /// An empty one.
  public MemoryStore() {
    Tape names = Tape.of(7);
    objects =
        new LocalObjects(
            disk,
            TreePath.parse(".tidelock/objects"),
            state,
            new EnvelopeCodec(new PairCompression()),
            size -> Bytes.wrap(names.bytes(size)),
            LocalObjects.Limits.usual());
  }
}
