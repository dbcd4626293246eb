package dev.tidelock.engine.remote;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.engine.store.Pack;
import dev.tidelock.engine.store.PackIndex;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A pack as the log of a remote lists it.
///
/// @param name 16 random bytes; the blob's name is their hexadecimal form
/// @param summary what identifies the pack's content
/// @param omitted the positions, ascending, of objects in it that do not count: left over from a
///   push that never landed, so what they refer to may be missing
record PackListing(Bytes name, Pack.Summary summary, List<Integer> omitted) {
  static final int NAME_SIZE = 16;

  PackListing {
    omitted = List.copyOf(omitted);
    if (name.size() != NAME_SIZE) {
      throw new MalformedException("a pack's name has 16 bytes");
    }
    int previous = -1;
    for (int position : omitted) {
      if (position <= previous || position >= summary.count()) {
        throw new MalformedException("a pack omits objects that it does not have");
      }
      previous = position;
    }
  }

  /// The objects that count.
  PackIndex counted(PackIndex index) {
    if (omitted.isEmpty()) {
      return index;
    }
    Set<Integer> skipped = new HashSet<>(omitted);
    List<PackIndex.Entry> counted = new ArrayList<>();
    for (int i = 0; i < index.entries().size(); i++) {
      if (!skipped.contains(i)) {
        counted.add(index.entries().get(i));
      }
    }
    return new PackIndex(counted);
  }

  void write(CborWriter out) {
    out.array(6).bytes(name).integer(summary.length()).integer(summary.count());
    out.integer(summary.footerOffset()).bytes(summary.footerDigest());
    out.array(omitted.size());
    omitted.forEach(out::integer);
  }

  /// Reads a listing that stands alone.
  static PackListing decode(Bytes value) {
    CborReader in = new CborReader(value);
    PackListing listing = read(in);
    in.finish();
    return listing;
  }

  static PackListing read(CborReader in) {
    in.array(6);
    Bytes name = in.bytes(NAME_SIZE);
    Pack.Summary summary =
        new Pack.Summary(
            in.integer(1, Pack.MAX_SIZE),
            in.integer(0, Pack.MAX_SIZE),
            in.integer(0, Pack.MAX_SIZE),
            in.bytes(Digested.DIGEST_SIZE));
    List<Integer> omitted = new ArrayList<>();
    for (int i = in.array(); i > 0; i--) {
      omitted.add(in.integer(0, Pack.MAX_SIZE));
    }
    return new PackListing(name, summary, omitted);
  }
}
