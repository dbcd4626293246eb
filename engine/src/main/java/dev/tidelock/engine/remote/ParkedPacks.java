package dev.tidelock.engine.remote;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.remote.LogPicture.PackContents;
import dev.tidelock.engine.remote.RemoteCache.Section;
import dev.tidelock.engine.store.Pack;
import dev.tidelock.engine.store.PackIndex;
import dev.tidelock.engine.store.PackWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The packs that this workspace sent and that the log does not list yet, remembered durably so
/// that an interrupted push does not send them again. One thread.
final class ParkedPacks {
  private final ProjectBlobs project;
  private final RemoteCache cache;
  private final LogPicture picture;
  private final Map<Bytes, PackContents> packs = new HashMap<>();
  private final Map<ObjectId, Bytes> packOf = new HashMap<>();
  private final Set<Bytes> used = new HashSet<>();

  ParkedPacks(ProjectBlobs project, RemoteCache cache, LogPicture picture) {
    this.project = project;
    this.cache = cache;
    this.picture = picture;
    cache.forEach(Section.PARKED, (_, value) -> know(decode(value)));
  }

  private void know(PackContents pack) {
    Bytes name = pack.listing().name();
    packs.put(name, pack);
    pack.index().entries().forEach(entry -> packOf.put(entry.id(), name));
  }

  private static PackContents decode(Bytes value) {
    CborReader in = new CborReader(value);
    in.array(2);
    PackListing listing = PackListing.read(in);
    PackContents pack = new PackContents(listing, Pack.index(listing.summary(), in.bytes()));
    in.finish();
    return pack;
  }

  /// Remembers a pack that was sent in this push.
  ///
  /// @param footer its footer, as it was sent
  void park(Bytes name, PackWriter.Finished pack, Bytes footer) {
    PackListing listing = new PackListing(name, pack.summary(), List.of());
    CborWriter out = new CborWriter().array(2);
    listing.write(out);
    out.bytes(footer);
    cache.write(changes -> changes.put(Section.PARKED, name, out.toBytes()));
    know(new PackContents(listing, pack.index()));
    used.add(name);
  }

  /// Whether an object is in a pack that was sent before and is still there. If so, the pack is
  /// part of this push.
  boolean has(ObjectId id) {
    Bytes name = packOf.get(id);
    if (name == null) {
      return false;
    }
    if (!used.contains(name) && !mayBeListed(name)) {
      forget(name);
      return false;
    }
    used.add(name);
    return true;
  }

  /// Forgets the packs of this push that no entry may add any more, because somebody took them for
  /// garbage.
  void review() {
    for (Bytes name : List.copyOf(used)) {
      if (!mayBeListed(name)) {
        used.remove(name);
        forget(name);
      }
    }
  }

  /// Whether an object is in a pack of this push.
  boolean isUsed(ObjectId id) {
    return Optional.ofNullable(packOf.get(id)).filter(used::contains).isPresent();
  }

  /// A pack that was condemned and is deleted may not be known as condemned any more; but then it
  /// was deleted before the entry that we know, and is not there.
  private boolean mayBeListed(Bytes name) {
    if (picture.isCondemned(name)) {
      return false;
    }
    Pack.Summary summary = contents(name).listing().summary();
    Optional<Bytes> footer =
        project
            .blobs()
            .read(project.packName(name), summary.footerOffset(), summary.footerLength());
    return footer.filter(bytes -> summary.isFooter(bytes)).isPresent();
  }

  private void forget(Bytes name) {
    contents(name).index().entries().forEach(entry -> packOf.remove(entry.id(), name));
    packs.remove(name);
    cache.write(changes -> changes.delete(Section.PARKED, name));
  }

  private PackContents contents(Bytes name) {
    return Optional.ofNullable(packs.get(name)).orElseThrow();
  }

  /// The packs of this push, without what this push did not send.
  List<PackContents> listed(Set<ObjectId> sent) {
    List<PackContents> listed = new ArrayList<>();
    for (Bytes name : used.stream().sorted().toList()) {
      PackContents pack = contents(name);
      List<PackIndex.Entry> entries = pack.index().entries();
      List<Integer> omitted = new ArrayList<>();
      for (int i = 0; i < entries.size(); i++) {
        if (!sent.contains(entries.get(i).id())) {
          omitted.add(i);
        }
      }
      PackListing listing = new PackListing(name, pack.listing().summary(), omitted);
      listed.add(new PackContents(listing, listing.counted(pack.index())));
    }
    return listed;
  }
}
