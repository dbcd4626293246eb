package dev.tidelock.cli.command.database;

import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.engine.record.Attachment;
import dev.tidelock.platform.database.SqliteDatabases;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.machine.Machine;
import dev.tidelock.workspace.machine.Reasons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/// Copies of databases as they were before they were written over.
final class Backups {
  private static final int PATIENCE_MILLIS = 5_000;
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  private final Place place;
  private final InstantSource clock;
  private final List<Path> made = new ArrayList<>();

  Backups(Place place, InstantSource clock) {
    this.place = place;
    this.clock = clock;
  }

  /// The copies that were made.
  List<Path> made() {
    return List.copyOf(made);
  }

  /// Copies a database.
  void copy(Attachment attachment) {
    Path directory = place.state().resolve("backups");
    String name = attachment.name() + "-" + STAMP.format(clock.instant());
    Path target = directory.resolve(name + ".db");
    try {
      Files.createDirectories(directory);
      for (int i = 2; Files.exists(target, LinkOption.NOFOLLOW_LINKS); i++) {
        target = directory.resolve(name + "-" + i + ".db");
      }
    } catch (IOException e) {
      throw new Failure(
          ExitCode.of(e),
          directory + " cannot be made: " + Reasons.of(e),
          "nothing was written over",
          e);
    }
    new SqliteDatabases(Machine.CLOCK, place.root())
        .copy(attachment.file(), target, PATIENCE_MILLIS);
    made.add(target);
  }
}
