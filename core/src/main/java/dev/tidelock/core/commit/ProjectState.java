package dev.tidelock.core.commit;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.map.Summary;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.core.record.Tables;
import dev.tidelock.core.tree.Entry;
import java.util.Optional;

/// What a project consists of at one moment. Its object's id is the *root* that devices compare to
/// know whether they are in sync.
///
/// @param files the directory at the top
/// @param tables the tables whose rows are synced; nothing if there are none
public record ProjectState(Entry.Directory files, Optional<Tables> tables) {
  /// How many entries a project's files may have. A few objects that refer to each other again and
  /// again unfold to more than any disk holds; whoever walks over them must know before. Rows
  /// cannot unfold, as the keys of a map ascend.
  public static final long MAX_ENTRIES = 1 << 24;

  private static final int FILES_ONLY = 2;
  private static final int WITH_TABLES = 4;

  public ProjectState {
    if (files.summary().entries() > MAX_ENTRIES) {
      throw new MalformedException(
          "a project holds at most 16,777,216 entries, not " + files.summary().entries());
    }
  }

  /// A state without tables.
  public static ProjectState of(Entry.Directory files) {
    return new ProjectState(files, Optional.empty());
  }

  /// This state with other files.
  public ProjectState withFiles(Entry.Directory newFiles) {
    return new ProjectState(newFiles, tables);
  }

  /// This state with other tables.
  public ProjectState withTables(Optional<Tables> newTables) {
    return new ProjectState(files, newTables);
  }

  /// How many conflicts there are, in files and in rows.
  public long conflicts() {
    return tables.map(Tables::summary).orElse(Summary.ZERO).plus(files.summary()).conflicts();
  }

  /// The state's id.
  public ObjectId root() {
    return ObjectIdentity.of(toObject());
  }

  /// The state as an object.
  public RawObject toObject() {
    CborWriter out = new CborWriter().array(tables.isPresent() ? WITH_TABLES : FILES_ONLY).nil();
    files.summary().write(out);
    References.Builder references = new References.Builder().strong(files.root());
    tables.ifPresent(all -> {
      out.nil();
      all.summary().write(out);
      references.strong(all.root());
    });
    return new RawObject(ObjectKind.STATE, 0, references.build(), out.toBytes());
  }

  /// Reads what [#toObject] wrote.
  ///
  /// @throws MalformedException if it is anything else
  public static ProjectState of(RawObject object) {
    if (object.kind() != ObjectKind.STATE || object.level() != 0) {
      throw new MalformedException("expected a project's state, found a " + object.kind());
    }
    CborReader in = new CborReader(object.payload());
    References.Cursor references = new References.Cursor(object.references());
    int length = in.array();
    if (length != FILES_ONLY && length != WITH_TABLES) {
      throw new MalformedException("a state has files, and may have tables");
    }
    Entry.Directory files = new Entry.Directory(reference(in, references), Summary.read(in));
    Optional<Tables> tables =
        length == WITH_TABLES
            ? Optional.of(new Tables(reference(in, references), Summary.read(in)))
            : Optional.empty();
    in.finish();
    references.finish();
    return new ProjectState(files, tables);
  }

  private static ObjectId reference(CborReader in, References.Cursor references) {
    if (!in.nil()) {
      throw new MalformedException("a state refers to its files and tables");
    }
    return references.strong();
  }
}
