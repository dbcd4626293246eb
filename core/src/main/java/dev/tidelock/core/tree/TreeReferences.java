package dev.tidelock.core.tree;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which of a tree's objects refer to chunks. The ids alone do not tell, and chunks are most of a
/// project, so whoever looks for what is missing of a tree's structure has to know.
public final class TreeReferences {
  private static final int LEAF_PARTS = 3;

  private TreeReferences() {}

  /// The strong references of an object that do not lead to chunks.
  ///
  /// @throws MalformedException if it is a directory's node that cannot be read
  public static List<ObjectId> structure(RawObject object) {
    List<ObjectId> strong = object.references().strong();
    return switch (object.kind()) {
      case COMMIT, STATE -> strong;
      case SEQUENCE -> object.level() > 1 ? strong : List.of();
      case MAP -> object.level() > 0 ? strong : withoutChunks(object);
      case CHUNK, DETAIL -> List.of();
    };
  }

  private static List<ObjectId> withoutChunks(RawObject leaf) {
    Set<ObjectId> chunks = new HashSet<>();
    EntryCodec codec = new EntryCodec();
    CborReader in = new CborReader(leaf.payload());
    References.Cursor references = new References.Cursor(leaf.references());
    int entries = in.array() / LEAF_PARTS;
    for (int i = 0; i < entries; i++) {
      in.integer();
      in.bytes();
      chunks(codec.decode(in, references), chunks);
    }
    return leaf.references().strong().stream().filter(id -> !chunks.contains(id)).toList();
  }

  private static void chunks(Entry entry, Set<ObjectId> into) {
    switch (entry) {
      case Entry.Leaf leaf -> chunk(leaf).ifPresent(into::add);
      case Entry.Directory _ -> {}
      case Entry.Conflict conflict -> {
        conflict.base().flatMap(TreeReferences::chunk).ifPresent(into::add);
        conflict.terms().forEach(term -> chunk(term.entry()).ifPresent(into::add));
      }
    }
  }

  private static Optional<ObjectId> chunk(Entry.Leaf leaf) {
    return leaf instanceof Entry.File file && file.content() instanceof Content.Single single
        ? Optional.of(single.chunk())
        : Optional.empty();
  }
}
