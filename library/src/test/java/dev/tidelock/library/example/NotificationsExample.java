package dev.tidelock.library.example;

import dev.tidelock.library.SyncConfig;
import dev.tidelock.library.SyncedDatabase;
import dev.tidelock.library.report.SyncResult;
import dev.tidelock.library.rule.TableRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Notifications on a laptop and a phone: what was read on one is read on both, whichever of them
/// was offline meanwhile.
final class NotificationsExample {
  private final Path directory;
  private final UnaryOperator<SyncConfig.Builder> remote;
  private final Consumer<String> out;

  /// @param directory where the two devices are
  /// @param remote says where they sync with
  /// @param out takes what happens, a line each
  NotificationsExample(
      Path directory, UnaryOperator<SyncConfig.Builder> remote, Consumer<String> out) {
    this.directory = directory;
    this.remote = remote;
    this.out = out;
  }

  /// What both devices show in the end.
  List<String> run() throws Exception {
    try (Notifications laptop = new Notifications(database("laptop"));
        Notifications phone = new Notifications(database("phone"));
        SyncedDatabase laptopSync = SyncedDatabase.open(config("laptop"));
        SyncedDatabase phoneSync = SyncedDatabase.open(config("phone"))) {
      String build = laptop.add("The build is green");
      String review = laptop.add("Ann asks for a review");
      String old = laptop.add("Old news");
      tell("laptop seeds", laptopSync.seed());
      tell("phone hydrates", phoneSync.hydrate());

      out.accept("Both go offline: the laptop reads and stars, the phone reads and deletes.");
      laptop.read(build);
      laptop.star(review);
      laptop.read(old);
      phone.read(review);
      phone.delete(old);
      phone.add("A call was missed");

      tell("laptop syncs", laptopSync.sync());
      tell("phone syncs", phoneSync.sync());
      tell("laptop syncs", laptopSync.sync());
      if (!laptop.shown().equals(phone.shown())) {
        throw new IllegalStateException(laptop.shown() + " is not " + phone.shown());
      }
      laptop.shown().forEach(each -> out.accept("  " + each));
      return laptop.shown();
    }
  }

  private SyncConfig config(String device) throws Exception {
    return remote
        .apply(
            SyncConfig.of("jdbc:sqlite:" + database(device))
                .name("notifications")
                .project("my notifications")
                .home(directory.resolve(device).resolve("home"))
                .rule("notifications", TableRule.notifications()))
        .build();
  }

  private Path database(String device) throws Exception {
    return Files.createDirectories(directory.resolve(device)).resolve(device + ".db");
  }

  private void tell(String what, SyncResult result) {
    if (!result.success()) {
      throw new IllegalStateException(what + ": " + result.problems());
    }
    out.accept(
        "%s: %d up, %d down, %d decided"
            .formatted(
                what, result.recordsUp(), result.recordsDown(), result.conflicts().resolved()));
  }
}
