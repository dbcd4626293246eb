package dev.tidelock.engine.apply;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.tree.Content;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Randomness;
import dev.tidelock.engine.scan.Settling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Builds files beside the tree, on its volume, under names that nobody can guess, ready to be
/// renamed into place.
public final class Staging {
  private final FileSystem files;
  private final ContentSupply contents;
  private final Randomness randomness;
  private final TreePath directory;
  private final Consumer<Step.Write> built;
  private final Leftovers leftovers;
  private final Map<TreePath, TreePath> staged = new HashMap<>();

  /// @param files the disk
  /// @param contents where bytes come from
  /// @param randomness makes names
  /// @param directory where to build, a directory that exists
  /// @param built told of each file that is ready
  public Staging(
      FileSystem files,
      ContentSupply contents,
      Randomness randomness,
      TreePath directory,
      Consumer<Step.Write> built) {
    this.files = files;
    this.contents = contents;
    this.randomness = randomness;
    this.directory = directory;
    this.built = built;
    this.leftovers = new Leftovers(files, directory);
  }

  /// Builds what the writes among `steps` need, durably, and returns those that were built.
  ///
  /// @param failed told of each that could not be, and why
  /// @throws FileFailure if the disk is full; nothing stays behind
  List<Step.Write> stage(List<? extends Step> steps, BiConsumer<Step, String> failed) {
    contents.prepare(steps.stream().flatMap(Staging::file).toList());
    List<Step.Write> ready = new ArrayList<>();
    for (Step step : steps) {
      if (step instanceof Step.Write write) {
        try {
          build(write);
          ready.add(write);
          built.accept(write);
        } catch (MissingObjectException | MalformedException unusable) {
          failed.accept(step, unusable.getMessage());
        } catch (FileFailure failure) {
          if (failure.reason() == FileFailure.Reason.NO_SPACE) {
            discard();
            leftovers.clear();
            throw failure;
          }
          failed.accept(step, failure.getMessage());
        }
      }
    }
    files.barrier(List.copyOf(staged.values()));
    return ready;
  }

  /// The file that was built for a step.
  TreePath fileOf(Step.Write step) {
    TreePath file = staged.get(step.path());
    if (file == null) {
      throw new IllegalStateException("nothing was staged for " + step.path());
    }
    return file;
  }

  /// Removes what was built and not taken.
  void discard() {
    staged.values().forEach(this::remove);
    staged.clear();
  }

  /// What the disk's clock says now of what is settled.
  Settling settling() {
    return Settling.now(files, directory.child("clock"));
  }

  private void build(Step.Write write) {
    String random = randomness.next(12).toHex();
    Optional<ObjectId> large = large(write.entry());
    TreePath file = directory.child(large.map(root -> Leftovers.name(root, random)).orElse(random));
    staged.put(write.path(), file);
    switch (write.entry()) {
      case Entry.Link link -> files.makeLink(file, link.text());
      case Entry.File wanted -> {
        try (FileSystem.Sink sink = files.create(file)) {
          contents.copy(wanted, write.path(), sink);
        }
        files.setAttributes(file, new FileSystem.Attributes(wanted.executable(), wanted.mtime()));
        large.ifPresent(leftovers::drop);
      }
    }
  }

  private static Optional<ObjectId> large(Entry.Leaf entry) {
    return entry instanceof Entry.File file && file.content() instanceof Content.Sequence sequence
        ? Optional.of(sequence.root())
        : Optional.empty();
  }

  private void remove(TreePath file) {
    try {
      files.delete(file);
    } catch (FileFailure failure) {
      if (failure.reason() != FileFailure.Reason.MISSING) {
        throw failure;
      }
    }
  }

  private static Stream<Entry.File> file(Step step) {
    return step instanceof Step.Write write && write.entry() instanceof Entry.File file
        ? Stream.of(file)
        : Stream.empty();
  }
}
