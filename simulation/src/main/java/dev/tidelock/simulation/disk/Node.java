package dev.tidelock.simulation.disk;

import dev.tidelock.engine.port.Stat;
import dev.tidelock.engine.port.Stat.Kind;
import java.util.OptionalLong;
import java.util.TreeMap;

/// One inode: what programs see of it, and beside that what a power cut would leave of it.
final class Node {
  final Kind kind;
  final String text;
  final long birth;
  long number;
  int links;
  int handles;

  long mtime;
  long ctime;
  boolean executable;
  boolean readable = true;
  boolean writable = true;
  boolean opaque;
  FileData data = FileData.EMPTY;
  TreeMap<String, Node> entries = new TreeMap<>();

  long durableMtime;
  boolean durableExecutable;
  FileData durableData = FileData.EMPTY;
  TreeMap<String, Node> durableEntries = new TreeMap<>();
  boolean dirtiedByUser;

  /// @param text a link's text, otherwise empty
  Node(Kind kind, String text, long number, long now) {
    this.kind = kind;
    this.text = text;
    this.number = number;
    this.birth = now;
    this.mtime = now;
    this.ctime = now;
    this.durableMtime = now;
  }

  boolean isDirectory() {
    return kind == Kind.DIRECTORY;
  }

  /// Whether a power cut now would lose something of its content or attributes.
  boolean isDirty() {
    return data != durableData || mtime != durableMtime || executable != durableExecutable;
  }

  void makeDurable() {
    durableData = data;
    durableMtime = mtime;
    durableExecutable = executable;
    dirtiedByUser = false;
  }

  Stat stat(boolean births, long volume) {
    return new Stat(
        kind,
        kind == Kind.FILE ? data.size() : 0,
        mtime,
        ctime,
        number,
        births ? OptionalLong.of(birth) : OptionalLong.empty(),
        volume,
        kind == Kind.FILE && executable,
        readable);
  }
}
