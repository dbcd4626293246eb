package dev.tidelock.engine.remote;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.remote.LogPicture.Place;
import dev.tidelock.engine.remote.RemoteFailure.Reason;
import dev.tidelock.engine.store.Pack;
import dev.tidelock.engine.store.PackIndex;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Reads parts of a remote's packs in few calls: small packs whole, neighbouring objects together.
/// What was read last is kept, up to [#KEPT] bytes; at most [#SPAN] bytes, or one object, are asked
/// for at once. One thread.
final class PackReads {
  /// Up to which length a pack is read whole.
  static final int WHOLE = 1 << 20;

  /// How many bytes between two objects are rather read than asked around.
  private static final int GAP = 64 << 10;

  private static final int SPAN = 4 << 20;
  private static final int KEPT = 8 << 20;

  private final ProjectBlobs project;
  private final LogPicture picture;
  private final LinkedHashMap<Bytes, List<Span>> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long keptBytes;

  /// An object to be read.
  record Wanted(ObjectId id, Place place) implements Comparable<Wanted> {
    @Override
    public int compareTo(Wanted other) {
      return place.compareTo(other.place);
    }
  }

  /// Takes what was read.
  @FunctionalInterface
  interface Taker {
    void take(Wanted wanted, Bytes envelope);
  }

  /// A part of a pack.
  private record Span(int offset, Bytes content) {
    boolean covers(Place place) {
      return offset <= place.offset() && place.end() <= offset + content.size();
    }

    Bytes cut(Place place) {
      return content.slice(place.offset() - offset, place.end() - offset);
    }
  }

  PackReads(ProjectBlobs project, LogPicture picture) {
    this.project = project;
    this.picture = picture;
  }

  /// What a listed pack holds that counts: as its footer says, if that has the listed digest, else
  /// as its records tell, if those are all there.
  ///
  /// @throws PackGone if it is not there
  /// @throws RemoteFailure [Reason#CORRUPT] if the pack is not the one that was listed
  PackIndex index(PackListing listing) {
    return listing.counted(everything(listing));
  }

  /// What a listed pack holds, counted or not.
  PackIndex everything(PackListing listing) {
    Pack.Summary summary = listing.summary();
    int offset = (int) summary.footerOffset();
    Bytes footer =
        summary.length() <= WHOLE
            ? whole(listing).slice(offset, offset + summary.footerLength())
            : read(listing.name(), offset, summary.footerLength());
    return ProjectBlobs.checked(
        project.packName(listing.name()),
        () -> summary.isFooter(footer) ? Pack.index(summary, footer) : records(listing));
  }

  /// The index of a pack whose footer is damaged: its records, which are read one by one.
  private PackIndex records(PackListing listing) {
    Pack.Summary summary = listing.summary();
    return Pack.recover(
        summary,
        new Pack.Input() {
          @Override
          public long size() {
            return summary.footerOffset();
          }

          @Override
          public Bytes read(long offset, int length) {
            return PackReads.this.read(listing.name(), (int) offset, length);
          }
        });
  }

  /// The envelope of one object, read anew.
  Bytes readAlone(Place place) {
    return read(place.pack(), place.offset(), place.length());
  }

  /// Reads objects, in the order that is best.
  void read(List<Wanted> wanted, Taker taker) {
    List<Wanted> sorted = wanted.stream().sorted().toList();
    int next = 0;
    while (next < sorted.size()) {
      Span span = span(sorted, next);
      Bytes pack = sorted.get(next).place().pack();
      while (next < sorted.size()
          && sorted.get(next).place().pack().equals(pack)
          && span.covers(sorted.get(next).place())) {
        taker.take(sorted.get(next), span.cut(sorted.get(next).place()));
        next++;
      }
    }
  }

  /// A span that covers the object at `first` and as many of those after it as is reasonable.
  private Span span(List<Wanted> sorted, int first) {
    Place start = sorted.get(first).place();
    Optional<Span> known =
        kept.getOrDefault(start.pack(), List.of()).stream()
            .filter(span -> span.covers(start))
            .findFirst();
    if (known.isPresent()) {
      return known.get();
    }
    PackListing listing =
        picture
            .listing(start.pack())
            .orElseThrow(() -> new IllegalStateException("an object in an unlisted pack"));
    if (start.end() > listing.summary().footerOffset()) {
      throw new IllegalStateException("an object outside of its pack");
    }
    if (listing.summary().length() <= WHOLE) {
      return new Span(0, whole(listing));
    }
    int end = start.end();
    for (int i = first + 1; i < sorted.size(); i++) {
      Place place = sorted.get(i).place();
      boolean joins =
          place.pack().equals(start.pack())
              && place.offset() - end <= GAP
              && place.end() - start.offset() <= SPAN;
      if (!joins) {
        break;
      }
      end = Math.max(end, place.end());
    }
    Span span = new Span(start.offset(), read(start.pack(), start.offset(), end - start.offset()));
    keep(start.pack(), span);
    return span;
  }

  private Bytes whole(PackListing listing) {
    String name = project.packName(listing.name());
    Bytes content =
        project.blobs().read(name).orElseThrow(() -> new PackGone(listing.name(), name));
    if (content.size() != listing.summary().length()) {
      throw cutOff(name);
    }
    keep(listing.name(), new Span(0, content));
    return content;
  }

  private Bytes read(Bytes pack, int offset, int length) {
    String name = project.packName(pack);
    Bytes content =
        project.blobs().read(name, offset, length).orElseThrow(() -> new PackGone(pack, name));
    if (content.size() != length) {
      throw cutOff(name);
    }
    return content;
  }

  private void keep(Bytes pack, Span span) {
    kept.computeIfAbsent(pack, _ -> new ArrayList<>()).add(span);
    keptBytes += span.content().size();
    while (keptBytes > KEPT && kept.size() > 1) {
      keptBytes -= bytes(kept.pollFirstEntry().getValue());
    }
    if (keptBytes > KEPT) {
      List<Span> spans = kept.firstEntry().getValue();
      while (spans.size() > 1 && keptBytes > KEPT) {
        keptBytes -= spans.removeFirst().content().size();
      }
    }
  }

  /// Forgets what was read of a pack, so that it is read again.
  void forget(Bytes pack) {
    List<Span> spans = kept.remove(pack);
    if (spans != null) {
      keptBytes -= bytes(spans);
    }
  }

  private static long bytes(List<Span> spans) {
    return spans.stream().mapToLong(span -> span.content().size()).sum();
  }

  private static RemoteFailure cutOff(String name) {
    return new RemoteFailure(Reason.CORRUPT, "blob " + name + " does not have its length");
  }
}
