package dev.tidelock.engine.remote;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.remote.RemoteCache.Section;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/// For how long whoever collects garbage knows the packs of a project as they are, durably. What it
/// never saw before, or otherwise, it knows from now on. One thread.
final class PackAges {
  private static final int SIZE = 1 + 2 * Long.BYTES;

  private final long now;
  private final Map<Bytes, Age> before = new HashMap<>();
  private final Map<Bytes, Age> after = new HashMap<>();

  /// How a pack may stand. The code is part of what is remembered.
  enum Standing {
    /// The log lists it.
    LISTED(1),
    /// It is there, and no entry says anything of it.
    STRAY(2),
    /// No entry may add it any more.
    CONDEMNED(3);

    private final byte code;

    Standing(int code) {
      this.code = (byte) code;
    }
  }

  /// @param length its length in bytes, or 0 if that is not known
  private record Age(Standing standing, long since, long length) {}

  /// @param now how much time passed for whoever collects, in milliseconds
  PackAges(RemoteCache cache, long now) {
    this.now = now;
    cache.forEach(
        Section.AGES,
        (name, value) -> {
          if (value.size() == SIZE) {
            ByteBuffer in = value.asByteBuffer();
            byte code = in.get();
            long since = in.getLong();
            long length = in.getLong();
            for (Standing standing : Standing.values()) {
              if (standing.code == code) {
                before.put(name, new Age(standing, since, length));
              }
            }
          }
        });
  }

  /// For how long a pack is known to stand so, in milliseconds.
  ///
  /// @param length its length in bytes; 0 if that is not known
  long of(Bytes name, Standing standing, long length) {
    Age known = before.get(name);
    long since = known == null || known.standing() != standing ? now : known.since();
    long size = length == 0 && known != null ? known.length() : length;
    after.put(name, new Age(standing, Math.min(since, now), size));
    return now - Math.min(since, now);
  }

  /// The length of a pack in bytes, as far as it is known.
  long length(Bytes name) {
    Age age = after.get(name);
    return age == null ? 0 : age.length();
  }

  /// Remembers what was asked about, and forgets the rest.
  void keep(RemoteCache cache) {
    cache.write(changes -> {
      changes.clear(Section.AGES);
      after.forEach((name, age) -> {
        ByteBuffer out = ByteBuffer.allocate(SIZE).put(age.standing().code);
        Bytes value = Bytes.wrap(out.putLong(age.since()).putLong(age.length()).array());
        changes.put(Section.AGES, name, value);
      });
    });
  }
}
