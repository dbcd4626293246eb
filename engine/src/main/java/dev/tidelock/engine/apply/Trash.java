package dev.tidelock.engine.apply;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Randomness;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.port.StateStore;
import java.util.ArrayList;
import java.util.List;

/// Where displaced files go, for thirty days: the inode itself, so that a program that still writes
/// to it writes there.
public final class Trash {
  /// How long something stays, in milliseconds.
  private static final long KEEP_MILLIS = 30L * 24 * 60 * 60 * 1000;

  private final FileSystem files;
  private final Randomness randomness;
  private final ElapsedTime time;
  private final TreePath directory;

  /// @param files the disk
  /// @param randomness makes names
  /// @param time tells how old something is
  /// @param directory where the trash is, a directory that exists
  public Trash(FileSystem files, Randomness randomness, ElapsedTime time, TreePath directory) {
    this.files = files;
    this.randomness = randomness;
    this.time = time;
    this.directory = directory;
  }

  /// The time by which things grow old here.
  public long now() {
    return time.millis();
  }

  /// A free place, noted in `batch` as being for what stands at `origin` at the time `now`.
  public TreePath place(StateStore.Batch batch, TreePath origin, long now) {
    String name = randomness.next(12).toHex();
    CborWriter out = new CborWriter().array(2).text(origin.toString()).integer(now);
    batch.put(Space.TRASH, Bytes.utf8(name), out.toBytes());
    return directory.child(name);
  }

  /// Everything in the trash.
  public List<Item> items(StateStore state) {
    List<Item> items = new ArrayList<>();
    state.scan(
        Space.TRASH,
        Bytes.empty(),
        Bytes.wrap(new byte[] {(byte) 0xff}),
        (key, value) -> {
          CborReader in = new CborReader(value);
          in.array(2);
          TreePath origin = TreePath.decode(in.text());
          items.add(new Item(directory.child(key.toUtf8()), origin, in.integer()));
          return true;
        });
    return items;
  }

  /// Removes what was displaced thirty days ago, as far as there is evidence that they passed.
  public void empty(StateStore state) {
    long now = time.millis();
    for (Item item : items(state)) {
      if (now - item.since() > KEEP_MILLIS) {
        remove(item.place());
        state.write(batch -> batch.delete(Space.TRASH, Bytes.utf8(item.place().name())));
      }
    }
  }

  private void remove(TreePath place) {
    try {
      files.delete(place);
    } catch (FileFailure failure) {
      if (failure.reason() != FileFailure.Reason.MISSING) {
        throw failure;
      }
    }
  }

  /// Something in the trash.
  ///
  /// @param place where it lies now, if it was displaced at all
  /// @param origin where it stood
  /// @param since when, as [ElapsedTime] tells it
  public record Item(TreePath place, TreePath origin, long since) {}
}
