package dev.tidelock.core.tree;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.object.ObjectSink;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// One directory: an immutable map from names to entries, in the order of the names' UTF-8 bytes.
/// Throws what [MerkleMap] throws.
public final class DirectoryMap implements Iterable<NamedEntry> {
  private final MerkleMap<Entry> map;

  DirectoryMap(MerkleMap<Entry> map) {
    this.map = map;
  }

  /// The entry that stands for this directory in its parent.
  public Entry.Directory entry() {
    return new Entry.Directory(map.root(), map.summary());
  }

  /// The map itself.
  public MerkleMap<Entry> map() {
    return map;
  }

  /// The number of entries, without those of sub-directories.
  public long size() {
    return map.size();
  }

  /// Whether there is no entry.
  public boolean isEmpty() {
    return map.isEmpty();
  }

  /// What a name stands for.
  public Optional<Entry> get(String name) {
    return map.get(Bytes.utf8(name));
  }

  /// The entries, read as the iterator advances.
  @Override
  public Iterator<NamedEntry> iterator() {
    return new Mapped<>(
        map.iterator(), entry -> new NamedEntry(entry.getKey().toUtf8(), entry.getValue()));
  }

  /// This directory with some entries set and some removed.
  ///
  /// @param edits for each name the new entry, or nothing to remove it
  /// @throws MalformedException if [dev.tidelock.core.name.Names] refuses a name that is set
  public DirectoryMap mutate(Map<String, Optional<Entry>> edits, ObjectSink sink) {
    SortedMap<Bytes, Optional<Entry>> sorted = new TreeMap<>();
    edits.forEach((name, entry) -> sorted.put(Bytes.utf8(name), entry));
    return new DirectoryMap(map.mutate(sorted, sink));
  }
}
