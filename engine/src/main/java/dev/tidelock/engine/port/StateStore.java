package dev.tidelock.engine.port;

import dev.tidelock.core.Bytes;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/// The durable memory of a workspace: named spaces of keys in unsigned byte order.
///
/// A [#write] happens whole or not at all, and is durable when it returns. Reads see every write
/// that returned before. For use by one thread; every failure is a [StateFailure].
public interface StateStore extends AutoCloseable {
  /// The value of a key.
  Optional<Bytes> get(Space space, Bytes key);

  /// Shows the keys from `from`, inclusive, to `to`, exclusive, in order, until `visitor` answers
  /// false. The visitor must not write.
  void scan(Space space, Bytes from, Bytes to, BiPredicate<Bytes, Bytes> visitor);

  /// Performs all changes that `changes` asks for, at once; none of them if it throws. It must not
  /// use the store meanwhile, nor the batch later.
  void write(Consumer<Batch> changes);

  @Override
  void close();

  /// Changes in the making. Later ones win over earlier ones of the same key.
  interface Batch {
    /// Sets the value of a key.
    void put(Space space, Bytes key, Bytes value);

    /// Removes a key, if it is there.
    void delete(Space space, Bytes key);

    /// Removes the keys from `from`, inclusive, to `to`, exclusive.
    void deleteRange(Space space, Bytes from, Bytes to);
  }
}
