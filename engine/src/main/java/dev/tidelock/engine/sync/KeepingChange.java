package dev.tidelock.engine.sync;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.Term;
import java.util.List;
import java.util.stream.Stream;

/// What is to be done when a workspace keeps other contents than before: its last remote was
/// removed, so that from now on no other place has the large ones, and those that the disk shows
/// are copied into the store before anybody changes them.
final class KeepingChange {
  private final Stores stores;

  KeepingChange(Stores stores) {
    this.stores = stores;
  }

  /// Brings the store to what is to be kept, once.
  void follow() {
    Keeping now = stores.parts.keeping();
    if (stores.state.keeping().filter(now::equals).isPresent()) {
      return;
    }
    if (now == Keeping.EVERYTHING) {
      for (Entry.Directory tree : List.of(stores.shownTree(), stores.headTree())) {
        stores.trees.below(TreePath.ROOT, tree, (_, entry) -> keep(entry));
      }
      stores.objects.local().flush();
    }
    stores.state.write(batch -> stores.state.keeping(batch, now));
  }

  private void keep(Entry entry) {
    Stream<Entry.Leaf> values =
        switch (entry) {
          case Entry.Leaf leaf -> Stream.of(leaf);
          case Entry.Conflict conflict -> conflict.terms().stream().map(Term::entry);
          case Entry.Directory _ -> Stream.of();
        };
    values
        .filter(Entry.File.class::isInstance)
        .map(Entry.File.class::cast)
        .forEach(stores.contents::keep);
  }
}
