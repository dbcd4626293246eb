package dev.tidelock.engine.sync;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.commit.Commit;
import dev.tidelock.core.content.ContentMerger;
import dev.tidelock.core.content.MergeOutcome;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.Term;
import dev.tidelock.core.tree.TermKey;
import dev.tidelock.core.tree.TreeEditor;
import dev.tidelock.engine.apply.Applied;
import dev.tidelock.engine.guard.HeldBack;
import dev.tidelock.engine.shown.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lists conflicts and ends them.
final class Resolving {
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
    LocalWork work = new LocalWork(stores);
    work.keep(work.find(SyncRequest.usual(), Progress.NONE), "");
    keepLarge(conflict.path());
    TreeEditor editor = stores.trees.edit(stores.headTree());
    Optional<Entry.Leaf> chosen = chosen(conflict, decision);
    chosen.ifPresentOrElse(
        leaf -> editor.put(conflict.path(), leaf), () -> editor.take(conflict.path()));
    ObjectId head = stores.state.head().orElseThrow();
    ObjectId commit =
        new Commits(stores)
            .make(
                editor.write(),
                List.of(head),
                List.of(List.of()),
                List.of(),
                Commit.Kind.RESOLVE,
                "Resolve " + conflict.path());
    stores.objects.local().flush();
    stores.state.write(batch -> stores.state.head(batch, commit, WorkspaceState.Standing.PENDING));
    DiskUpdate update = new DiskUpdate(stores, HeldBack.NOTHING);
    Applied applied = update.apply(update.want(Optional.empty()), Progress.NONE);
    return new Resolution(commit, applied.problems());
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

  private Optional<Entry.Leaf> chosen(OpenConflict conflict, Decision decision) {
    return switch (decision) {
      case Decision.Remove _ -> Optional.empty();
      case Decision.TakeTerm take ->
          Optional.of(
              conflict
                  .conflict()
                  .term(take.term())
                  .map(Term::entry)
                  .orElseThrow(() -> new IllegalArgumentException("no such term: " + take.term())));
      case Decision.UseBytes use -> {
        boolean executable =
            conflict.terms().stream()
                .anyMatch(term -> term.entry() instanceof Entry.File file && file.executable());
        long now = stores.parts.clock().wallMillis() * 1_000_000;
        yield Optional.of(
            new Entry.File(
                executable, use.content().size(), now, stores.contents.write(use.content())));
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
