package dev.tidelock.engine.sync;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.store.SealedObject;

/// What one fetch brings, on its way into the store. That the store lacks some of what its objects
/// refer to is noted before any of a fetch becomes durable, and taken back when all of it is; a
/// small fetch becomes durable as a whole, in one pack, and needs no such note. Used once.
final class Receipt implements Remote.Receiver, AutoCloseable {
  /// What is certain to fit into one pack, in bytes.
  private static final long SMALL = 1 << 20;

  /// More than what an object takes in a pack besides.
  private static final long OVERHEAD = 512;

  private final Stores stores;
  private boolean noted;
  private boolean over;
  private long bytes;
  private long packed;

  /// @param stores where it goes
  /// @param whole whether nothing is noted to be lacking now
  Receipt(Stores stores, boolean whole) {
    this.stores = stores;
    this.noted = !whole;
    stores.objects.local().flush();
  }

  /// Takes an object whose id was checked.
  ///
  /// @throws MalformedException if no device can have written it: then it never gets into the store
  @Override
  public void accept(ObjectId id, RawObject object) {
    expect(object);
    stores.objects.take(id, object);
  }

  /// The same, with its envelope.
  @Override
  public void accept(SealedObject sealed, RawObject object) {
    expect(object);
    stores.objects.take(sealed, object);
  }

  private void expect(RawObject object) {
    long size = object.payload().size() + 32L * object.references().size();
    bytes += size;
    packed += size + OVERHEAD;
    if (packed > SMALL) {
      note();
    }
  }

  private void note() {
    if (!noted) {
      stores.state.write(batch -> stores.state.fetched(batch, false));
      noted = true;
    }
  }

  /// Makes what came durable, and takes notice that nothing is lacking any more.
  void complete() {
    if (noted) {
      stores.keep(batch -> stores.state.fetched(batch, true));
    } else {
      stores.objects.local().flush();
    }
    over = true;
  }

  /// Makes what came durable. What was noted to be lacking may still be.
  void arrive() {
    stores.objects.local().flush();
    over = true;
  }

  /// How many bytes came.
  long bytes() {
    return bytes;
  }

  /// What was cut short may become durable with what comes next.
  @Override
  public void close() {
    if (!over) {
      note();
    }
  }
}
