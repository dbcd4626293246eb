package dev.tidelock.core.commit;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.map.Summary;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.core.tree.Entry;

/// What a project consists of at one moment. Its object's id is the *root* that devices compare to
/// know whether they are in sync.
///
/// @param files the directory at the top
public record ProjectState(Entry.Directory files) {
  /// How many entries a project may hold. A few objects that refer to each other again and again
  /// unfold to more than any disk holds; whoever walks over them must know before.
  public static final long MAX_ENTRIES = 1 << 24;

  public ProjectState {
    if (files.summary().entries() > MAX_ENTRIES) {
      throw new MalformedException(
          "a project holds at most 16,777,216 entries, not " + files.summary().entries());
    }
  }

  /// The state as an object.
  public RawObject toObject() {
    CborWriter out = new CborWriter().array(2).nil();
    files.summary().write(out);
    References references = new References.Builder().strong(files.root()).build();
    return new RawObject(ObjectKind.STATE, 0, references, out.toBytes());
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
    in.array(2);
    if (!in.nil()) {
      throw new MalformedException("a state refers to its files");
    }
    Entry.Directory files = new Entry.Directory(references.strong(), Summary.read(in));
    in.finish();
    references.finish();
    return new ProjectState(files);
  }
}
