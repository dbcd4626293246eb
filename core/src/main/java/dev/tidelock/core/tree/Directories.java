package dev.tidelock.core.tree;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.map.MapFormat;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.name.NameVerdict;
import dev.tidelock.core.name.Names;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.ObjectSink;
import dev.tidelock.core.object.ObjectSource;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The directories of one project. Each is a map of its own from names in UTF-8 to entries, so
/// moving a directory changes two entries and nothing below it. Safe for use by any thread as far
/// as its source is.
public final class Directories {
  private final MapFormat<Entry> format;
  private final ObjectSource source;

  /// @param seed the project's seed, [MapFormat#SEED_SIZE] bytes
  /// @param source where directories are read from; has what is written by the time it is read
  public Directories(Bytes seed, ObjectSource source) {
    format = format(seed);
    this.source = source;
  }

  /// The format of a project's directories: refuses every name that [Names] refuses.
  ///
  /// @param seed the project's seed, [MapFormat#SEED_SIZE] bytes
  public static MapFormat<Entry> format(Bytes seed) {
    return new MapFormat<>(ObjectKind.MAP, new EntryCodec(), seed, Directories::checkName);
  }

  /// The directory that an entry stands for. Reads nothing yet; it is malformed if its map does not
  /// hold what the entry's summary says.
  public DirectoryMap open(Entry.Directory directory) {
    return new DirectoryMap(MerkleMap.at(directory.root(), directory.summary(), format, source));
  }

  /// The directory without entries, which is written to the sink.
  public DirectoryMap empty(ObjectSink sink) {
    return new DirectoryMap(MerkleMap.build(Collections.emptyIterator(), format, source, sink));
  }

  /// A directory of these entries, which is written to the sink.
  ///
  /// @throws MalformedException if [Names] refuses a name
  public DirectoryMap build(Map<String, Entry> entries, ObjectSink sink) {
    SortedMap<Bytes, Entry> sorted = new TreeMap<>();
    entries.forEach((name, entry) -> sorted.put(Bytes.utf8(name), entry));
    return new DirectoryMap(MerkleMap.build(sorted.entrySet().iterator(), format, source, sink));
  }

  private static void checkName(Bytes key) {
    String name = key.toUtf8();
    if (!Bytes.utf8(name).equals(key)) {
      throw new MalformedException("a directory holds a name that is not UTF-8: " + key);
    }
    NameVerdict verdict = Names.check(name);
    if (!verdict.accepted()) {
      throw new MalformedException("the name '" + name + "' " + verdict.reason());
    }
  }
}
