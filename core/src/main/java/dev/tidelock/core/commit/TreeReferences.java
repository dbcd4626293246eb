package dev.tidelock.core.commit;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.map.ValueCodec;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.core.record.RefusedRow;
import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.RowCodec;
import dev.tidelock.core.record.RowConflict;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.Value;
import dev.tidelock.core.tree.Content;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.EntryCodec;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/// Which of a state's objects refer to chunks. The ids alone do not tell, and chunks are most of a
/// project, so whoever looks for what is missing of a tree's structure has to know.
public final class TreeReferences {
  private static final int LEAF_PARTS = 3;

  private TreeReferences() {}

  /// The strong references of an object that do not lead to chunks.
  ///
  /// @throws MalformedException if it is a node of a directory or table that cannot be read
  public static List<ObjectId> structure(RawObject object) {
    List<ObjectId> strong = object.references().strong();
    return switch (object.kind()) {
      case COMMIT, STATE, TABLES -> strong;
      case SEQUENCE -> object.level() > 1 ? strong : List.of();
      case MAP ->
          object.level() > 0 || strong.isEmpty()
              ? strong
              : withoutChunks(object, new EntryCodec(), TreeReferences::chunks);
      case ROWS ->
          object.level() > 0 || strong.isEmpty()
              ? strong
              : withoutChunks(object, new RowCodec(), TreeReferences::chunks);
      case CHUNK, DETAIL, SCHEMA -> List.of();
    };
  }

  private static <V> List<ObjectId> withoutChunks(
      RawObject leaf, ValueCodec<V> codec, BiConsumer<V, Set<ObjectId>> collect) {
    Set<ObjectId> chunks = new HashSet<>();
    CborReader in = new CborReader(leaf.payload());
    References.Cursor references = new References.Cursor(leaf.references());
    int entries = in.array() / LEAF_PARTS;
    for (int i = 0; i < entries; i++) {
      in.integer();
      in.bytes();
      collect.accept(codec.decode(in, references), chunks);
    }
    return leaf.references().strong().stream().filter(id -> !chunks.contains(id)).toList();
  }

  private static void chunks(Entry entry, Set<ObjectId> into) {
    switch (entry) {
      case Entry.Leaf leaf -> chunks(leaf, into);
      case Entry.Directory _ -> {}
      case Entry.Conflict conflict -> {
        conflict.base().ifPresent(base -> chunks(base, into));
        conflict.terms().forEach(term -> chunks(term.entry(), into));
      }
    }
  }

  private static void chunks(Entry.Leaf leaf, Set<ObjectId> into) {
    if (leaf instanceof Entry.File file) {
      chunk(file.content()).ifPresent(into::add);
    }
  }

  private static void chunks(RowEntry entry, Set<ObjectId> into) {
    switch (entry) {
      case Row row -> chunks(row, into);
      case RefusedRow refused -> chunks(refused.row(), into);
      case RowConflict conflict -> {
        conflict.base().ifPresent(base -> chunks(base, into));
        conflict.terms().forEach(term -> term.row().ifPresent(row -> chunks(row, into)));
      }
    }
  }

  private static void chunks(Row row, Set<ObjectId> into) {
    if (!row.contents().isEmpty()) {
      row.forEach((_, value) -> {
        if (value instanceof Value.Large large) {
          chunk(large.content()).ifPresent(into::add);
        }
      });
    }
  }

  private static Optional<ObjectId> chunk(Content content) {
    return content instanceof Content.Single single
        ? Optional.of(single.chunk())
        : Optional.empty();
  }
}
