package dev.tidelock.engine.remote;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.port.StateStore;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/// What a workspace keeps of one remote's log, so that it need not read it again: a part of the
/// space [Space#REMOTES]. It can be lost at the price of reading. For use by one thread.
public final class RemoteCache {
  /// How many bytes of a key [#below] does not need to know.
  static final int SPAN = 16;

  private static final Bytes AFTER = Bytes.hex("ff".repeat(SPAN + 1));

  private final StateStore state;
  private final String remote;
  private final Bytes prefix;

  /// The sections of a cache. The code is part of the stored format.
  enum Section {
    /// One value: how far the log is known, and what holds there.
    POSITION(1),
    /// Where each object lies, by id and pack.
    OBJECTS(2),
    /// The packs that the log lists, by name.
    PACKS(3),
    /// The packs that were sent and are not listed yet, by name.
    PARKED(4),
    /// The packs that are condemned, by name.
    CONDEMNED(5),
    /// Since when packs are as they are, by name.
    AGES(6);

    private final byte code;

    Section(int code) {
      this.code = (byte) code;
    }
  }

  /// Changes in the making.
  record Changes(StateStore.Batch batch, RemoteCache cache) {
    void put(Section section, Bytes key, Bytes value) {
      batch.put(Space.REMOTES, cache.key(section, key), value);
    }

    void delete(Section section, Bytes key) {
      batch.delete(Space.REMOTES, cache.key(section, key));
    }

    void clear(Section section) {
      batch.deleteRange(Space.REMOTES, cache.from(section), cache.to(section));
    }
  }

  /// The cache of the remote that this workspace calls `remote`.
  public RemoteCache(StateStore state, String remote) {
    this.state = state;
    this.remote = remote;
    this.prefix = Bytes.utf8(remote + '\0');
  }

  /// Forgets everything about the remote, as when it is removed or pointed elsewhere, what other
  /// kinds of remotes keep under its name included.
  public void forget() {
    Bytes end = Bytes.utf8(remote + '\u0001');
    state.write(batch -> batch.deleteRange(Space.REMOTES, prefix, end));
  }

  Optional<Bytes> get(Section section, Bytes key) {
    return state.get(Space.REMOTES, key(section, key));
  }

  void forEach(Section section, BiConsumer<Bytes, Bytes> visitor) {
    state.scan(
        Space.REMOTES,
        from(section),
        to(section),
        (key, value) -> {
          visitor.accept(key.slice(prefix.size() + 1, key.size()), value);
          return true;
        });
  }

  /// Shows what a section holds under keys that begin with `start` and have up to [#SPAN] more
  /// bytes, in order, until `visitor` answers false.
  void below(Section section, Bytes start, BiPredicate<Bytes, Bytes> visitor) {
    Bytes from = key(section, start);
    state.scan(
        Space.REMOTES,
        from,
        from.concat(AFTER),
        (key, value) -> visitor.test(key.slice(prefix.size() + 1, key.size()), value));
  }

  void write(Consumer<Changes> changes) {
    state.write(batch -> changes.accept(new Changes(batch, this)));
  }

  private Bytes key(Section section, Bytes key) {
    return from(section).concat(key);
  }

  private Bytes from(Section section) {
    return prefix.concat(Bytes.copyOf(new byte[] {section.code}));
  }

  private Bytes to(Section section) {
    return prefix.concat(Bytes.copyOf(new byte[] {(byte) (section.code + 1)}));
  }
}
