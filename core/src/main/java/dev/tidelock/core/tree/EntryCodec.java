package dev.tidelock.core.tree;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.map.Cell;
import dev.tidelock.core.map.Summary;
import dev.tidelock.core.map.ValueCodec;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.References;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The encoding of directory entries, described in `docs/format.md`. An entry is an array that
/// begins with its type; a reference in it is a null that takes the next id of its node's list.
public final class EntryCodec implements ValueCodec<Entry> {
  private static final int FILE = 0;
  private static final int LINK = 1;
  private static final int DIRECTORY = 2;
  private static final int CONFLICT = 3;
  private static final int INLINE = 0;
  private static final int SINGLE = 1;
  private static final int SEQUENCE = 2;

  /// Bytes that two leaves share exactly if [Entry#sameAs] holds between them.
  public static Bytes identity(Entry.Leaf leaf) {
    Entry.Leaf timeless = leaf instanceof Entry.File file ? file.withMtime(0) : leaf;
    Cell cell = new EntryCodec().encode(timeless);
    CborWriter writer = new CborWriter().item(cell.template());
    for (ObjectId id : cell.references().strong()) {
      writer.bytes(id.bytes());
    }
    return writer.toBytes();
  }

  @Override
  public Cell encode(Entry entry) {
    CborWriter out = new CborWriter();
    References.Builder references = new References.Builder();
    switch (entry) {
      case Entry.Leaf leaf -> writeLeaf(leaf, false, out, references);
      case Entry.Directory directory -> {
        out.array(3).integer(DIRECTORY).nil();
        references.strong(directory.root());
        directory.summary().write(out);
      }
      case Entry.Conflict conflict -> writeConflict(conflict, out, references);
    }
    return new Cell(out.toBytes(), references.build());
  }

  @Override
  public Entry decode(CborReader in, References.Cursor references) {
    int length = in.array();
    int type = in.integer(FILE, CONFLICT);
    return switch (type) {
      case DIRECTORY -> {
        expect(length == 3 && in.nil(), "a directory");
        ObjectId root = references.strong();
        yield new Entry.Directory(root, Summary.read(in));
      }
      case CONFLICT -> readConflict(length, in, references);
      default -> readLeaf(length, type, false, in, references);
    };
  }

  @Override
  public Summary summary(Entry entry) {
    return switch (entry) {
      case Entry.File file -> new Summary(1, 1, file.size(), 0);
      case Entry.Link _ -> new Summary(1, 0, 0, 0);
      case Entry.Directory directory -> directory.summary().plus(new Summary(1, 0, 0, 0));
      case Entry.Conflict conflict -> new Summary(1, 1, size(conflict.first().entry()), 1);
    };
  }

  private static long size(Entry.Leaf leaf) {
    return leaf instanceof Entry.File file ? file.size() : 0;
  }

  private static void writeLeaf(
      Entry.Leaf leaf, boolean weak, CborWriter out, References.Builder references) {
    switch (leaf) {
      case Entry.Link link -> out.array(2).integer(LINK).text(link.text());
      case Entry.File file -> {
        out.array(6).integer(FILE).bool(file.executable()).integer(file.size());
        out.integer(file.mtime());
        writeContent(file.content(), weak, out, references);
      }
    }
  }

  private static void writeContent(
      Content content, boolean weak, CborWriter out, References.Builder references) {
    switch (content) {
      case Content.Inline inline -> out.integer(INLINE).bytes(inline.bytes());
      case Content.Single single -> reference(SINGLE, single.chunk(), weak, out, references);
      case Content.Sequence sequence -> reference(SEQUENCE, sequence.root(), weak, out, references);
    }
  }

  private static void reference(
      int form, ObjectId id, boolean weak, CborWriter out, References.Builder references) {
    out.integer(form).nil();
    if (weak) {
      references.weak(id);
    } else {
      references.strong(id);
    }
  }

  private static Entry.Leaf readLeaf(
      int length, int type, boolean weak, CborReader in, References.Cursor references) {
    if (type == LINK) {
      expect(length == 2, "a link");
      return new Entry.Link(in.text());
    }
    expect(type == FILE && length == 6, "a file");
    boolean executable = in.bool();
    long size = in.integer();
    long mtime = in.integer();
    return new Entry.File(executable, size, mtime, readContent(weak, in, references));
  }

  private static Content readContent(boolean weak, CborReader in, References.Cursor references) {
    int form = in.integer(INLINE, SEQUENCE);
    if (form == INLINE) {
      return new Content.Inline(in.bytes());
    }
    expect(in.nil(), "a reference");
    ObjectId id = weak ? references.weak() : references.strong();
    return form == SINGLE ? new Content.Single(id) : new Content.Sequence(id);
  }

  private static void writeConflict(
      Entry.Conflict conflict, CborWriter out, References.Builder references) {
    out.array(4).integer(CONFLICT).bool(conflict.baseIsWeak());
    conflict
        .base()
        .ifPresentOrElse(base -> writeLeaf(base, conflict.baseIsWeak(), out, references), out::nil);
    out.array(conflict.terms().size());
    for (Term term : conflict.terms()) {
      out.array(5).bytes(term.key().bytes());
      writeLeaf(term.entry(), false, out, references);
      out.text(term.author()).text(term.device().text()).integer(term.time());
    }
  }

  private static Entry readConflict(int length, CborReader in, References.Cursor references) {
    expect(length == 4, "a conflict");
    boolean weak = in.bool();
    Optional<Entry.Leaf> base =
        in.nil() ? Optional.empty() : Optional.of(readTyped(weak, in, references));
    int count = in.array();
    expect(count <= Entry.Conflict.MAX_TERMS, "at most 256 terms");
    List<Term> terms = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      in.array(5);
      TermKey key = new TermKey(in.bytes(TermKey.SIZE));
      Entry.Leaf entry = readTyped(false, in, references);
      terms.add(new Term(key, entry, in.text(), new DeviceId(in.text()), in.integer()));
    }
    return new Entry.Conflict(base, weak, terms);
  }

  private static Entry.Leaf readTyped(boolean weak, CborReader in, References.Cursor references) {
    int length = in.array();
    return readLeaf(length, in.integer(FILE, LINK), weak, in, references);
  }

  private static void expect(boolean holds, String what) {
    if (!holds) {
      throw new MalformedException("a directory's node does not hold " + what);
    }
  }
}
