package dev.tidelock.core.commit;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.ObjectSink;
import dev.tidelock.core.object.ObjectSource;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.core.tree.DeviceId;
import java.util.ArrayList;
import java.util.List;

/// The encoding of commits, described in `docs/format.md`. Renames and notes of more than
/// [#DETAIL_LIMIT] bytes stand in objects of their own, which are kept exactly as long as the
/// commit: they are listed as ancestor references, after the parents.
public final class CommitCodec {
  /// Up to how many bytes of renames and notes stand in the commit itself.
  public static final int DETAIL_LIMIT = 4096;

  private static final int DETAIL_PART = 1 << 20;
  private static final int MAX_PARTS = 64;
  private static final int MAX_TEXT = 1 << 16;

  private CommitCodec() {}

  /// Writes a commit, and its details where they are long, and returns its id.
  public static ObjectId write(Commit commit, ObjectSink sink) {
    References.Builder references = new References.Builder().strong(commit.state());
    commit.parents().forEach(references::ancestor);
    CborWriter out = new CborWriter().array(10).nil().array(commit.parents().size());
    commit.parents().forEach(_ -> out.nil());
    out.text(commit.author()).text(commit.device().text()).integer(commit.time());
    out.integer(commit.kind().code()).text(commit.message());
    writeCounts(commit.counts(), out);
    writeDetails(details(commit), out, references, sink);
    out.bool(true);
    return sink.put(new RawObject(ObjectKind.COMMIT, 0, references.build(), out.toBytes()));
  }

  /// Reads the commit with this id, and its details.
  ///
  /// @throws MalformedException if the object is no commit
  public static Commit read(ObjectId id, ObjectSource source) {
    RawObject object = source.get(id);
    if (object.kind() != ObjectKind.COMMIT) {
      throw new MalformedException("expected a commit, found a " + object.kind());
    }
    CborReader in = new CborReader(object.payload());
    References.Cursor references = new References.Cursor(object.references());
    in.array(10);
    reference(in);
    ObjectId state = references.strong();
    int count = in.array();
    List<ObjectId> parents = new ArrayList<>();
    for (int i = 0; i < Math.min(count, Commit.MAX_PARENTS + 1); i++) {
      reference(in);
      parents.add(references.ancestor());
    }
    String author = in.text();
    DeviceId device = new DeviceId(in.text());
    long time = in.integer();
    Commit.Kind kind = commitKind(in.integer(1, Byte.MAX_VALUE));
    String message = in.text();
    if (author.length() > 255 || message.length() > MAX_TEXT) {
      throw new MalformedException("a commit's author or message is too long");
    }
    Counts counts = readCounts(in);
    CborReader details = new CborReader(readDetails(in, references, source));
    if (!in.bool()) {
      throw new MalformedException("a commit ends with true");
    }
    in.finish();
    references.finish();
    List<List<Rename>> renames = readRenames(details, parents.size());
    List<Note> notes = readNotes(details);
    details.finish();
    return new Commit(state, parents, author, device, time, kind, message, counts, renames, notes);
  }

  /// The commit's renames and notes. Renames are hints: more of them than fit are left out.
  private static Bytes details(Commit commit) {
    Bytes all = encodeDetails(commit);
    if (all.size() <= MAX_PARTS * DETAIL_PART) {
      return all;
    }
    List<List<Rename>> none = commit.parents().stream().map(_ -> List.<Rename>of()).toList();
    return encodeDetails(
        new Commit(
            commit.state(),
            commit.parents(),
            commit.author(),
            commit.device(),
            commit.time(),
            commit.kind(),
            commit.message(),
            commit.counts(),
            none,
            commit.notes()));
  }

  private static Bytes encodeDetails(Commit commit) {
    CborWriter out = new CborWriter();
    out.array(commit.renames().size());
    for (List<Rename> renames : commit.renames()) {
      out.array(renames.size());
      for (Rename rename : renames) {
        out.array(2).text(rename.from().toString()).text(rename.to().toString());
      }
    }
    out.array(commit.notes().size());
    for (Note note : commit.notes()) {
      out.array(3).integer(note.kind().code()).text(note.path().toString()).text(note.detail());
    }
    return out.toBytes();
  }

  private static void writeDetails(
      Bytes details, CborWriter out, References.Builder references, ObjectSink sink) {
    if (details.size() <= DETAIL_LIMIT) {
      out.bytes(details);
      return;
    }
    int parts = (details.size() + DETAIL_PART - 1) / DETAIL_PART;
    out.array(parts);
    for (int i = 0; i < parts; i++) {
      int end = Math.min(details.size(), (i + 1) * DETAIL_PART);
      Bytes part = details.slice(i * DETAIL_PART, end);
      out.nil();
      references.ancestor(sink.put(new RawObject(ObjectKind.DETAIL, 0, References.none(), part)));
    }
  }

  private static Bytes readDetails(
      CborReader in, References.Cursor references, ObjectSource source) {
    if (in.nextIsBytes()) {
      return in.bytes();
    }
    int parts = in.array();
    if (parts > MAX_PARTS) {
      throw new MalformedException("a commit's details have too many parts");
    }
    CborWriter joined = new CborWriter();
    for (int i = 0; i < parts; i++) {
      reference(in);
      RawObject part = source.get(references.ancestor());
      if (part.kind() != ObjectKind.DETAIL || part.payload().size() > DETAIL_PART) {
        throw new MalformedException("expected a commit's details of at most 1 MiB");
      }
      joined.item(part.payload());
    }
    return joined.toBytes();
  }

  private static void writeCounts(Counts counts, CborWriter out) {
    out.array(6).integer(counts.files()).integer(counts.bytes()).integer(counts.added());
    out.integer(counts.modified()).integer(counts.deleted()).integer(counts.renamed());
  }

  private static Counts readCounts(CborReader in) {
    in.array(6);
    return new Counts(
        in.integer(), in.integer(), in.integer(), in.integer(), in.integer(), in.integer());
  }

  private static List<List<Rename>> readRenames(CborReader in, int parents) {
    in.array(parents);
    List<List<Rename>> all = new ArrayList<>();
    for (int i = 0; i < parents; i++) {
      int count = in.array();
      List<Rename> renames = new ArrayList<>();
      for (int j = 0; j < count; j++) {
        in.array(2);
        renames.add(new Rename(path(in), path(in)));
      }
      all.add(renames);
    }
    return all;
  }

  private static List<Note> readNotes(CborReader in) {
    int count = in.array();
    List<Note> notes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      in.array(3);
      notes.add(new Note(noteKind(in.integer(1, Byte.MAX_VALUE)), path(in), in.text()));
    }
    return notes;
  }

  private static TreePath path(CborReader in) {
    try {
      return TreePath.parse(in.text());
    } catch (IllegalArgumentException e) {
      throw new MalformedException("a commit names a path that cannot be", e);
    }
  }

  private static Commit.Kind commitKind(int code) {
    for (Commit.Kind kind : Commit.Kind.values()) {
      if (kind.code() == code) {
        return kind;
      }
    }
    throw new MalformedException("no commit is of kind " + code);
  }

  private static Note.Kind noteKind(int code) {
    for (Note.Kind kind : Note.Kind.values()) {
      if (kind.code() == code) {
        return kind;
      }
    }
    throw new MalformedException("no note is of kind " + code);
  }

  private static void reference(CborReader in) {
    if (!in.nil()) {
      throw new MalformedException("expected a reference");
    }
  }
}
