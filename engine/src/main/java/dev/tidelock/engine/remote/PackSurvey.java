package dev.tidelock.engine.remote;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.remote.LogPicture.Place;
import dev.tidelock.engine.remote.PackReads.Wanted;
import dev.tidelock.engine.remote.RemoteFailure.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What of each listed pack something stands on, and what is therefore to be done with it. Of an
/// object with several copies, the one that is read counts. One thread.
final class PackSurvey {
  /// Packs of less than this part of what a pack should have are small.
  private static final int SMALL = 4;

  /// So many small packs are folded into fewer.
  private static final int FOLDED = 8;

  private final LogPicture picture;
  private final LiveObjects live;
  private final Map<Bytes, Share> shares = new HashMap<>();
  private final Set<Bytes> retired = new TreeSet<>();
  private final Set<Bytes> rewritten = new TreeSet<>();
  private final Set<Bytes> relisted = new TreeSet<>();
  private long dead;

  /// What of a pack counts.
  private static final class Share {
    long liveBytes;
    int liveObjects;
    int counted;
  }

  PackSurvey(LogPicture picture, LiveObjects live, int packTarget) {
    this.picture = picture;
    this.live = live;
    picture.forEachObject(this::count);
    List<PackListing> small = new ArrayList<>();
    for (PackListing pack : picture.listings()) {
      Share share = shares.getOrDefault(pack.name(), new Share());
      if (share.liveObjects == 0) {
        retired.add(pack.name());
      } else if (share.liveBytes * 2 < pack.summary().length()) {
        rewritten.add(pack.name());
      } else if (pack.summary().length() < packTarget / SMALL) {
        small.add(pack);
      } else if (share.liveObjects < share.counted) {
        relisted.add(pack.name());
      }
    }
    for (PackListing pack : small) {
      if (small.size() >= FOLDED) {
        rewritten.add(pack.name());
      } else if (isMixed(pack)) {
        relisted.add(pack.name());
      }
    }
  }

  private boolean isMixed(PackListing pack) {
    return Optional.ofNullable(shares.get(pack.name()))
        .filter(share -> share.liveObjects < share.counted)
        .isPresent();
  }

  private void count(ObjectId id, List<Place> copies) {
    boolean wanted = live.contains(id);
    if (!wanted) {
      dead++;
    } else if (copies.getFirst().suspect()) {
      throw new RemoteFailure(Reason.CORRUPT, "object " + id + " is damaged");
    }
    for (Place copy : copies) {
      Share share = shares.computeIfAbsent(copy.pack(), _ -> new Share());
      share.counted++;
      if (wanted && copy.equals(copies.getFirst())) {
        share.liveObjects++;
        share.liveBytes += copy.length();
      }
    }
  }

  /// How many objects nothing stands on.
  long dead() {
    return dead;
  }

  /// The packs of which nothing is needed.
  Set<Bytes> retired() {
    return retired;
  }

  /// The packs of which what is needed is to be written anew, with that of others.
  Set<Bytes> rewritten() {
    return rewritten;
  }

  /// The packs that stay, and of which some objects count no more.
  Set<Bytes> relisted() {
    return relisted;
  }

  /// Whether all is as it should be.
  boolean isClean() {
    return retired.isEmpty() && rewritten.isEmpty() && relisted.isEmpty();
  }

  /// How many bytes are needed of the packs that are to be written anew.
  long rewrittenBytes() {
    return rewritten.stream()
        .mapToLong(name -> shares.getOrDefault(name, new Share()).liveBytes)
        .sum();
  }

  /// What is needed of the packs that are to be written anew, pack by pack in the order in which it
  /// lies there.
  Map<Bytes, List<Wanted>> toRewrite() {
    Map<Bytes, List<Wanted>> wanted = new TreeMap<>();
    picture.forEachObject((id, copies) -> {
      Place place = copies.getFirst();
      if (live.contains(id) && rewritten.contains(place.pack())) {
        wanted.computeIfAbsent(place.pack(), _ -> new ArrayList<>()).add(new Wanted(id, place));
      }
    });
    wanted.values().forEach(objects -> objects.sort(Comparator.naturalOrder()));
    return wanted;
  }

  /// Where the objects lie that count on in packs that are listed otherwise.
  Map<Bytes, Set<Integer>> toRelist() {
    Map<Bytes, Set<Integer>> kept = new HashMap<>();
    relisted.forEach(name -> kept.put(name, new HashSet<>()));
    picture.forEachObject((id, copies) -> {
      Place place = copies.getFirst();
      Set<Integer> offsets = kept.get(place.pack());
      if (offsets != null && live.contains(id)) {
        offsets.add(place.offset());
      }
    });
    return kept;
  }
}
