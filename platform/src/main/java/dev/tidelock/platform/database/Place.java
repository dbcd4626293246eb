package dev.tidelock.platform.database;

import dev.tidelock.engine.port.DatabaseFailure.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Which file a database is: two files are never the same at one time. Asked without opening the
/// file, as closing it would drop the locks that this process has on it.
final class Place {
  private Place() {}

  static String of(Link link, Path file) {
    try {
      return Files.getAttribute(file, "unix:dev") + ":" + Files.getAttribute(file, "unix:ino");
    } catch (IOException failure) {
      throw link.failures().of(Reason.BROKEN, "cannot tell which file it is: " + failure);
    }
  }
}
