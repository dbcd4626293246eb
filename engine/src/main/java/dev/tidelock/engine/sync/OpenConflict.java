package dev.tidelock.engine.sync;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.Term;
import dev.tidelock.core.tree.TermKey;
import java.util.List;
import java.util.Optional;

/// A conflict that waits to be resolved.
///
/// @param path where
/// @param conflict the values that are wanted there
/// @param mine the one that this device's disk shows, if it shows one
public record OpenConflict(TreePath path, Entry.Conflict conflict, Optional<TermKey> mine) {
  /// A short name, the same on every device for as long as the path is.
  public String id() {
    return ObjectIdentity.sha256(Bytes.utf8(path.toString())).slice(0, 6).toHex();
  }

  /// What the values were changed from.
  public Optional<Entry.Leaf> base() {
    return conflict.base();
  }

  /// The values.
  public List<Term> terms() {
    return conflict.terms();
  }

  /// What kind of disagreement it is.
  public Kind kind() {
    boolean links = terms().stream().anyMatch(term -> term.entry() instanceof Entry.Link);
    boolean files = terms().stream().anyMatch(term -> term.entry() instanceof Entry.File);
    if (links && files) {
      return Kind.TYPE;
    }
    return base().isPresent() ? Kind.MODIFICATION : Kind.ADDITION;
  }

  /// The kinds of disagreement.
  public enum Kind {
    /// One value was changed in several ways.
    MODIFICATION,
    /// Several new values want one path.
    ADDITION,
    /// A file and a link want one path.
    TYPE
  }
}
