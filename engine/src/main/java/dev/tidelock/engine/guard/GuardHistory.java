package dev.tidelock.engine.guard;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.port.Clock;
import dev.tidelock.engine.port.StateStore;
import java.util.List;
import java.util.Optional;

/// The trees of the last minutes, against which mass changes of files are counted; see
/// [RootHistory].
public final class GuardHistory {
  private final RootHistory roots;

  /// @param state where the trees are remembered
  /// @param clock tells their age
  /// @param side which side of the sync is guarded
  public GuardHistory(StateStore state, Clock clock, Side side) {
    roots = new RootHistory(state, clock, Bytes.utf8("guard/" + side));
  }

  /// The newest tree at least ten minutes old; with none old enough, the oldest.
  public Optional<Entry.Directory> reference() {
    return roots.reference().map(GuardHistory::tree);
  }

  /// Every tree that may yet be a reference.
  public List<Entry.Directory> trees() {
    return roots.roots().stream().map(GuardHistory::tree).toList();
  }

  /// Whether the guarded side is known to be at `tree`: then there is nothing to record.
  public boolean stands(Entry.Directory tree) {
    return roots.stands(root(tree));
  }

  /// Remembers in `batch` that the guarded side is now at `tree`.
  public void record(StateStore.Batch batch, Entry.Directory tree) {
    roots.record(batch, root(tree));
  }

  /// Forgets in `batch` what was before `tree`: it is the new beginning.
  public void restart(StateStore.Batch batch, Entry.Directory tree) {
    roots.restart(batch, root(tree));
  }

  private static RootHistory.Root root(Entry.Directory tree) {
    return new RootHistory.Root(tree.root(), tree.summary());
  }

  private static Entry.Directory tree(RootHistory.Root root) {
    return new Entry.Directory(root.id(), root.summary());
  }

  /// Which way changes flow past a guard.
  public enum Side {
    /// From the disk into the project.
    OUTGOING,
    /// From the project onto the disk.
    INCOMING
  }
}
