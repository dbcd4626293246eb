package dev.tidelock.engine.scan;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import java.util.Optional;

/// Whether the disk can hold a file's executable bit. Some file systems (FAT, many network drives)
/// show the same bit for all files, whatever is set: there the bit says nothing, and a file keeps
/// the one that the project has. Found out by trying, once, when it matters first. One thread.
public final class ExecutableBits {
  private final FileSystem files;
  private final TreePath probe;
  private Optional<Boolean> held = Optional.empty();

  /// @param files the disk
  /// @param probe where a file can be made and removed
  public ExecutableBits(FileSystem files, TreePath probe) {
    this.files = files;
    this.probe = probe;
  }

  /// A value that was read, with the executable bit that it has for the project.
  ///
  /// @param read as the disk shows it
  /// @param known what the project has there, if anything
  public Entry.Leaf judged(Entry.Leaf read, Optional<Entry.Leaf> known) {
    if (!(read instanceof Entry.File file)) {
      return read;
    }
    boolean expected =
        known.filter(leaf -> leaf instanceof Entry.File before && before.executable()).isPresent();
    return file.executable() == expected || held() ? read : file.withExecutable(expected);
  }

  private boolean held() {
    boolean answer = held.orElseGet(() -> shows(true) && shows(false));
    held = Optional.of(answer);
    return answer;
  }

  /// Whether a file shows the bit that it is given.
  private boolean shows(boolean executable) {
    remove();
    files.create(probe).close();
    files.setAttributes(probe, new FileSystem.Attributes(executable, 0));
    boolean shown = files.stat(probe).filter(stat -> stat.executable() == executable).isPresent();
    remove();
    return shown;
  }

  private void remove() {
    try {
      files.delete(probe);
    } catch (FileFailure failure) {
      if (failure.reason() != FileFailure.Reason.MISSING) {
        throw failure;
      }
    }
  }
}
