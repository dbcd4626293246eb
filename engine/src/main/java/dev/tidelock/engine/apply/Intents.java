package dev.tidelock.engine.apply;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.map.Cell;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.References;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.EntryCodec;
import dev.tidelock.core.tree.TermKey;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.port.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is about to be done to the disk, durable before it is done, so that an interrupted run can
/// tell its own doing from the user's.
final class Intents {
  private static final EntryCodec ENTRIES = new EntryCodec();
  private static final int REMOVE = 0;
  private static final int WRITE = 1;
  private static final int MOVE = 2;
  private static final int MAKE = 3;

  /// By kind.
  private static final List<Integer> FIELDS = List.of(1, 4, 3, 1);

  private static final Bytes END = Bytes.wrap(new byte[] {(byte) 0xff});

  private Intents() {}

  /// Announces in `batch` that nothing will stand at `path`.
  static void announceRemove(StateStore.Batch batch, TreePath path) {
    put(batch, path, new CborWriter().array(1).integer(REMOVE));
  }

  /// Announces in `batch` that `path` will show `wanted`, as a term of a conflict if it is one.
  static void announceWrite(
      StateStore.Batch batch, TreePath path, Entry.Leaf wanted, Optional<TermKey> term) {
    Cell cell = ENTRIES.encode(wanted);
    CborWriter out = new CborWriter().array(4).integer(WRITE).bytes(cell.template());
    out.array(cell.references().strong().size());
    cell.references().strong().forEach(id -> out.bytes(id.bytes()));
    writeTerm(out, term);
    put(batch, path, out);
  }

  /// Announces in `batch` that what stands at `from` will stand at `to`, as a term of a conflict if
  /// it is one there.
  static void announceMove(
      StateStore.Batch batch, TreePath from, TreePath to, Optional<TermKey> term) {
    CborWriter out = new CborWriter().array(3).integer(MOVE).text(to.toString());
    writeTerm(out, term);
    put(batch, from, out);
  }

  /// Announces in `batch` that a directory will stand at `path`.
  static void announceMake(StateStore.Batch batch, TreePath path) {
    put(batch, path, new CborWriter().array(1).integer(MAKE));
  }

  private static void put(StateStore.Batch batch, TreePath path, CborWriter out) {
    batch.put(Space.INTENTS, Bytes.utf8(path.toString()), out.toBytes());
  }

  private static void writeTerm(CborWriter out, Optional<TermKey> term) {
    term.ifPresentOrElse(key -> out.bytes(key.bytes()), out::nil);
  }

  private static Optional<TermKey> readTerm(CborReader in) {
    return in.nil() ? Optional.empty() : Optional.of(new TermKey(in.bytes()));
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
        (key, value) -> {
          CborReader in = new CborReader(value);
          open.add(decode(TreePath.decode(key.toUtf8()), in));
          in.finish();
          return true;
        });
    return open;
  }

  private static Intent decode(TreePath path, CborReader in) {
    int length = in.array();
    int kind = in.integer(REMOVE, MAKE);
    if (length != FIELDS.get(kind)) {
      throw new MalformedException("an intent of kind %d has %d fields".formatted(kind, length));
    }
    return switch (kind) {
      case REMOVE -> new Intent.ToRemove(path);
      case WRITE -> {
        CborReader template = new CborReader(in.bytes());
        References.Builder references = new References.Builder();
        int count = in.array();
        for (int i = 0; i < count; i++) {
          references.strong(new ObjectId(in.bytes(ObjectId.SIZE)));
        }
        References.Cursor cursor = new References.Cursor(references.build());
        if (!(ENTRIES.decode(template, cursor) instanceof Entry.Leaf leaf)) {
          throw new MalformedException("only files and links are written to a disk");
        }
        template.finish();
        cursor.finish();
        yield new Intent.ToWrite(path, leaf, readTerm(in));
      }
      case MOVE -> new Intent.ToMove(path, TreePath.decode(in.text()), readTerm(in));
      default -> new Intent.ToMake(path);
    };
  }

  /// Something announced.
  sealed interface Intent {
    /// Where.
    TreePath path();

    /// @param path where
    /// @param wanted what will stand there
    /// @param term the term of a conflict that it is
    record ToWrite(TreePath path, Entry.Leaf wanted, Optional<TermKey> term) implements Intent {}

    /// @param path where nothing will stand
    record ToRemove(TreePath path) implements Intent {}

    /// @param path from where
    /// @param to to where
    /// @param term the term of a conflict that it is there
    record ToMove(TreePath path, TreePath to, Optional<TermKey> term) implements Intent {}

    /// @param path where a directory will stand
    record ToMake(TreePath path) implements Intent {}
  }
}
