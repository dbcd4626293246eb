package dev.tidelock.engine.guard;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.EntryCodec;
import java.util.SortedMap;
import java.util.TreeMap;

/// Deletions and overwrites as pairs of a path and the value that would go.
///
/// @param deletes the values that would be deleted, hashed, by path
/// @param rewrites the values that would be overwritten, hashed, by path
record ChangeSet(SortedMap<TreePath, Bytes> deletes, SortedMap<TreePath, Bytes> rewrites) {
  static ChangeSet of(
      SortedMap<TreePath, Entry.Leaf> deletes, SortedMap<TreePath, Entry.Leaf> rewrites) {
    return new ChangeSet(hashed(deletes), hashed(rewrites));
  }

  private static SortedMap<TreePath, Bytes> hashed(SortedMap<TreePath, Entry.Leaf> values) {
    SortedMap<TreePath, Bytes> hashed = new TreeMap<>();
    values.forEach((path, leaf) ->
        hashed.put(path, ObjectIdentity.sha256(EntryCodec.identity(leaf)).slice(0, 16)));
    return hashed;
  }

  /// The set's name.
  String hash() {
    return ObjectIdentity.sha256(encode()).slice(0, 16).toHex();
  }

  /// What of this set is not in `accepted`.
  ChangeSet without(ChangeSet accepted) {
    return new ChangeSet(rest(deletes, accepted.deletes), rest(rewrites, accepted.rewrites));
  }

  boolean isEmpty() {
    return deletes.isEmpty() && rewrites.isEmpty();
  }

  Bytes encode() {
    CborWriter out = new CborWriter().array(2);
    write(deletes, out);
    write(rewrites, out);
    return out.toBytes();
  }

  static ChangeSet decode(Bytes stored) {
    CborReader in = new CborReader(stored);
    in.array(2);
    ChangeSet set = new ChangeSet(read(in), read(in));
    in.finish();
    return set;
  }

  private static SortedMap<TreePath, Bytes> rest(
      SortedMap<TreePath, Bytes> all, SortedMap<TreePath, Bytes> accepted) {
    SortedMap<TreePath, Bytes> rest = new TreeMap<>(all);
    rest.entrySet().removeAll(accepted.entrySet());
    return rest;
  }

  private static void write(SortedMap<TreePath, Bytes> pairs, CborWriter out) {
    out.array(pairs.size());
    pairs.forEach((path, value) -> out.array(2).text(path.toString()).bytes(value));
  }

  private static SortedMap<TreePath, Bytes> read(CborReader in) {
    SortedMap<TreePath, Bytes> pairs = new TreeMap<>();
    int count = in.array();
    for (int i = 0; i < count; i++) {
      in.array(2);
      TreePath path = TreePath.decode(in.text());
      if (!pairs.isEmpty() && pairs.lastKey().compareTo(path) >= 0) {
        throw new MalformedException("paths are sorted and distinct");
      }
      pairs.put(path, in.bytes());
    }
    return pairs;
  }
}
