package dev.tidelock.engine.shown;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.map.Cell;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.References;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.EntryCodec;
import dev.tidelock.core.tree.TermKey;
import dev.tidelock.engine.port.Stat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The stored form of [Shown].
final class ShownCodec {
  private static final EntryCodec ENTRIES = new EntryCodec();
  private static final List<Stat.Kind> KINDS =
      List.of(Stat.Kind.FILE, Stat.Kind.DIRECTORY, Stat.Kind.LINK, Stat.Kind.SPECIAL);
  private static final int LEAF = 0;
  private static final int DIRECTORY = 1;
  private static final int LEAF_FIELDS = 6;
  private static final int DIRECTORY_FIELDS = 4;

  private ShownCodec() {}

  static Bytes encode(Shown shown) {
    CborWriter out = new CborWriter();
    switch (shown) {
      case Shown.Directory directory -> {
        out.array(DIRECTORY_FIELDS).integer(DIRECTORY);
        writeStat(directory.stat(), out);
        out.bool(directory.standing() == Shown.Standing.TRACKED).bool(directory.elsewhere());
      }
      case Shown.Leaf leaf -> {
        out.array(LEAF_FIELDS).integer(LEAF);
        writeStat(leaf.stat(), out);
        out.bool(leaf.trust() == Shown.Trust.SETTLED);
        Cell cell = ENTRIES.encode(leaf.entry());
        out.bytes(cell.template());
        writeIds(cell.references(), out);
        leaf.term().ifPresentOrElse(key -> out.bytes(key.bytes()), out::nil);
      }
    }
    return out.toBytes();
  }

  static Shown decode(Bytes stored) {
    CborReader in = new CborReader(stored);
    int length = in.array();
    int type = in.integer(LEAF, DIRECTORY);
    Stat stat = readStat(in);
    if (length != (type == DIRECTORY ? DIRECTORY_FIELDS : LEAF_FIELDS)) {
      throw new MalformedException("what a disk shows has %d fields".formatted(length));
    }
    if (type == DIRECTORY) {
      Shown.Standing standing = in.bool() ? Shown.Standing.TRACKED : Shown.Standing.LEFT_OVER;
      boolean elsewhere = in.bool();
      in.finish();
      return new Shown.Directory(stat, standing, elsewhere);
    }
    Shown.Trust trust = in.bool() ? Shown.Trust.SETTLED : Shown.Trust.RACY;
    CborReader template = new CborReader(in.bytes());
    References.Cursor references = new References.Cursor(readIds(in));
    Entry entry = ENTRIES.decode(template, references);
    template.finish();
    references.finish();
    Optional<TermKey> term =
        in.nil() ? Optional.empty() : Optional.of(new TermKey(in.bytes(TermKey.SIZE)));
    in.finish();
    if (!(entry instanceof Entry.Leaf leaf)) {
      throw new MalformedException("a disk shows files and links, not a " + entry);
    }
    return new Shown.Leaf(leaf, stat, trust, term);
  }

  private static void writeIds(References references, CborWriter out) {
    out.array(references.strong().size());
    references.strong().forEach(id -> out.bytes(id.bytes()));
  }

  private static References readIds(CborReader in) {
    References.Builder references = new References.Builder();
    int count = in.array();
    for (int i = 0; i < count; i++) {
      references.strong(new ObjectId(in.bytes(ObjectId.SIZE)));
    }
    return references.build();
  }

  private static void writeStat(Stat stat, CborWriter out) {
    out.array(9).integer(KINDS.indexOf(stat.kind())).integer(stat.size());
    out.integer(stat.mtime()).integer(stat.ctime()).integer(stat.inode());
    stat.birth().ifPresentOrElse(out::integer, out::nil);
    out.integer(stat.volume()).bool(stat.executable()).bool(stat.readable());
  }

  private static Stat readStat(CborReader in) {
    in.array(9);
    Stat.Kind kind = KINDS.get(in.integer(0, KINDS.size() - 1));
    long size = in.integer();
    long mtime = in.integer();
    long ctime = in.integer();
    long inode = in.integer();
    OptionalLong birth = in.nil() ? OptionalLong.empty() : OptionalLong.of(in.integer());
    return new Stat(kind, size, mtime, ctime, inode, birth, in.integer(), in.bool(), in.bool());
  }
}
