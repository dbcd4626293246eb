package dev.tidelock.engine.store;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.port.Randomness;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Rewrites packs: those that are mostly dead, to free their space, and small ones, to bound their
/// number. After a crash at any point every live object is found, in its old pack or in its new
/// one: the new packs are durable before the index names them, the index names them before the old
/// packs go, and an old pack that is still there is known to be retired. One thread.
final class PackRewriter {
  /// How many small packs of about one size are tolerated. Folding that many into one, of the next
  /// size, rewrites each object about once for every factor of eight in size.
  private static final int FOLD = 8;

  /// How many are tolerated while somebody waits.
  private static final int FOLD_AT_ONCE = 2 * FOLD;

  /// How many live bytes are moved at once: so much more space is needed for a while.
  private static final long ROUND = 64 << 20;

  private final PackFiles files;
  private final ObjectIndex index;
  private final Randomness randomness;
  private final int target;

  PackRewriter(PackFiles files, ObjectIndex index, Randomness randomness, int target) {
    this.files = files;
    this.index = index;
    this.randomness = randomness;
    this.target = target;
  }

  /// Forgets all objects that are not live, rewrites the packs of which less than half is live, and
  /// returns by how many bytes that shrank the store.
  long compact(Predicate<ObjectId> live) {
    long before = size();
    List<ObjectId> dead = new ArrayList<>();
    SortedMap<PackName, Long> sparse = new TreeMap<>();
    for (Map.Entry<PackName, Long> pack : index.packs().entrySet()) {
      long liveBytes = 0;
      for (PackIndex.Entry entry : files.contents(pack.getKey()).index().entries()) {
        if (!index.isAt(entry.id(), ObjectIndex.Location.of(pack.getKey(), entry))) {
          continue;
        }
        if (live.test(entry.id())) {
          liveBytes += entry.length();
        } else {
          dead.add(entry.id());
        }
      }
      if (2 * liveBytes < pack.getValue()) {
        sparse.put(pack.getKey(), liveBytes);
      }
    }
    index.update(List.of(), dead, List.of());
    rewriteInRounds(sparse);
    fold();
    return before - size();
  }

  private void rewriteInRounds(Map<PackName, Long> liveBytes) {
    List<PackName> round = new ArrayList<>();
    long bytes = 0;
    for (Map.Entry<PackName, Long> pack : liveBytes.entrySet()) {
      if (bytes + pack.getValue() > ROUND) {
        rewrite(round);
        round.clear();
        bytes = 0;
      }
      round.add(pack.getKey());
      bytes += pack.getValue();
    }
    rewrite(round);
  }

  /// Puts small packs of about one size together while there are some of them.
  void fold() {
    fold(FOLD);
  }

  /// Puts small packs of about one size together while there are too many of them.
  void foldMany() {
    fold(FOLD_AT_ONCE);
  }

  private void fold(int fewest) {
    SortedMap<Integer, List<PackName>> tiers = new TreeMap<>();
    for (Map.Entry<PackName, Long> pack : index.packs().entrySet()) {
      if (pack.getValue() < target / 2) {
        int tier = (Long.SIZE - Long.numberOfLeadingZeros(pack.getValue())) / 3;
        tiers.computeIfAbsent(tier, _ -> new ArrayList<>()).add(pack.getKey());
      }
    }
    List<PackName> many = new ArrayList<>();
    tiers.values().stream().filter(names -> names.size() >= fewest).forEach(many::addAll);
    if (!many.isEmpty()) {
      rewrite(many);
      fold(fewest);
    }
  }

  /// Moves what is read from these packs into new ones and removes them. What is damaged in them is
  /// forgotten, so that it can be put again.
  private void rewrite(Collection<PackName> names) {
    if (names.isEmpty()) {
      return;
    }
    PackAppender appender = new PackAppender(files, randomness, target);
    List<ObjectId> damaged = new ArrayList<>();
    Set<PackName> incomplete = new HashSet<>();
    for (PackName name : names) {
      PackFiles.Contents contents = files.contents(name);
      if (!contents.whole()) {
        incomplete.add(name);
      }
      for (PackIndex.Entry entry : contents.index().entries()) {
        if (index.isAt(entry.id(), ObjectIndex.Location.of(name, entry))
            && !copy(name, entry, appender)) {
          damaged.add(entry.id());
        }
      }
    }
    index.update(appender.publish(), damaged, names);
    index.drop(incomplete);
    files.delete(names);
    index.forgetRetired(names);
  }

  private boolean copy(PackName name, PackIndex.Entry entry, PackAppender appender) {
    Bytes envelope = files.read(name, entry.offset(), entry.length());
    try {
      EnvelopeCodec.verify(envelope);
    } catch (MalformedException _) {
      return false;
    }
    appender.add(new SealedObject(entry.id(), entry.kind(), envelope));
    return true;
  }

  /// The length of all packs together, in bytes.
  long size() {
    return index.packs().values().stream().mapToLong(Long::longValue).sum();
  }
}
