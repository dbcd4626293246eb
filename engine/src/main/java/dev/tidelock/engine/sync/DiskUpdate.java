package dev.tidelock.engine.sync;

import dev.tidelock.core.commit.Rename;
import dev.tidelock.core.merge.Renames;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Content;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.Term;
import dev.tidelock.core.tree.TreeEditor;
import dev.tidelock.engine.apply.Applied;
import dev.tidelock.engine.apply.Applier;
import dev.tidelock.engine.apply.DiskCheck;
import dev.tidelock.engine.apply.DiskPlan;
import dev.tidelock.engine.apply.DiskPlanner;
import dev.tidelock.engine.apply.Done;
import dev.tidelock.engine.apply.Recorder;
import dev.tidelock.engine.apply.Recovery;
import dev.tidelock.engine.apply.Staging;
import dev.tidelock.engine.apply.Step;
import dev.tidelock.engine.guard.HeldBack;
import dev.tidelock.engine.guard.MassChangeGuard;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.Stat;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.scan.Capture;
import dev.tidelock.engine.shown.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Brings the disk from the shown tree to the head's tree.
final class DiskUpdate implements Recorder, DiskCheck {
  private final Stores stores;
  private final HeldBack deleted;
  private final List<Done> retold = new ArrayList<>();
  private Entry.Directory shownTree;

  /// @param stores what the workspace keeps
  /// @param deleted what is held back of what was done on the disk: it may be missing there
  DiskUpdate(Stores stores, HeldBack deleted) {
    this.stores = stores;
    this.deleted = deleted;
    this.shownTree = stores.shownTree();
  }

  /// Settles what an interrupted run left on the disk.
  static void recover(Stores stores) {
    DiskUpdate update = new DiskUpdate(stores, HeldBack.NOTHING);
    new Recovery(stores.files(), stores.parts.state(), stores.shown, update).run(update);
  }

  /// What would be done, and what the guard holds back of it.
  Wanted want(Optional<String> acceptance) {
    Entry.Directory head = stores.headTree();
    DiskPlan plan = plan(head, HeldBack.NOTHING);
    TreeMap<TreePath, Entry.Leaf> deletes = new TreeMap<>();
    plan.removes().forEach(step -> deletes.put(step.path(), step.displaced().entry()));
    TreeMap<TreePath, Entry.Leaf> rewrites = new TreeMap<>();
    for (Step step : plan.writes()) {
      if (step instanceof Step.Write write) {
        write.displaced().ifPresent(leaf -> rewrites.put(step.path(), leaf.entry()));
      }
    }
    MassChangeGuard.Verdict verdict =
        stores.incomingGuard.judge(shownTree, head, deletes, rewrites, acceptance);
    DiskPlan passed = verdict.held().isEmpty() ? plan : plan(head, verdict.held());
    return new Wanted(passed, verdict);
  }

  private DiskPlan plan(Entry.Directory head, HeldBack held) {
    retold.clear();
    InboundRules rules = new InboundRules(stores, head);
    DiskPlanner planner =
        new DiskPlanner(
            stores.shown,
            this::missing,
            this::isTaken,
            (path, directory) -> children(path, directory, rules));
    stores.trees.diff(
        shownTree,
        head,
        (path, before, after) -> {
          if (held.isEmpty()) {
            want(planner, rules, path, before, after);
          } else {
            wantBut(held, planner, rules, path, before, after);
          }
        });
    return planner.plan();
  }

  private boolean missing(TreePath path) {
    return deleted.reachesInto(path) && !path.isRoot() && isGone(path);
  }

  private boolean isGone(TreePath path) {
    try {
      return stores.files().stat(path).isEmpty();
    } catch (FileFailure _) {
      // Something else is there, or on the way: the steps find out what.
      return false;
    }
  }

  /// Whether something stands at a path, or in place of a directory above it, though nothing is
  /// shown there.
  private boolean isTaken(TreePath path) {
    try {
      return stores.files().stat(path).isPresent();
    } catch (FileFailure failure) {
      return switch (failure.reason()) {
        case NOT_DIRECTORY, LINK_ON_THE_WAY -> !hasLeafAbove(path);
        default -> false;
      };
    }
  }

  private boolean hasLeafAbove(TreePath path) {
    Optional<TreePath> above = path.parent();
    while (above.filter(it -> !it.isRoot()).isPresent()) {
      if (leafShown(above.get()).isPresent()) {
        return true;
      }
      above = above.get().parent();
    }
    return false;
  }

  /// Whether something stands at a path that the scan before passed over, because nothing is shown
  /// there, or something of another kind; or a directory that has to stay for what is in it.
  boolean isObstructed(TreePath path) {
    Optional<Shown> then = stores.shown.get(path);
    try {
      return stores
          .files()
          .stat(path)
          .filter(now ->
              now.kind() == Stat.Kind.DIRECTORY
                  || then.filter(it -> it.stat().kind() == now.kind()).isEmpty())
          .isPresent();
    } catch (FileFailure failure) {
      return switch (failure.reason()) {
        case NOT_DIRECTORY, LINK_ON_THE_WAY -> then.isEmpty();
        default -> false;
      };
    }
  }

  private void want(
      DiskPlanner planner,
      InboundRules rules,
      TreePath path,
      Optional<Entry> before,
      Optional<Entry> after) {
    if (rules.refuse(path, after.or(() -> before).orElseThrow())) {
      return;
    }
    Optional<DiskPlanner.Choice> chosen =
        after.filter(entry -> !needless(rules, path, entry)).map(entry -> choose(path, entry));
    if (before.isPresent() && chosen.filter(it -> same(before.get(), it.entry())).isPresent()) {
      retold(path, chosen.get());
      return;
    }
    planner.want(
        path,
        before,
        chosen.map(DiskPlanner.Choice::entry),
        chosen.flatMap(DiskPlanner.Choice::term));
  }

  /// Wants all of a change but what is held back, path by path.
  private void wantBut(
      HeldBack held,
      DiskPlanner planner,
      InboundRules rules,
      TreePath path,
      Optional<Entry> before,
      Optional<Entry> after) {
    if (!held.reachesInto(path)) {
      want(planner, rules, path, before, after);
      return;
    }
    if (held.contains(path) || after.isPresent()) {
      return;
    }
    if (before.orElseThrow() instanceof Entry.Directory directory) {
      stores
          .trees
          .children(directory)
          .forEach((name, entry) ->
              wantBut(
                  held, planner, rules, path.child(name), Optional.of(entry), Optional.empty()));
    }
  }

  private Map<String, DiskPlanner.Choice> children(
      TreePath path, Entry.Directory directory, InboundRules rules) {
    Map<String, DiskPlanner.Choice> children = new LinkedHashMap<>();
    stores
        .trees
        .children(directory)
        .forEach((name, entry) -> {
          TreePath child = path.child(name);
          if (!rules.refuse(child, entry) && !needless(rules, child, entry)) {
            children.put(name, choose(child, entry));
          }
        });
    return children;
  }

  /// Whether an entry is a directory that the disk does not show and that would hold nothing there.
  private boolean needless(InboundRules rules, TreePath path, Entry entry) {
    return entry instanceof Entry.Directory directory
        && !(stores.shown.get(path).orElse(null) instanceof Shown.Directory)
        && rules.hides(path, directory);
  }

  /// What the disk shall show: of a conflict, the term that it shows already, be it at another
  /// path, or the first.
  private DiskPlanner.Choice choose(TreePath path, Entry entry) {
    if (!(entry instanceof Entry.Conflict conflict)) {
      return new DiskPlanner.Choice(entry, Optional.empty());
    }
    Term term =
        leafShown(path)
            .flatMap(leaf -> shownTerm(conflict, leaf))
            .or(() -> leafShown(shownAt(path)).flatMap(leaf -> shownTerm(conflict, leaf)))
            .orElseGet(conflict::first);
    return new DiskPlanner.Choice(term.entry(), Optional.of(term.key()));
  }

  /// The term that a leaf is known as, or whose value it has.
  private static Optional<Term> shownTerm(Entry.Conflict conflict, Shown.Leaf leaf) {
    return leaf.term()
        .flatMap(conflict::term)
        .or(() ->
            conflict.terms().stream()
                .filter(each -> each.entry().sameAs(leaf.entry()))
                .findFirst());
  }

  private static boolean same(Entry before, Entry after) {
    return before instanceof Entry.Leaf && before.sameAs(after);
  }

  /// The head tells the same value with another modification time, or as the term of a conflict:
  /// the disk shows that already.
  private void retold(TreePath path, DiskPlanner.Choice chosen) {
    leafShown(path)
        .map(now ->
            new Shown.Leaf((Entry.Leaf) chosen.entry(), now.stat(), now.trust(), chosen.term()))
        .ifPresent(leaf -> retold.add(new Done.Stands(path, leaf)));
  }

  /// Where the disk shows what the head has at `path`.
  private TreePath shownAt(TreePath path) {
    return Renames.of(stores.state.lag()).inverted().apply(path);
  }

  private Optional<Shown.Leaf> leafShown(TreePath path) {
    return stores.shown.get(path).filter(Shown.Leaf.class::isInstance).map(Shown.Leaf.class::cast);
  }

  /// Does what is wanted.
  Applied apply(Wanted wanted, Progress progress) {
    DiskPlan plan = wanted.plan();
    progress.phase(Progress.Phase.APPLY, plan.writes().size(), bytes(plan));
    if (!retold.isEmpty()) {
      record(List.copyOf(retold), _ -> {});
    }
    Staging staging =
        new Staging(
            stores.files(),
            stores.contents,
            stores.parts.randomness(),
            Stores.STAGING,
            step -> progress.advanced(1, bytes(step), step.path().toString()));
    Applier applier =
        new Applier(
            stores.files(), stores.parts.state(), stores.shown, staging, stores.trash, this, this);
    Entry.Directory before = shownTree;
    Applied applied = plan.isEmpty() ? new Applied(0, List.of(), List.of()) : applier.apply(plan);
    finish(wanted, applied, before);
    return applied;
  }

  private static long bytes(DiskPlan plan) {
    return plan.writes().stream().mapToLong(DiskUpdate::bytes).sum();
  }

  private static long bytes(Step step) {
    return step instanceof Step.Write write && write.entry() instanceof Entry.File file
        ? file.size()
        : 0;
  }

  private void finish(Wanted wanted, Applied applied, Entry.Directory shownBefore) {
    boolean spent = wanted.verdict().spent();
    boolean whole =
        wanted.verdict().held().isEmpty()
            && applied.disturbed().isEmpty()
            && applied.problems().isEmpty();
    List<Rename> before = stores.state.lag();
    List<Rename> lag = whole ? List.of() : remaining(before, shownBefore);
    if (!spent && lag.equals(before) && stores.incomingHistory.stands(shownTree)) {
      return;
    }
    stores.state.write(batch -> {
      if (spent) {
        stores.incomingHistory.restart(batch, shownTree);
      } else {
        stores.incomingHistory.record(batch, shownTree);
      }
      stores.state.lag(batch, lag);
    });
  }

  /// The pairs that the disk has yet to follow: what is to move still stands where it stood. Where
  /// things changed places each path shows something afterwards, too, but something else.
  private List<Rename> remaining(List<Rename> lag, Entry.Directory shownBefore) {
    Entry.Directory head = stores.headTree();
    return lag.stream()
        .filter(pair -> stands(pair.from(), shownBefore))
        .filter(pair -> !shows(pair.from(), head) && !shows(pair.to(), head))
        .toList();
  }

  /// Whether the disk shows at a path what it showed before, be it a directory with other contents.
  private boolean stands(TreePath path, Entry.Directory before) {
    Optional<Entry> then = stores.trees.find(before, path);
    Optional<Entry> now = stores.trees.find(shownTree, path);
    return now.isPresent()
        && then.isPresent()
        && (now.get() instanceof Entry.Directory && then.get() instanceof Entry.Directory
            || now.get().sameAs(then.get()));
  }

  /// Whether the disk shows at a path what a tree has there.
  private boolean shows(TreePath path, Entry.Directory tree) {
    Optional<Entry> wanted = stores.trees.find(tree, path);
    Optional<Entry> now = stores.trees.find(shownTree, path);
    return now.isPresent() && wanted.filter(now.get()::sameAs).isPresent();
  }

  /// Whether a path shows a value, by reading it.
  @Override
  public boolean shows(TreePath path, Entry.Leaf expected) {
    return switch (expected) {
      case Entry.Link link ->
          stores
              .files()
              .stat(path)
              .filter(stat -> stat.kind() == Stat.Kind.LINK)
              .map(_ -> stores.files().readLink(path).equals(link.text()))
              .orElse(false);
      case Entry.File file ->
          stores.namer.read(path) instanceof Capture.Taken taken
              && stores.bits.judged(taken.entry(), Optional.of(file)).sameAs(file);
    };
  }

  @Override
  public boolean replaceable(TreePath path) {
    return stores.disk.databases().replaceable(path);
  }

  @Override
  public boolean placeable(TreePath path) {
    return stores.disk.databases().placeable(path);
  }

  @Override
  public void record(List<Done> done, Consumer<StateStore.Batch> more) {
    TreeEditor editor = stores.trees.edit(shownTree);
    for (Done each : done) {
      note(editor, each);
    }
    Entry.Directory next = editor.write();
    stores.keep(batch -> {
      done.forEach(each -> remember(batch, each));
      stores.state.shown(batch, next);
      more.accept(batch);
    });
    shownTree = next;
  }

  private static void note(TreeEditor editor, Done done) {
    switch (done) {
      case Done.Stands stands -> {
        switch (stands.shown()) {
          case Shown.Leaf leaf -> editor.put(stands.path(), leaf.entry());
          case Shown.Directory _ -> editor.putDirectory(stands.path());
        }
      }
      case Done.Gone gone -> editor.take(gone.path());
      case Done.Moved moved ->
          editor.take(moved.from()).ifPresent(entry -> editor.put(moved.to(), entry));
    }
  }

  private void remember(StateStore.Batch batch, Done done) {
    switch (done) {
      case Done.Stands stands -> {
        stores.shown.put(batch, stands.path(), stands.shown());
        if (stands.shown() instanceof Shown.Leaf leaf
            && leaf.entry() instanceof Entry.File file
            && file.content() instanceof Content.Sequence sequence) {
          stores.large.shownAt(batch, sequence.root(), stands.path());
        }
      }
      case Done.Gone gone -> {
        // In a directory that is left over are at most others that are.
        gone.leftOver()
            .ifPresentOrElse(
                left -> stores.shown.put(batch, gone.path(), left),
                () -> stores.shown.removeTree(batch, gone.path()));
      }
      case Done.Moved moved -> {
        stores.shown.move(batch, List.of(new Rename(moved.from(), moved.to())));
        stores.shown.put(batch, moved.to(), moved.shown());
        relocate(batch, moved);
      }
    }
  }

  /// Large contents follow the move.
  private void relocate(StateStore.Batch batch, Done.Moved moved) {
    List<Map.Entry<TreePath, Shown>> all = new ArrayList<>();
    stores.shown.get(moved.from()).ifPresent(shown -> all.add(Map.entry(moved.from(), shown)));
    stores.shown.below(moved.from(), (path, shown) -> all.add(Map.entry(path, shown)));
    for (Map.Entry<TreePath, Shown> each : all) {
      if (each.getValue() instanceof Shown.Leaf leaf
          && leaf.entry() instanceof Entry.File file
          && file.content() instanceof Content.Sequence sequence) {
        stores.large.shownAt(
            batch, sequence.root(), each.getKey().rebase(moved.from(), moved.to()));
      }
    }
  }

  /// What to do to the disk.
  ///
  /// @param plan the steps
  /// @param verdict what the guard says
  record Wanted(DiskPlan plan, MassChangeGuard.Verdict verdict) {}
}
