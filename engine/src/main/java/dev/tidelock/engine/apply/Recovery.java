package dev.tidelock.engine.apply;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Stat;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.shown.Shown;
import dev.tidelock.engine.shown.ShownIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Settles what an interrupted run had announced: what is done is recorded, what is not is left to
/// be done again. What is neither is an edit of the user's, and the next scan finds it.
public final class Recovery {
  private final FileSystem files;
  private final StateStore state;
  private final ShownIndex shown;
  private final DiskCheck check;

  /// @param files the disk
  /// @param state where intents stand
  /// @param shown what the disk showed
  /// @param check looks closely
  public Recovery(FileSystem files, StateStore state, ShownIndex shown, DiskCheck check) {
    this.files = files;
    this.state = state;
    this.shown = shown;
    this.check = check;
  }

  /// Settles all open intents, if there are any.
  public void run(Recorder recorder) {
    List<Intents.Intent> open = Intents.open(state);
    if (open.isEmpty()) {
      return;
    }
    List<Done> done = new ArrayList<>();
    List<TreePath> touched = new ArrayList<>();
    for (Intents.Intent intent : open) {
      try {
        settle(intent).ifPresent(done::add);
        touched.add(intent.path());
        if (intent instanceof Intents.Intent.ToMove move) {
          touched.add(move.to());
        }
      } catch (FileFailure failure) {
        if (failure.reason() != FileFailure.Reason.DENIED) {
          throw failure;
        }
        unseen(intent).ifPresent(done::add);
      }
    }
    // What is seen may be in the machine's memory only: a record of it must not outlive it.
    files.barrier(touched);
    recorder.record(done, Intents::clear);
  }

  /// Forgets in `batch` what was announced, for a state that counts as lost.
  public static void forget(StateStore.Batch batch) {
    Intents.clear(batch);
  }

  /// What may not be looked at holds nothing up. Where a file was to be put in another's place the
  /// path may be empty for now, and that must not count as a deletion once it can be seen.
  private Optional<Done> unseen(Intents.Intent intent) {
    return intent instanceof Intents.Intent.ToWrite && shown.get(intent.path()).isPresent()
        ? Optional.of(new Done.Gone(intent.path(), Optional.empty()))
        : Optional.empty();
  }

  private Optional<Done> settle(Intents.Intent intent) {
    Optional<Stat> now = files.standing(intent.path());
    return switch (intent) {
      case Intents.Intent.ToRemove remove ->
          now.isEmpty()
              ? Optional.of(new Done.Gone(remove.path(), Optional.empty()))
              : Optional.empty();
      case Intents.Intent.ToWrite write -> written(write, now);
      case Intents.Intent.ToMove move -> moved(move, now);
      case Intents.Intent.ToMake make ->
          now.filter(stat -> stat.kind() == Stat.Kind.DIRECTORY)
              .map(stat -> new Done.Stands(make.path(), made(stat)));
    };
  }

  private Shown.Directory made(Stat stat) {
    long root = files.stat(TreePath.ROOT).map(Stat::volume).orElse(stat.volume());
    return new Shown.Directory(stat, Shown.Standing.TRACKED, stat.volume() != root);
  }

  private Optional<Done> written(Intents.Intent.ToWrite write, Optional<Stat> now) {
    if (now.isEmpty()) {
      return shown.get(write.path()).isPresent()
          ? Optional.of(new Done.Gone(write.path(), Optional.empty()))
          : Optional.empty();
    }
    if (!check.shows(write.path(), write.wanted())) {
      return Optional.empty();
    }
    Shown.Leaf leaf = new Shown.Leaf(write.wanted(), now.get(), Shown.Trust.RACY, write.term());
    return Optional.of(new Done.Stands(write.path(), leaf));
  }

  private Optional<Done> moved(Intents.Intent.ToMove move, Optional<Stat> from) {
    Optional<Shown> before = shown.get(move.path());
    Optional<Stat> to = files.standing(move.to());
    if (from.isPresent() || before.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    if (to.get().inode() != before.get().stat().inode()) {
      return Optional.empty();
    }
    Shown after =
        switch (before.get()) {
          case Shown.Leaf leaf -> leaf.at(to.get(), Shown.Trust.RACY).as(move.term());
          case Shown.Directory directory ->
              new Shown.Directory(to.get(), directory.standing(), directory.elsewhere());
        };
    return Optional.of(new Done.Moved(move.path(), move.to(), after));
  }
}
