package dev.tidelock.platform.driver;

import java.io.File;
import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.NativeLibraryNotFoundException;

/// SQLite's own library, which its driver puts into the directory for temporary files at each
/// start.
public final class NativeLibrary {
  /// More than it needs.
  private static final long SIZE = 4L << 20;

  private NativeLibrary() {}

  /// What stands in its way, if that is why a connection failed.
  public static Optional<Obstacle> obstacle(SQLException failure) {
    if (!(failure.getCause() instanceof NativeLibraryNotFoundException)) {
      return Optional.empty();
    }
    File directory =
        new File(
            System.getProperty("org.sqlite.tmpdir", System.getProperty("java.io.tmpdir", "/tmp")));
    return Optional.of(
        directory.getUsableSpace() < SIZE
            ? new Obstacle(true, "no space is left in " + directory + ", which SQLite needs")
            : new Obstacle(false, "SQLite's library cannot be loaded from " + directory));
  }

  /// What stands in its way.
  ///
  /// @param space whether it is that no space is left
  /// @param message in words
  public record Obstacle(boolean space, String message) {}
}
