package dev.tidelock.engine.store;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.commit.CommitCodec;
import dev.tidelock.core.commit.ProjectState;
import dev.tidelock.core.map.MapFormat;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.core.record.Records;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.SchemaCodec;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.tree.Directories;
import dev.tidelock.core.tree.Entry;

/// Checks objects one by one: that each is what devices write, as far as it tells by itself.
/// Whoever takes objects from somebody else lets them pass here first. Safe for use by any thread.
public final class ObjectCheck {
  private static final int MAX_DETAIL = 1 << 20;
  private static final int MAX_ITEMS = 256;

  private final MapFormat<Entry> directories;
  private final MapFormat<RowEntry> rows;
  private final MapFormat<Table> tables;

  /// The checks for a project with this seed.
  public ObjectCheck(Bytes seed) {
    directories = Directories.format(seed);
    rows = Records.rowFormat(seed);
    tables = Records.tableFormat(seed);
  }

  /// Checks an object whose id was checked.
  ///
  /// @throws MalformedException if no device can have written it
  public void check(ObjectId id, RawObject object) {
    switch (object.kind()) {
      case CHUNK -> leaf(object, RawObject.MAX_PAYLOAD);
      case DETAIL -> leaf(object, MAX_DETAIL);
      case SEQUENCE -> sequence(object);
      case MAP -> directories.checkNode(object);
      case ROWS -> rows.checkNode(object);
      case TABLES -> tables.checkNode(object);
      case SCHEMA -> SchemaCodec.of(object);
      case STATE -> {
        level(object);
        ProjectState.of(object);
      }
      case COMMIT -> {
        level(object);
        commit(id, object);
      }
    }
  }

  private static void leaf(RawObject object, int limit) {
    level(object);
    if (object.references().size() > 0 || object.payload().size() > limit) {
      throw new MalformedException("a " + object.kind() + " that refers to something, or too long");
    }
  }

  private static void level(RawObject object) {
    if (object.level() != 0) {
      throw new MalformedException("a " + object.kind() + " of level " + object.level());
    }
  }

  private static void sequence(RawObject object) {
    References references = object.references();
    CborReader in = new CborReader(object.payload());
    int count = in.array();
    boolean sound =
        object.level() > 0
            && count > 0
            && count <= MAX_ITEMS
            && count == references.strong().size()
            && count == references.size();
    if (!sound) {
      throw new MalformedException("a sequence node has 1 to 256 items, each with a length");
    }
    long total = 0;
    for (int i = 0; i < count; i++) {
      long length = in.integer();
      if (length <= 0 || length > Long.MAX_VALUE - total) {
        throw new MalformedException("a sequence node claims an item of " + length + " bytes");
      }
      total += length;
    }
    in.finish();
  }

  /// Details may come later; a commit that has some is read again when a head moves to it.
  private static void commit(ObjectId id, RawObject object) {
    try {
      CommitCodec.read(
          id,
          wanted -> {
            if (wanted.equals(id)) {
              return object;
            }
            throw new MissingObjectException(wanted);
          });
    } catch (MissingObjectException _) {
      if (object.references().ancestor().isEmpty()) {
        throw new MalformedException("a commit without ancestors needs another object");
      }
    }
  }

  /// Whether an object is complete by itself.
  public static boolean isWhole(RawObject object) {
    return object.kind() != ObjectKind.COMMIT && object.references().strong().isEmpty();
  }
}
