package dev.tidelock.engine.apply;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.TermKey;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Stat;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.scan.Problem;
import dev.tidelock.engine.scan.Settling;
import dev.tidelock.engine.shown.Shown;
import dev.tidelock.engine.shown.ShownIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// Brings the disk to a plan, in batches. In each: stage new files beside the tree; one barrier;
/// announce; displace and rename; one barrier; record. After a crash at any point every path is old
/// or new, and what is new is recorded or announced. A path that somebody changed meanwhile is left
/// as they left it. Used once, by one thread.
public final class Applier {
  private static final int BATCH_FILES = 2000;
  private static final long BATCH_BYTES = 256L << 20;

  private final FileSystem files;
  private final StateStore state;
  private final ShownIndex shown;
  private final Staging staging;
  private final Trash trash;
  private final Recorder recorder;
  private final Displacement displacement;

  private final List<TreePath> disturbed = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Map<TreePath, Boolean> otherVolume = new HashMap<>();
  private long changed;

  /// @param files the disk
  /// @param state where intents stand
  /// @param shown what the disk shows
  /// @param staging builds files
  /// @param trash takes what is displaced
  /// @param recorder remembers what is done
  /// @param check looks closely
  public Applier(
      FileSystem files,
      StateStore state,
      ShownIndex shown,
      Staging staging,
      Trash trash,
      Recorder recorder,
      DiskCheck check) {
    this.files = files;
    this.state = state;
    this.shown = shown;
    this.staging = staging;
    this.trash = trash;
    this.recorder = recorder;
    this.displacement = new Displacement(files, check);
  }

  /// Does what a plan says.
  public Applied apply(DiskPlan plan) {
    inBatches(plan.removes(), _ -> 0, this::remove);
    inBatches(plan.makes(), _ -> 0, this::make);
    inBatches(plan.moves(), _ -> 0, this::move);
    inBatches(plan.emptied(), _ -> 0, this::removeEmptied);
    inBatches(plan.writes(), Applier::weight, this::write);
    return new Applied(changed, disturbed, problems);
  }

  private void remove(List<Step.Remove> steps) {
    Map<TreePath, TreePath> places =
        announce(steps, (batch, step) -> Intents.announceRemove(batch, step.path()), _ -> true);
    List<Done> done = new ArrayList<>();
    for (Step.Remove step : steps) {
      attempt(
          step,
          () -> {
            Displacement.Result result =
                displacement.remove(step.path(), step.displaced(), place(places, step));
            if (settle(step, result)) {
              done.add(new Done.Gone(step.path(), Optional.empty()));
            }
          });
    }
    finish(done, places.values().stream().toList());
  }

  private void make(List<Step.MakeDirectory> steps) {
    state.write(batch -> steps.forEach(step -> Intents.announceMake(batch, step.path())));
    List<Done> done = new ArrayList<>();
    for (Step.MakeDirectory step : steps) {
      attempt(
          step,
          () -> {
            if (makeDirectory(step.path())) {
              done.add(new Done.Stands(step.path(), directory(step.path())));
            } else {
              disturbed.add(step.path());
            }
          });
    }
    finish(done, List.of());
  }

  private boolean makeDirectory(TreePath path) {
    try {
      files.makeDirectory(path);
      return true;
    } catch (FileFailure failure) {
      if (failure.reason() != FileFailure.Reason.EXISTS) {
        throw failure;
      }
      return files.stat(path).filter(stat -> stat.kind() == Stat.Kind.DIRECTORY).isPresent();
    }
  }

  private void move(List<Step.Move> steps) {
    state.write(batch ->
        steps.forEach(step -> Intents.announceMove(batch, step.from(), step.path(), term(step))));
    List<Done> done = new ArrayList<>();
    for (Step.Move step : steps) {
      attempt(
          step,
          () -> {
            if (settle(step, moveOne(step))) {
              done.add(new Done.Moved(step.from(), step.path(), movedShown(step)));
            }
          });
    }
    finish(done, List.of());
  }

  private static Optional<TermKey> term(Step.Move step) {
    return step.moved() instanceof Shown.Leaf leaf ? leaf.term() : Optional.empty();
  }

  private Displacement.Result moveOne(Step.Move step) {
    boolean there =
        switch (step.moved()) {
          case Shown.Leaf leaf -> displacement.undisturbed(step.from(), leaf).isPresent();
          case Shown.Directory directory ->
              files
                  .stat(step.from())
                  .filter(now -> now.inode() == directory.stat().inode())
                  .isPresent();
        };
    return there ? displacement.place(step.path(), step.from()) : Displacement.Result.DISTURBED;
  }

  private Shown movedShown(Step.Move step) {
    return switch (step.moved()) {
      case Shown.Directory _ -> directory(step.path());
      case Shown.Leaf leaf ->
          files.standing(step.path()).map(now -> leaf.at(now, Shown.Trust.RACY)).orElse(leaf);
    };
  }

  private void removeEmptied(List<Step.RemoveDirectory> steps) {
    List<Done> done = new ArrayList<>();
    for (Step.RemoveDirectory step : steps) {
      attempt(
          step,
          () -> {
            if (removeWithLeftOvers(step.path(), done)) {
              done.add(new Done.Gone(step.path(), Optional.empty()));
            } else {
              leftOver(step.path()).ifPresent(done::add);
            }
          });
      // A directory below must be recorded before its parent is asked what it still holds.
      finish(List.copyOf(done), List.of());
      done.clear();
    }
  }

  /// Removes a directory, and what was left over in it before and is empty by now; whether it is
  /// gone.
  private boolean removeWithLeftOvers(TreePath path, List<Done> done) {
    if (removeDirectory(path)) {
      return true;
    }
    boolean less = false;
    for (Map.Entry<String, Shown> child : shown.children(path).entrySet()) {
      TreePath below = path.child(child.getKey());
      if (isLeftOver(child.getValue()) && removeWithLeftOvers(below, done)) {
        done.add(new Done.Gone(below, Optional.empty()));
        less = true;
      }
    }
    return less && removeDirectory(path);
  }

  /// Whether a directory is gone now, because nothing was in it or it was gone before.
  private boolean removeDirectory(TreePath path) {
    try {
      files.removeDirectory(path);
      return true;
    } catch (FileFailure failure) {
      return switch (failure.reason()) {
        case MISSING -> true;
        case NOT_EMPTY -> false;
        default -> throw failure;
      };
    }
  }

  private static boolean isLeftOver(Shown shown) {
    return shown instanceof Shown.Directory directory
        && directory.standing() == Shown.Standing.LEFT_OVER;
  }

  /// What is left in a directory is none of the project's, unless a step before left it there.
  private Optional<Done> leftOver(TreePath path) {
    return shown.children(path).values().stream().allMatch(Applier::isLeftOver)
        ? Optional.of(new Done.Gone(path, Optional.of(directory(path, Shown.Standing.LEFT_OVER))))
        : Optional.empty();
  }

  private void write(List<Step> steps) {
    List<Step.Write> staged = staging.stage(steps, this::failed);
    Map<TreePath, TreePath> places =
        announce(
            staged,
            (batch, step) -> Intents.announceWrite(batch, step.path(), step.entry(), step.term()),
            step -> step.displaced().isPresent());
    List<TreePath> touched = new ArrayList<>(places.values());
    List<Step> done = new ArrayList<>();
    for (Step.Write step : staged) {
      attempt(
          step,
          () -> {
            if (settle(step, writeOne(step, places))) {
              done.add(step);
            }
          });
    }
    for (Step step : steps) {
      if (step instanceof Step.SetAttributes attributes) {
        attempt(step, () -> setAttributes(attributes, done));
      }
    }
    staging.discard();
    done.forEach(step -> touched.add(step.path()));
    files.barrier(touched);
    Settling settling = staging.settling();
    List<Done> records = new ArrayList<>();
    done.forEach(step -> records.add(new Done.Stands(step.path(), leaf(step, settling))));
    recorder.record(records, Intents::clear);
  }

  private Displacement.Result writeOne(Step.Write step, Map<TreePath, TreePath> places) {
    if (shown.get(step.path()).filter(Applier::isLeftOver).isPresent()) {
      throw new FileFailure(
          FileFailure.Reason.EXISTS,
          step.path(),
          "a directory is in the way; what is left in it is not synced");
    }
    TreePath file = staging.fileOf(step);
    return step.displaced()
        .map(leaf -> displacement.replace(step.path(), leaf, file, place(places, step)))
        .orElseGet(() -> displacement.place(step.path(), file));
  }

  private void setAttributes(Step.SetAttributes step, List<Step> done) {
    if (displacement.undisturbed(step.path(), step.before()).isEmpty()) {
      disturbed.add(step.path());
      return;
    }
    files.setAttributes(
        step.path(), new FileSystem.Attributes(step.entry().executable(), step.entry().mtime()));
    changed++;
    done.add(step);
  }

  /// What stands at a path that a step wrote. It is trusted only if it is what the step left.
  private Shown.Leaf leaf(Step step, Settling settling) {
    Stat now = files.standing(step.path()).orElse(GONE);
    return switch (step) {
      case Step.Write write -> {
        // Whoever wrote since the rename left another time, even where the size is the same.
        boolean asLeft =
            write.entry() instanceof Entry.File file
                && now.kind() == Stat.Kind.FILE
                && now.size() == file.size()
                && now.mtime() == file.mtime();
        Shown.Trust trust = asLeft ? settling.of(now) : Shown.Trust.RACY;
        yield new Shown.Leaf(write.entry(), now, trust, write.term());
      }
      case Step.SetAttributes attributes ->
          new Shown.Leaf(attributes.entry(), now, Shown.Trust.RACY, attributes.before().term());
      default -> throw new IllegalStateException("not a step that writes: " + step);
    };
  }

  private static final Stat GONE =
      new Stat(Stat.Kind.FILE, -1, 0, 0, 0, OptionalLong.empty(), 0, false, false);

  /// Announces steps, and finds a place in the trash for what they displace.
  private <S extends Step> Map<TreePath, TreePath> announce(
      List<S> steps, BiConsumer<StateStore.Batch, S> intent, Predicate<S> displaces) {
    Map<TreePath, TreePath> places = new HashMap<>();
    long now = trash.now();
    state.write(batch -> {
      for (S step : steps) {
        intent.accept(batch, step);
        if (displaces.test(step)) {
          places.put(step.path(), trash.place(batch, step.path(), now));
        }
      }
    });
    return places;
  }

  private static TreePath place(Map<TreePath, TreePath> places, Step step) {
    TreePath place = places.get(step.path());
    if (place == null) {
      throw new IllegalStateException("not announced: " + step.path());
    }
    return place;
  }

  private void finish(List<Done> done, List<TreePath> more) {
    List<TreePath> touched = new ArrayList<>(more);
    for (Done each : done) {
      switch (each) {
        case Done.Stands stands -> touched.add(stands.path());
        case Done.Gone gone -> touched.add(gone.path());
        case Done.Moved moved -> {
          touched.add(moved.from());
          touched.add(moved.to());
        }
      }
    }
    files.barrier(touched);
    recorder.record(done, Intents::clear);
  }

  private boolean settle(Step step, Displacement.Result result) {
    if (result == Displacement.Result.DISTURBED) {
      disturbed.add(step.path());
      return false;
    }
    changed++;
    return true;
  }

  /// One path that fails holds up no other, unless the disk as a whole does.
  private void attempt(Step step, Runnable action) {
    try {
      if (isOnOtherVolume(step)) {
        failed(step, "another volume was here before");
      } else {
        action.run();
      }
    } catch (FileFailure failure) {
      switch (failure.reason()) {
        case NO_SPACE -> throw failure;
        // Somebody took a directory away, or put something in its place: the next scan finds it.
        case MISSING, NOT_DIRECTORY, LINK_ON_THE_WAY -> disturbed.add(step.path());
        default -> failed(step, failure.getMessage());
      }
    } catch (MissingObjectException missing) {
      failed(step, missing.getMessage());
    }
  }

  /// Whether a step would change another volume than the one that was looked at: the place where
  /// one is mounted at other times, or one that hides what was shown. What is put there is out of
  /// sight as soon as all is as it was, and that would look like a deletion.
  private boolean isOnOtherVolume(Step step) {
    return step instanceof Step.RemoveDirectory
        ? isOnOtherVolume(step.path())
        : isOnOtherVolume(step.path().parent().orElseThrow());
  }

  private boolean isOnOtherVolume(TreePath directory) {
    if (directory.isRoot()) {
      return false;
    }
    Boolean known = otherVolume.get(directory);
    if (known == null) {
      known = isOnOtherVolume(directory.parent().orElseThrow()) || changedVolume(directory);
      otherVolume.put(directory, known);
    }
    return known;
  }

  private boolean changedVolume(TreePath path) {
    return shown.get(path).orElse(null) instanceof Shown.Directory then
        && files.standing(path).filter(now -> now.kind() == Stat.Kind.DIRECTORY).isPresent()
        && then.elsewhere() != directory(path).elsewhere();
  }

  private void failed(Step step, String reason) {
    problems.add(new Problem(step.path().toString(), Problem.Kind.NOT_APPLIED, reason));
  }

  private Shown.Directory directory(TreePath path) {
    return directory(path, Shown.Standing.TRACKED);
  }

  private Shown.Directory directory(TreePath path, Shown.Standing standing) {
    Stat stat = files.standing(path).orElse(GONE);
    long root = files.stat(TreePath.ROOT).map(Stat::volume).orElse(stat.volume());
    return new Shown.Directory(stat, standing, stat.volume() != root);
  }

  private static <S extends Step> void inBatches(
      List<S> steps, Function<S, Integer> weight, Consumer<List<S>> action) {
    List<S> batch = new ArrayList<>();
    long total = 0;
    for (S step : steps) {
      batch.add(step);
      total += weight.apply(step);
      if (batch.size() == BATCH_FILES || total >= BATCH_BYTES) {
        action.accept(batch);
        batch.clear();
        total = 0;
      }
    }
    if (!batch.isEmpty()) {
      action.accept(batch);
    }
  }

  private static int weight(Step step) {
    return step instanceof Step.Write write && write.entry() instanceof Entry.File file
        ? (int) Math.min(file.size(), Integer.MAX_VALUE)
        : 0;
  }
}
