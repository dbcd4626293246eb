package dev.tidelock.engine.apply;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.map.Cell;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.References;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.EntryCodec;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.port.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is about to be done to the disk, durable before it is done, so that an interrupted run can
/// tell its own doing from the user's.
final class Intents {
  private static final EntryCodec ENTRIES = new EntryCodec();
  private static final Bytes END = Bytes.wrap(new byte[] {(byte) 0xff});

  private Intents() {}

  /// Announces in `batch` that `path` will show `wanted`, or nothing.
  static void announce(StateStore.Batch batch, TreePath path, Optional<Entry.Leaf> wanted) {
    CborWriter out = new CborWriter().array(3).integer(0);
    if (wanted.isPresent()) {
      Cell cell = ENTRIES.encode(wanted.get());
      out.bytes(cell.template()).array(cell.references().strong().size());
      cell.references().strong().forEach(id -> out.bytes(id.bytes()));
    } else {
      out.nil().array(0);
    }
    batch.put(Space.INTENTS, Bytes.utf8(path.toString()), out.toBytes());
  }

  /// Announces in `batch` that what stands at `from` will stand at `to`.
  static void announceMove(StateStore.Batch batch, TreePath from, TreePath to) {
    CborWriter out = new CborWriter().array(2).integer(1).text(to.toString());
    batch.put(Space.INTENTS, Bytes.utf8(from.toString()), out.toBytes());
  }

  /// Forgets in `batch` all that was announced.
  static void clear(StateStore.Batch batch) {
    batch.deleteRange(Space.INTENTS, Bytes.empty(), END);
  }

  /// What was announced and not cleared.
  static List<Intent> open(StateStore state) {
    List<Intent> open = new ArrayList<>();
    state.scan(
        Space.INTENTS,
        Bytes.empty(),
        END,
        (key, value) -> open.add(decode(TreePath.parse(key.toUtf8()), new CborReader(value))));
    return open;
  }

  private static Intent decode(TreePath path, CborReader in) {
    in.array();
    if (in.integer(0, 1) == 1) {
      return new Intent.ToMove(path, TreePath.parse(in.text()));
    }
    if (in.nil()) {
      return new Intent.ToRemove(path);
    }
    CborReader template = new CborReader(in.bytes());
    References.Builder references = new References.Builder();
    int count = in.array();
    for (int i = 0; i < count; i++) {
      references.strong(new ObjectId(in.bytes(ObjectId.SIZE)));
    }
    Entry entry = ENTRIES.decode(template, new References.Cursor(references.build()));
    return new Intent.ToWrite(path, (Entry.Leaf) entry);
  }

  /// Something announced.
  sealed interface Intent {
    /// Where.
    TreePath path();

    /// @param path where
    /// @param wanted what will stand there
    record ToWrite(TreePath path, Entry.Leaf wanted) implements Intent {}

    /// @param path where nothing will stand
    record ToRemove(TreePath path) implements Intent {}

    /// @param path from where
    /// @param to to where
    record ToMove(TreePath path, TreePath to) implements Intent {}
  }
}
