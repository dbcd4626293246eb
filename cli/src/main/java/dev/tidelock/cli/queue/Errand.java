package dev.tidelock.cli.queue;

import dev.tidelock.engine.sync.Direction;
import dev.tidelock.workspace.queue.QueuedTask;
import dev.tidelock.workspace.queue.QueuedTask.Operation;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What a command is about to do, as far as a queue is concerned.
///
/// @param task what is tried again if it fails for something that may pass; nothing for what was
///   asked for this one time
/// @param covers the kinds of operation whose work is done if it goes well
/// @param tables for which tables, each as `DATABASE.TABLE`; none for all there is
public record Errand(Optional<QueuedTask> task, Set<Operation> covers, Set<String> tables) {
  public Errand {
    covers = Set.copyOf(covers);
    tables = Set.copyOf(tables);
  }

  /// A sync as the settings have it.
  ///
  /// @param direction which way the settings have it
  public static Errand sync(Direction direction) {
    return new Errand(
        Optional.of(QueuedTask.of(Operation.SYNC, Set.of())),
        covered(direction, Set.of(Operation.SYNC)),
        Set.of());
  }

  /// A sync as a person wants it this one time.
  public static Errand onceOnly(Direction direction) {
    Set<Operation> both = direction == Direction.BOTH ? Set.of(Operation.SYNC) : Set.of();
    return new Errand(Optional.empty(), covered(direction, both), Set.of());
  }

  /// A task about rows.
  public static Errand of(QueuedTask task) {
    Set<Operation> covers =
        task.operation() == Operation.SYNC
            ? EnumSet.allOf(Operation.class)
            : Set.of(task.operation());
    return new Errand(Optional.of(task), covers, task.tables());
  }

  /// Writing over rows here, which nobody does again by himself.
  public static Errand replace(Collection<String> tables) {
    return new Errand(Optional.empty(), Set.of(Operation.HYDRATE), new TreeSet<>(tables));
  }

  private static Set<Operation> covered(Direction direction, Set<Operation> more) {
    Set<Operation> covered = EnumSet.noneOf(Operation.class);
    covered.addAll(more);
    if (direction != Direction.DOWN) {
      covered.add(Operation.SEED);
    }
    if (direction != Direction.UP) {
      covered.add(Operation.HYDRATE);
    }
    return covered;
  }
}
