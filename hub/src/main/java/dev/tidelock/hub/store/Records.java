package dev.tidelock.hub.store;

import java.util.function.Function;

/// The hub's durable memory. Safe for use by any thread, virtual ones included; what is handed to
/// it runs on threads of its own, sees one consistent state, and must neither wait for anything
/// else nor let the tables escape. Every failure is a [StoreFailure].
public interface Records extends AutoCloseable {
  /// Reads, as of one moment.
  <T> T read(Function<Tables, T> work);

  /// Reads and changes at once: wholly or, if `work` throws, not at all. Durable on return. No
  /// other change happens meanwhile.
  <T> T write(Function<Tables, T> work);

  @Override
  void close();
}
