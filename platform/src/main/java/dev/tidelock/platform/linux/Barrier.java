package dev.tidelock.platform.linux;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileFailure.Reason;
import dev.tidelock.engine.port.Stat;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes a batch of changes survive a crash: file by file where they are few, a whole volume at
/// once where they are many (one `syncfs` costs about as much as a few dozen `fsync`).
final class Barrier {
  /// Up to this many paths, each is made durable by itself.
  static final int FEW = 64;

  private static final String OPERATION = "cannot write to the disk";

  private final LinuxFileSystem files;
  private final Tree tree;
  private final Kernel kernel;

  Barrier(LinuxFileSystem files, Tree tree, Kernel kernel) {
    this.files = files;
    this.tree = tree;
    this.kernel = kernel;
  }

  void cover(Collection<TreePath> touched) {
    if (touched.size() <= FEW) {
      syncEach(touched);
    } else {
      syncVolumes(touched);
    }
  }

  /// Covers what is in these files and directories, and not their names.
  void coverWithin(Collection<TreePath> touched) {
    if (touched.size() > FEW) {
      syncVolumes(touched);
      return;
    }
    for (TreePath path : touched) {
      switch (standing(path).map(Stat::kind).orElse(Stat.Kind.SPECIAL)) {
        case DIRECTORY -> syncDirectory(path);
        case FILE -> syncFile(path);
        case LINK, SPECIAL -> {}
      }
    }
  }

  /// First the contents, then the directories that name them, each once.
  private void syncEach(Collection<TreePath> touched) {
    Set<TreePath> directories = new LinkedHashSet<>();
    for (TreePath path : touched) {
      switch (standing(path).map(Stat::kind).orElse(Stat.Kind.SPECIAL)) {
        case DIRECTORY -> directories.add(path);
        case FILE -> syncFile(path);
        // What has no content to sync lives in its directory alone, as a deletion does.
        case LINK, SPECIAL -> {}
      }
      directories.add(nearestDirectory(path));
    }
    directories.forEach(this::syncDirectory);
  }

  /// What stands at a path; nothing also where the way there is no longer one of directories.
  private Optional<Stat> standing(TreePath path) {
    try {
      return files.stat(path);
    } catch (FileFailure failure) {
      return switch (failure.reason()) {
        case NOT_DIRECTORY, LINK_ON_THE_WAY -> Optional.empty();
        default -> throw failure;
      };
    }
  }

  private boolean isDirectory(TreePath path) {
    return standing(path).map(stat -> stat.kind() == Stat.Kind.DIRECTORY).orElse(false);
  }

  private TreePath nearestDirectory(TreePath path) {
    TreePath directory = path.parent().orElse(path);
    while (!directory.isRoot() && !isDirectory(directory)) {
      directory = directory.parent().orElseThrow();
    }
    return directory;
  }

  private void syncFile(TreePath path) {
    try (OpenFile file = files.openForReading(path)) {
      file.sync();
    } catch (FileFailure failure) {
      switch (failure.reason()) {
        // Gone or another thing by now: then it is its directory that matters.
        case MISSING, NOT_DIRECTORY, IS_DIRECTORY, LINK_ON_THE_WAY -> {}
        // Ours to make durable although not ours to read.
        case DENIED -> syncVolumeOf(nearestDirectory(path));
        default -> throw failure;
      }
    }
  }

  private void syncDirectory(TreePath path) {
    int directory;
    try {
      directory = tree.openDirectory(path, OPERATION);
    } catch (FileFailure failure) {
      switch (failure.reason()) {
        case MISSING, NOT_DIRECTORY, LINK_ON_THE_WAY -> syncDirectory(nearestDirectory(path));
        case DENIED -> syncVolumeOf(path);
        default -> throw failure;
      }
      return;
    }
    sync(Call.FSYNC, directory, path);
  }

  private void syncVolumes(Collection<TreePath> touched) {
    Set<TreePath> directories = new LinkedHashSet<>();
    touched.forEach(path -> directories.add(nearestDirectory(path)));
    touched.stream().filter(this::isDirectory).forEach(directories::add);

    long rootVolume = files.stat(TreePath.ROOT).orElseThrow().volume();
    Map<Long, TreePath> others = new LinkedHashMap<>();
    for (TreePath directory : directories) {
      standing(directory).ifPresent(stat -> others.putIfAbsent(stat.volume(), directory));
    }
    others.remove(rootVolume);

    // The root's descriptor is as old as this file system, so it also reports what failed since.
    sync(Call.SYNCFS, tree.root(), TreePath.ROOT);
    others.values().forEach(this::syncVolumeOf);
    for (TreePath path : touched) {
      // What is on none of these volumes is a file with a mount of its own.
      long volume = standing(path).map(Stat::volume).orElse(rootVolume);
      if (volume != rootVolume && !others.containsKey(volume)) {
        syncFile(path);
      }
    }
  }

  /// Syncs the volume that a directory is on, through the nearest one that may be opened.
  private void syncVolumeOf(TreePath path) {
    long volume = standing(path).map(Stat::volume).orElse(0L);
    TreePath place = path;
    while (true) {
      try {
        int directory = tree.openDirectory(place, OPERATION);
        sync(Call.SYNCFS, directory, path);
        return;
      } catch (FileFailure failure) {
        TreePath above = place.parent().orElse(place);
        boolean sameVolume = standing(above).map(stat -> stat.volume() == volume).orElse(false);
        if (failure.reason() != Reason.DENIED || place.isRoot() || !sameVolume) {
          throw failure;
        }
        place = above;
      }
    }
  }

  /// Performs the call on a directory, and ends the use of it.
  private void sync(Call call, int directory, TreePath path) {
    int error = (int) -kernel.call(call, directory);
    tree.leave(directory);
    if (error != 0) {
      throw new FileFailure(Errno.reason(error), path, OPERATION + ": " + Errno.text(error));
    }
  }
}
