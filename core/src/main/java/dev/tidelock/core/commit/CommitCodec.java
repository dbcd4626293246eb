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
import java.util.Optional;

/// The encoding of commits, described in `docs/format.md`. Renames and notes of more than
/// [#DETAIL_LIMIT] bytes stand in objects of their own, which are kept exactly as long as the
/// commit: they are listed as ancestor references, after the parents.
public final class CommitCodec {
  /// Up to how many bytes of renames and notes stand in the commit itself.
  public static final int DETAIL_LIMIT = 4096;

  private static final int DETAIL_PART = 1 << 20;
  private static final int MAX_PARTS = 16;

  /// How many renames and notes a commit may have: what is short to write is long in memory.
  private static final int MAX_DETAILS = 1 << 18;

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
    if (object.kind() != ObjectKind.COMMIT || object.level() != 0) {
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
    List<Note> notes = readNotes(details, left(renames));
    details.finish();
    return new Commit(state, parents, author, device, time, kind, message, counts, renames, notes);
  }

  /// The commit's renames and notes. They are hints, and words for people: where there are more
  /// than fit, the renames are left out, and if that does not do, the notes.
  private static Bytes details(Commit commit) {
    List<List<Rename>> none = commit.parents().stream().map(_ -> List.<Rename>of()).toList();
    return fitting(commit.renames(), commit.notes())
        .or(() -> fitting(none, commit.notes()))
        .orElseGet(() -> encodeDetails(none, List.of()));
  }

  private static Optional<Bytes> fitting(List<List<Rename>> renames, List<Note> notes) {
    long count = notes.size() + renames.stream().mapToLong(List::size).sum();
    return count > MAX_DETAILS
        ? Optional.empty()
        : Optional.of(encodeDetails(renames, notes))
            .filter(all -> all.size() <= MAX_PARTS * DETAIL_PART);
  }

  private static Bytes encodeDetails(List<List<Rename>> all, List<Note> notes) {
    CborWriter out = new CborWriter();
    out.array(all.size());
    for (List<Rename> renames : all) {
      out.array(renames.size());
      for (Rename rename : renames) {
        out.array(2).text(rename.from().toString()).text(rename.to().toString());
      }
    }
    out.array(notes.size());
    for (Note note : notes) {
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
      Bytes details = in.bytes();
      if (details.size() > DETAIL_LIMIT) {
        throw new MalformedException("a commit's details are too long to stand in it");
      }
      return details;
    }
    int parts = in.array();
    if (parts > MAX_PARTS) {
      throw new MalformedException("a commit's details have too many parts");
    }
    CborWriter joined = new CborWriter();
    for (int i = 0; i < parts; i++) {
      reference(in);
      RawObject part = source.get(references.ancestor());
      int size = part.payload().size();
      boolean last = i == parts - 1;
      boolean plain = part.level() == 0 && part.references().size() == 0;
      if (part.kind() != ObjectKind.DETAIL
          || !plain
          || (last ? size > DETAIL_PART : size != DETAIL_PART)) {
        throw new MalformedException("a commit's details are cut into parts of 1 MiB");
      }
      joined.item(part.payload());
    }
    boolean lastIsEmpty = parts > 1 && joined.size() == (parts - 1) * DETAIL_PART;
    if (joined.size() <= DETAIL_LIMIT || lastIsEmpty) {
      throw new MalformedException("a commit's details are in more parts than they need");
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
    int left = MAX_DETAILS;
    for (int i = 0; i < parents; i++) {
      int count = in.array();
      left = within(left, count);
      List<Rename> renames = new ArrayList<>();
      for (int j = 0; j < count; j++) {
        in.array(2);
        renames.add(new Rename(TreePath.decode(in.text()), TreePath.decode(in.text())));
      }
      all.add(renames);
    }
    return all;
  }

  private static int left(List<List<Rename>> renames) {
    return MAX_DETAILS - renames.stream().mapToInt(List::size).sum();
  }

  private static int within(int left, int count) {
    if (count > left) {
      throw new MalformedException("a commit has more renames or notes than it may");
    }
    return left - count;
  }

  private static List<Note> readNotes(CborReader in, int left) {
    int count = in.array();
    within(left, count);
    List<Note> notes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      in.array(3);
      Note.Kind kind = noteKind(in.integer(1, Byte.MAX_VALUE));
      notes.add(new Note(kind, TreePath.decode(in.text()), in.text()));
    }
    return notes;
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
