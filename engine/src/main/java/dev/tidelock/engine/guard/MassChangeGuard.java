package dev.tidelock.engine.guard;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.tree.Differences;
import dev.tidelock.engine.tree.Trees;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Holds back changes that delete or overwrite suspiciously much at once: more than fifty deletions
/// and more than a quarter of all; more than fifty overwrites and more than half; or everything,
/// where there were more than twenty files. Counted against the tree of ten minutes ago and after
/// renames. What is held back is stored under a hash, and may pass once, if a person accepts that
/// hash.
public final class MassChangeGuard {
  private static final int ENOUGH = 50;
  private static final int EMPTIED = 20;

  private final Trees trees;
  private final StateStore state;
  private final GuardHistory history;

  /// @param trees reads trees
  /// @param state keeps what was held back
  /// @param history the trees to count against
  public MassChangeGuard(Trees trees, StateStore state, GuardHistory history) {
    this.trees = trees;
    this.state = state;
    this.history = history;
  }

  /// Judges a step from `before` to `after`.
  ///
  /// @param deletes what the step deletes, after renames
  /// @param rewrites what it overwrites
  /// @param acceptance the hash of a set that a person accepted
  public Verdict judge(
      Entry.Directory before,
      Entry.Directory after,
      SortedMap<TreePath, Entry.Leaf> deletes,
      SortedMap<TreePath, Entry.Leaf> rewrites,
      Optional<String> acceptance) {
    ChangeSet all = ChangeSet.of(deletes, rewrites);
    if (all.isEmpty()) {
      return Verdict.PASS;
    }
    Optional<ChangeSet> accepted = acceptance.flatMap(this::stored);
    ChangeSet rest = accepted.map(all::without).orElse(all);
    boolean spent = !rest.equals(all);
    if (rest.isEmpty()) {
      return new Verdict(HeldBack.NOTHING, Optional.empty(), true);
    }
    Entry.Directory reference = history.reference().orElse(before);
    boolean usual = spent || reference.equals(before);
    Differences since = Differences.between(trees, usual ? before : reference, after);
    long lost = usual ? rest.deletes().size() : Math.max(since.lost().size(), taken(rest, since));
    long overwritten = usual ? rest.rewrites().size() : since.changed().size();
    long total = Math.max(reference.summary().files(), before.summary().files());
    boolean tooManyDeletes =
        lost > ENOUGH && lost * 4 > total
            || total > EMPTIED && after.summary().files() == 0 && lost > 0;
    boolean tooManyRewrites = overwritten > ENOUGH && overwritten * 2 > total;
    return hold(rest, tooManyDeletes, tooManyRewrites, spent, acceptance);
  }

  /// How many of the deleted paths have another value now, which came from elsewhere.
  private static long taken(ChangeSet rest, Differences since) {
    return rest.deletes().keySet().stream()
        .filter(path -> since.changed().containsKey(path))
        .count();
  }

  private Verdict hold(
      ChangeSet rest,
      boolean deletes,
      boolean rewrites,
      boolean spent,
      Optional<String> acceptance) {
    ChangeSet held =
        new ChangeSet(
            deletes ? rest.deletes() : new TreeMap<>(),
            rewrites ? rest.rewrites() : new TreeMap<>());
    if (held.isEmpty()) {
      return new Verdict(HeldBack.NOTHING, Optional.empty(), spent);
    }
    Set<TreePath> paths = new HashSet<>(held.deletes().keySet());
    paths.addAll(held.rewrites().keySet());
    SafetyStop stop = SafetyStop.of(held, paths);
    if (acceptance.equals(Optional.of(stop.plan()))) {
      // Held back elsewhere before: the hash names this very set.
      return new Verdict(HeldBack.NOTHING, Optional.empty(), true);
    }
    state.write(batch -> batch.put(Space.HELD, Bytes.utf8(stop.plan()), held.encode()));
    return new Verdict(HeldBack.of(paths), Optional.of(stop), spent);
  }

  private Optional<ChangeSet> stored(String hash) {
    return state.get(Space.HELD, Bytes.utf8(hash)).map(ChangeSet::decode);
  }

  /// What a guard says of a step.
  ///
  /// @param held the paths that must stay as they are
  /// @param stop what to tell a person, if anything is held
  /// @param spent whether an acceptance was used: counting begins anew
  public record Verdict(HeldBack held, Optional<SafetyStop> stop, boolean spent) {
    /// Everything may pass.
    static final Verdict PASS = new Verdict(HeldBack.NOTHING, Optional.empty(), false);
  }
}
