package dev.tidelock.core.merge;

import dev.tidelock.core.tree.Entry;
import java.util.Optional;

/// The three-way merge of single values, as far as nobody need be asked: an edit on one side, equal
/// edits on both, and what is only metadata.
final class Leaves {
  private Leaves() {}

  /// Whether both hold the same bytes, or point to the same place.
  static boolean sameContent(Entry.Leaf one, Entry.Leaf other) {
    return switch (one) {
      case Entry.File file ->
          other instanceof Entry.File that
              && file.size() == that.size()
              && file.content().equals(that.content());
      case Entry.Link link -> link.equals(other);
    };
  }

  /// Whether a value was changed in a way that outlives a delete: metadata alone does not.
  static boolean edited(Entry before, Entry after) {
    if (before instanceof Entry.Leaf one && after instanceof Entry.Leaf other) {
      return !sameContent(one, other);
    }
    return !before.equals(after);
  }

  /// What both sides agree on, or nothing if both changed the content and differ. Without a base
  /// only equal contents agree.
  static Optional<Entry.Leaf> agree(
      Optional<Entry.Leaf> base, Entry.Leaf first, Entry.Leaf second) {
    if (first.equals(second)) {
      return Optional.of(first);
    }
    boolean same = sameContent(first, second);
    boolean firstKept = base.isPresent() && sameContent(base.get(), first);
    boolean secondKept = base.isPresent() && sameContent(base.get(), second);
    if (!same && !firstKept && !secondKept) {
      return Optional.empty();
    }
    if (!(first instanceof Entry.File one) || !(second instanceof Entry.File other)) {
      // Links are equal if their contents are, so here one side kept the base.
      return Optional.of(firstKept ? second : first);
    }
    Entry.File taken = firstKept ? other : one;
    boolean executable = executable(base, one, other);
    long mtime = same ? mtime(base, one, other) : taken.mtime();
    return Optional.of(taken.withExecutable(executable).withMtime(mtime));
  }

  /// The executable bit of two versions of a file: three-way, and without a base set if either has
  /// it.
  static boolean executable(Optional<Entry.Leaf> base, Entry.File first, Entry.File second) {
    if (first.executable() == second.executable()) {
      return first.executable();
    }
    // Of two different bits one is the base's, and the other the change.
    return !(base.isPresent() && base.get() instanceof Entry.File before && before.executable());
  }

  /// The modification time of two files with equal bytes: the one that was changed, of two changed
  /// ones the later.
  private static long mtime(Optional<Entry.Leaf> base, Entry.File first, Entry.File second) {
    if (base.isPresent() && base.get() instanceof Entry.File before) {
      if (before.mtime() == first.mtime()) {
        return second.mtime();
      }
      if (before.mtime() == second.mtime()) {
        return first.mtime();
      }
    }
    return Math.max(first.mtime(), second.mtime());
  }
}
