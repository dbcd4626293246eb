package dev.tidelock.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// File systems of a test's own, which only the processes that it starts there have mounted: small
/// ones, and ones that can only be read. They need no rights of root, where the kernel lets anyone
/// make a namespace, and hold for root too.
public final class PrivateMounts implements AutoCloseable {
  private final Process holder;

  private PrivateMounts(Process holder) {
    this.holder = holder;
  }

  /// Whether this machine lets anyone have mounts of his own.
  public static boolean arePossible() {
    return SystemTool.ran("unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt")
        && SystemTool.ran("nsenter", "--version");
  }

  /// Mounts that last until they are closed; none at first.
  public static PrivateMounts open() {
    try {
      // What holds them ends with this process at the latest, as its input does.
      Process holder = new ProcessBuilder("unshare", "-rm", "sh", "-c", "echo; exec cat").start();
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8));
      if (answer.readLine() == null) {
        throw new AssertionError("no namespace for mounts");
      }
      return new PrivateMounts(holder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What comes before a command so that it runs where the mounts are.
  public List<String> prefix() {
    return List.of(
        "nsenter", "-t", String.valueOf(holder.pid()), "-U", "-m", "--preserve-credentials", "--");
  }

  /// The same, in another directory.
  public List<String> prefix(Path directory) {
    List<String> all = new ArrayList<>(prefix());
    all.addAll(List.of("sh", "-c", "cd \"$0\" && exec \"$@\"", directory.toString()));
    return all;
  }

  /// Puts an empty file system in memory onto a directory.
  public PrivateMounts small(Path directory, long bytes) {
    return require("mount", "-t", "tmpfs", "-o", "size=" + bytes, "tmpfs", directory.toString());
  }

  /// Gives it another size.
  public PrivateMounts resize(Path directory, long bytes) {
    return require("mount", "-o", "remount,size=" + bytes, directory.toString());
  }

  /// Lets a directory, and what is in it, only be read.
  public PrivateMounts readOnly(Path directory) {
    require("mount", "--bind", directory.toString(), directory.toString());
    return require("mount", "-o", "remount,bind,ro", directory.toString());
  }

  /// Where something that lies there is seen from outside. Who makes a path of what links say, as
  /// SQLite does, is led astray.
  public Path seen(Path path) {
    return Path.of("/proc/" + holder.pid() + "/root" + path.toAbsolutePath());
  }

  private PrivateMounts require(String... command) {
    List<String> all = new ArrayList<>(prefix());
    all.addAll(List.of(command));
    SystemTool.require(all);
    return this;
  }

  @Override
  public void close() {
    holder.destroy();
  }
}
