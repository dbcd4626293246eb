package dev.tidelock.engine.sync;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.commit.Commit;
import dev.tidelock.core.content.ContentMerger;
import dev.tidelock.core.content.MergeOutcome;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.tree.DeviceId;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.Term;
import dev.tidelock.core.tree.TermKey;
import dev.tidelock.core.tree.TreeEditor;
import dev.tidelock.engine.apply.Applied;
import dev.tidelock.engine.guard.HeldBack;
import dev.tidelock.engine.shown.Shown;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Lists conflicts and ends them.
final class Resolving {
  private static final int ATTEMPTS = 3;

  private final Stores stores;

  Resolving(Stores stores) {
    this.stores = stores;
  }

  List<OpenConflict> open() {
    List<OpenConflict> open = new ArrayList<>();
    Conflicts.in(stores.trees, stores.headTree())
        .forEach((path, conflict) -> open.add(new OpenConflict(path, conflict, mine(path))));
    return open;
  }

  private Optional<TermKey> mine(TreePath path) {
    return stores
        .shown
        .get(path)
        .filter(Shown.Leaf.class::isInstance)
        .map(Shown.Leaf.class::cast)
        .flatMap(Shown.Leaf::term);
  }

  /// Ends a conflict by a commit on top of what the disk shows now, and brings the disk there.
  Resolution resolve(OpenConflict conflict, Decision decision) {
    DiskUpdate.recover(stores);
    keepWork();
    keepLarge(conflict.path());
    TreeEditor editor = stores.trees.edit(stores.headTree());
    outcome(conflict, decision)
        .ifPresentOrElse(
            entry -> editor.put(conflict.path(), entry), () -> editor.take(conflict.path()));
    ObjectId head = stores.state.head().orElseThrow();
    ObjectId commit =
        new Commits(stores)
            .make(
                stores.headState().withFiles(editor.write()),
                List.of(head),
                List.of(List.of()),
                List.of(),
                Commit.Kind.RESOLVE,
                "Resolve " + conflict.path());
    stores.keep(batch -> stores.state.head(batch, commit, WorkspaceState.Standing.PENDING));
    DiskUpdate update = new DiskUpdate(stores, HeldBack.NOTHING);
    Applied applied = update.apply(update.want(Optional.empty()), Progress.NONE);
    return new Resolution(commit, applied.problems());
  }

  /// Makes the disk's state the head, with all its large contents in the store: the resolution
  /// names that head as its parent, so it is made anew no more, whatever becomes of the disk.
  void keepWork() {
    boolean moving = true;
    for (int attempt = 0; moving && attempt < ATTEMPTS; attempt++) {
      LocalWork work = new LocalWork(stores);
      work.keep(work.find(SyncRequest.usual(), Progress.NONE), TableWork.Found.unseen(stores), "");
      moving = !isKept(stores.state.head().orElseThrow());
    }
  }

  /// Whether the large contents of a head that is not sent yet are all in the store.
  private boolean isKept(ObjectId head) {
    if (stores.state.standing() != WorkspaceState.Standing.PENDING) {
      return true;
    }
    List<ObjectId> parents = stores.history.commit(head).parents();
    Entry.Directory before =
        parents.isEmpty() ? stores.trees.empty() : stores.history.tree(parents.getFirst());
    try {
      ContentPart.keepLacking(stores, stores.history.tree(head), before);
      return true;
    } catch (ContentGoneException _) {
      return false;
    }
  }

  /// The disk is about to show something else, and no remote may have what it shows now.
  private void keepLarge(TreePath path) {
    if (stores.trees.find(stores.headTree(), path).orElse(null)
        instanceof Entry.Conflict conflict) {
      for (Term term : conflict.terms()) {
        if (term.entry() instanceof Entry.File file) {
          stores.contents.keep(file);
        }
      }
    }
  }

  /// What stands at the path of a conflict once it was decided. A version that whoever decided did
  /// not see stays beside the chosen one; one that was edited since, and is chosen, is so as it is
  /// now; and where nothing is in conflict any more there is nothing to choose from.
  private Optional<Entry> outcome(OpenConflict seen, Decision decision) {
    Optional<Entry> now = stores.trees.find(stores.headTree(), seen.path());
    Optional<Entry.Conflict> open =
        now.filter(Entry.Conflict.class::isInstance).map(Entry.Conflict.class::cast);
    if (open.isEmpty() && decision instanceof Decision.TakeTerm) {
      return now;
    }
    Entry.Conflict current = open.orElse(seen.conflict());
    Optional<Term> chosen = chosen(seen, current, decision);
    List<Term> left = new ArrayList<>(current.terms());
    left.removeIf(term -> seen.conflict().term(term.key()).isPresent());
    left.removeIf(term -> chosen.filter(it -> same(it, term)).isPresent());
    chosen.ifPresent(left::add);
    left.sort(Comparator.comparing(Term::key));
    return switch (left.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(left.getFirst().entry());
      default -> Optional.of(new Entry.Conflict(current.base(), current.baseIsWeak(), left));
    };
  }

  private static boolean same(Term one, Term other) {
    return one.key().equals(other.key()) || one.entry().sameAs(other.entry());
  }

  private Optional<Term> chosen(OpenConflict seen, Entry.Conflict current, Decision decision) {
    return switch (decision) {
      case Decision.Remove _ -> Optional.empty();
      case Decision.TakeTerm take ->
          Optional.of(
              current
                  .term(take.term())
                  .or(() -> seen.conflict().term(take.term()))
                  .orElseThrow(() -> new IllegalArgumentException("no such term: " + take.term())));
      case Decision.UseBytes use -> {
        boolean executable =
            seen.terms().stream()
                .anyMatch(term -> term.entry() instanceof Entry.File file && file.executable());
        long now = stores.parts.clock().wallMillis();
        Entry.File file =
            new Entry.File(
                executable,
                use.content().size(),
                now * 1_000_000,
                stores.contents.write(use.content()));
        DeviceId device = stores.parts.identity().device();
        yield Optional.of(
            new Term(
                TermKey.of(device, file), file, stores.parts.identity().author(), device, now));
      }
    };
  }

  /// Merges the values one after the other into the first.
  MergeOutcome merge(OpenConflict conflict) {
    ContentMerger merger = stores.parts.mergers().apply(conflict.path().name());
    Optional<Bytes> base =
        conflict.base().isEmpty() ? Optional.of(Bytes.empty()) : bytes(conflict.base().get());
    Optional<Bytes> merged = bytes(conflict.terms().getFirst().entry());
    for (Term term : conflict.terms().subList(1, conflict.terms().size())) {
      Optional<Bytes> next = bytes(term.entry());
      if (base.isEmpty() || merged.isEmpty() || next.isEmpty()) {
        return new MergeOutcome.Conflicting("a version is too large, or not at hand");
      }
      MergeOutcome outcome = merger.merge(base.get(), merged.get(), next.get());
      if (!(outcome instanceof MergeOutcome.Merged done)) {
        return outcome;
      }
      merged = Optional.of(done.content());
    }
    return new MergeOutcome.Merged(merged.orElseThrow());
  }

  private Optional<Bytes> bytes(Entry.Leaf leaf) {
    return leaf instanceof Entry.File file ? stores.contents.read(file) : Optional.empty();
  }
}
