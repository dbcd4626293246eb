package dev.tidelock.engine.apply;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.EntryCodec;
import dev.tidelock.core.tree.TermKey;
import dev.tidelock.engine.shown.Shown;
import dev.tidelock.engine.shown.ShownIndex;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/// Turns wanted changes of entries into steps on the disk. What goes at one path and comes at
/// another with an equal value is moved: a directory with an equal root in one step, however much
/// is in it. That is a matter of cost alone; what the project is was decided before. Used once.
public final class DiskPlanner {
  private final ShownIndex shown;
  private final Predicate<TreePath> missing;
  private final Predicate<TreePath> taken;
  private final BiFunction<TreePath, Entry.Directory, Map<String, Choice>> children;

  private final List<Step.Remove> removes = new ArrayList<>();
  private final List<Step.MakeDirectory> makes = new ArrayList<>();
  private final List<Step.Move> moves = new ArrayList<>();
  private final List<Step.RemoveDirectory> emptied = new ArrayList<>();
  private final List<Step> writes = new ArrayList<>();

  private final Map<TreePath, Entry.Leaf> goingLeaves = new TreeMap<>();
  private final Map<TreePath, Entry.Leaf> comingLeaves = new TreeMap<>();
  private Map<TreePath, Entry.Directory> going = new TreeMap<>();
  private Map<TreePath, Entry.Directory> coming = new TreeMap<>();
  private final Map<TreePath, TermKey> terms = new HashMap<>();

  /// @param shown what the disk shows
  /// @param missing whether the disk has no more what is shown at a path, and that is known
  /// @param taken whether something stands at a path where nothing is shown
  /// @param children lists a directory at a path, without what is to be left alone
  public DiskPlanner(
      ShownIndex shown,
      Predicate<TreePath> missing,
      Predicate<TreePath> taken,
      BiFunction<TreePath, Entry.Directory, Map<String, Choice>> children) {
    this.shown = shown;
    this.missing = missing;
    this.taken = taken;
    this.children = children;
  }

  /// What the disk shall show for an entry.
  ///
  /// @param entry the entry, or the value of one term of the conflict that it is
  /// @param term that term
  public record Choice(Entry entry, Optional<TermKey> term) {}

  /// Wants `after` where `before` is shown.
  ///
  /// @param term the term of a conflict that `after` is, if it is one
  public void want(
      TreePath path, Optional<Entry> before, Optional<Entry> after, Optional<TermKey> term) {
    term.ifPresent(key -> terms.put(path, key));
    if (before.orElse(null) instanceof Entry.Leaf leafBefore
        && after.orElse(null) instanceof Entry.Leaf leafAfter) {
      change(path, leafBefore, leafAfter);
      return;
    }
    before.ifPresent(entry -> sort(path, entry, goingLeaves, going));
    after.ifPresent(entry -> sort(path, entry, comingLeaves, coming));
  }

  /// The plan for all that was wanted.
  public DiskPlan plan() {
    while (!going.isEmpty() || !coming.isEmpty()) {
      moveDirectories();
      openDirectories();
    }
    moveLeaves();
    goingLeaves.forEach(
        (path, _) -> leafShown(path).ifPresent(leaf -> removes.add(new Step.Remove(path, leaf))));
    comingLeaves.forEach((path, leaf) -> {
      if (isLeftOver(path)) {
        emptied.add(new Step.RemoveDirectory(path));
      }
      writes.add(new Step.Write(path, leaf, Optional.empty(), term(path)));
    });
    makeMissingParents();
    makes.sort(Comparator.comparing(Step::path));
    emptied.sort(Comparator.comparing(Step::path).reversed());
    writes.sort(Comparator.comparing(Step::path));
    return new DiskPlan(removes, makes, moves, emptied, writes);
  }

  /// What arrives in a directory that is missing brings it back.
  private void makeMissingParents() {
    Set<TreePath> made = new HashSet<>();
    makes.forEach(step -> made.add(step.path()));
    List<Step> arriving = new ArrayList<>(writes);
    arriving.addAll(makes);
    arriving.addAll(moves);
    for (Step step : arriving) {
      Optional<TreePath> parent = step.path().parent();
      while (parent.filter(missing).isPresent() && made.add(parent.get())) {
        makes.add(new Step.MakeDirectory(parent.get()));
        parent = parent.get().parent();
      }
    }
  }

  private void change(TreePath path, Entry.Leaf before, Entry.Leaf after) {
    Optional<Shown.Leaf> displaced = leafShown(path);
    if (before.sameAs(after)) {
      return;
    }
    if (before instanceof Entry.File fileBefore
        && after instanceof Entry.File fileAfter
        && fileBefore.content().equals(fileAfter.content())
        && displaced.isPresent()) {
      writes.add(new Step.SetAttributes(path, fileAfter, displaced.get()));
    } else {
      writes.add(new Step.Write(path, after, displaced, term(path)));
    }
  }

  private static void sort(
      TreePath path,
      Entry entry,
      Map<TreePath, Entry.Leaf> leaves,
      Map<TreePath, Entry.Directory> directories) {
    switch (entry) {
      case Entry.Leaf leaf -> leaves.put(path, leaf);
      case Entry.Directory directory -> directories.put(path, directory);
      case Entry.Conflict _ -> throw new IllegalStateException("a disk shows no conflict: " + path);
    }
  }

  private void moveDirectories() {
    Map<ObjectId, TreePath> byRoot = new HashMap<>();
    going.forEach((path, directory) -> {
      if (directory.summary().entries() > 0) {
        byRoot.put(directory.root(), path);
      }
    });
    for (Map.Entry<TreePath, Entry.Directory> each : List.copyOf(coming.entrySet())) {
      TreePath to = each.getKey();
      Optional<TreePath> from = Optional.ofNullable(byRoot.remove(each.getValue().root()));
      Optional<Shown> moved = from.filter(missing.negate()).flatMap(shown::get);
      if (moved.isPresent() && free(to) && !to.startsWith(from.get())) {
        moves.add(new Step.Move(from.get(), to, moved.get()));
        going.remove(from.get());
        coming.remove(to);
      }
    }
  }

  private void openDirectories() {
    Map<TreePath, Entry.Directory> nextGoing = new TreeMap<>();
    Map<TreePath, Entry.Directory> nextComing = new TreeMap<>();
    going.forEach((path, directory) -> {
      emptied.add(new Step.RemoveDirectory(path));
      open(path, directory, goingLeaves, nextGoing);
    });
    coming.forEach((path, directory) -> {
      makes.add(new Step.MakeDirectory(path));
      open(path, directory, comingLeaves, nextComing);
    });
    going = nextGoing;
    coming = nextComing;
  }

  private void open(
      TreePath path,
      Entry.Directory directory,
      Map<TreePath, Entry.Leaf> leaves,
      Map<TreePath, Entry.Directory> directories) {
    children
        .apply(path, directory)
        .forEach((name, choice) -> {
          choice.term().ifPresent(key -> terms.put(path.child(name), key));
          sort(path.child(name), choice.entry(), leaves, directories);
        });
  }

  private void moveLeaves() {
    Map<Bytes, Deque<TreePath>> byValue = new HashMap<>();
    Set<TreePath> giveWay = new HashSet<>();
    makes.forEach(step -> giveWay.add(step.path()));
    goingLeaves.forEach((path, leaf) -> {
      // What makes room for a directory has to go before anything is moved.
      if (!giveWay.contains(path)) {
        byValue.computeIfAbsent(EntryCodec.identity(leaf), _ -> new ArrayDeque<>()).add(path);
      }
    });
    for (Map.Entry<TreePath, Entry.Leaf> each : List.copyOf(comingLeaves.entrySet())) {
      TreePath to = each.getKey();
      Deque<TreePath> sources =
          byValue.getOrDefault(EntryCodec.identity(each.getValue()), new ArrayDeque<>());
      if (sources.isEmpty() || !free(to)) {
        continue;
      }
      TreePath from = sources.poll();
      Optional<Shown.Leaf> moved = leafShown(from);
      if (moved.isPresent()) {
        moves.add(new Step.Move(from, to, moved.get().as(term(to))));
        goingLeaves.remove(from);
        comingLeaves.remove(to);
      }
    }
  }

  private boolean isLeftOver(TreePath path) {
    return shown.get(path).orElse(null) instanceof Shown.Directory directory
        && directory.standing() == Shown.Standing.LEFT_OVER;
  }

  /// Whether something can be moved to a path. Where an ignored thing stands in the way, what is
  /// wanted there is written instead, and fails alone: what was to be moved may be the very rule
  /// that ignores it, and has to go.
  private boolean free(TreePath path) {
    return shown.get(path).isEmpty()
        ? !taken.test(path)
        : missing.test(path) && leafAt(path).isPresent();
  }

  private Optional<TermKey> term(TreePath path) {
    return Optional.ofNullable(terms.get(path));
  }

  private Optional<Shown.Leaf> leafShown(TreePath path) {
    return leafAt(path).filter(_ -> !missing.test(path));
  }

  private Optional<Shown.Leaf> leafAt(TreePath path) {
    return shown.get(path).filter(Shown.Leaf.class::isInstance).map(Shown.Leaf.class::cast);
  }
}
