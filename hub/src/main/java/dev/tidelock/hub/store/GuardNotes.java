package dev.tidelock.hub.store;

import dev.tidelock.core.Bytes;
import java.util.List;
import java.util.Optional;

/// What the mass-change guard remembers of each branch, within one transaction: keys and values
/// that mean nothing to the store.
public interface GuardNotes {
  /// The value of a key.
  Optional<Bytes> get(long project, String branch, Bytes key);

  /// Sets the value of a key.
  void put(long project, String branch, Bytes key, Bytes value, long time);

  /// Forgets a key.
  void delete(long project, String branch, Bytes key);

  /// The branches of a project of which something is remembered.
  List<String> branches(long project);

  /// Forgets the keys that begin with `prefix` and were set before a time.
  void forget(Bytes prefix, long before);
}
