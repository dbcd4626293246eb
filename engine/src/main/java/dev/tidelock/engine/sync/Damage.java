package dev.tidelock.engine.sync;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import java.util.Locale;
import java.util.Optional;

/// Something that is not as it should be.
///
/// @param id the object, if it is one
/// @param kind of which kind it is, as far as that is known
/// @param path a path that needs it, if one does
/// @param commit a commit that needs it, if one does
/// @param reason what is wrong, in words
public record Damage(
    Optional<ObjectId> id,
    Optional<ObjectKind> kind,
    Optional<TreePath> path,
    Optional<ObjectId> commit,
    String reason) {
  /// An object.
  static Damage of(ObjectId id, Optional<ObjectKind> kind, String reason) {
    return new Damage(Optional.of(id), kind, Optional.empty(), Optional.empty(), reason);
  }

  /// Something that is no object.
  static Damage of(TreePath path, String reason) {
    return new Damage(
        Optional.empty(), Optional.empty(), Optional.of(path), Optional.empty(), reason);
  }

  /// The same, needed by this.
  Damage neededBy(Dependents.Need need) {
    return new Damage(id, kind, need.path(), Optional.of(need.commit()), reason);
  }

  /// All of it in one line.
  public String text() {
    if (id.isEmpty()) {
      return path.map(where -> where + ": ").orElse("") + reason;
    }
    String what =
        kind.map(each -> each.name().toLowerCase(Locale.ROOT)).orElse("object") + " " + id.get();
    String need =
        commit
            .map(each ->
                ", needed by "
                    + path.filter(where -> !where.isRoot())
                        .map(where -> where + " in commit ")
                        .orElse("commit ")
                    + each.abbreviated())
            .orElse("");
    return what + need + ": " + reason;
  }
}
