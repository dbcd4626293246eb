package dev.tidelock.simulation.hostile;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.remote.BlobStore;
import dev.tidelock.simulation.world.Site;
import dev.tidelock.simulation.world.Storage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/// A bucket that holds what it is given, and says what it likes.
final class LyingBlobs {
  private final Map<String, Optional<Bytes>> instead = new HashMap<>();
  private BiFunction<String, Bytes, Bytes> ranges = (_, range) -> range;
  private Creation creation = Creation.HONEST;
  private Optional<Bytes> everywhere = Optional.empty();

  /// What it makes of a blob that it is given.
  enum Creation {
    /// It keeps it, if there is none.
    HONEST,
    /// It says that it keeps it, and does not.
    KEEPS_NOTHING,
    /// It says that there is one already.
    SAYS_TAKEN,
    /// It keeps it, and says that there was one already.
    KEEPS_AND_SAYS_TAKEN
  }

  /// Says from now on that this is in a blob, or that there is none.
  void say(String name, Optional<Bytes> content) {
    instead.put(name, content);
  }

  /// Gives this of a blob instead of the range that is asked for.
  void range(BiFunction<String, Bytes, Bytes> made) {
    ranges = made;
  }

  void create(Creation made) {
    creation = made;
  }

  /// Says from now on that every blob is there, and has this in it if nobody wrote it.
  void sayEverywhere(Bytes content) {
    everywhere = Optional.of(content);
  }

  /// Says the truth from now on.
  void leave() {
    instead.clear();
    ranges = (_, range) -> range;
    creation = Creation.HONEST;
    everywhere = Optional.empty();
  }

  /// A way to it.
  Site.Link link(String site, BlobStore honest) {
    return new Storage.Blobs(site, new Lying(honest));
  }

  private final class Lying implements BlobStore {
    private final BlobStore honest;

    Lying(BlobStore honest) {
      this.honest = honest;
    }

    @Override
    public boolean create(String name, Bytes content) {
      return switch (creation) {
        case HONEST -> honest.create(name, content);
        case KEEPS_NOTHING -> true;
        case SAYS_TAKEN -> false;
        case KEEPS_AND_SAYS_TAKEN -> {
          honest.create(name, content);
          yield false;
        }
      };
    }

    @Override
    public Optional<Bytes> read(String name) {
      Optional<Bytes> kept = honest.read(name);
      return instead.getOrDefault(name, kept).or(() -> everywhere);
    }

    @Override
    public Optional<Bytes> read(String name, long offset, int length) {
      if (!instead.containsKey(name) && everywhere.isEmpty()) {
        return honest.read(name, offset, length).map(range -> ranges.apply(name, range));
      }
      return read(name)
          .map(whole -> {
            int from = (int) Math.min(offset, whole.size());
            return whole.slice(from, (int) Math.min((long) from + length, whole.size()));
          })
          .map(range -> ranges.apply(name, range));
    }

    @Override
    public List<String> list(String prefix) {
      return honest.list(prefix);
    }

    @Override
    public boolean replace(String name, Bytes content) {
      return honest.replace(name, content);
    }

    @Override
    public void delete(String name) {
      honest.delete(name);
    }
  }
}
