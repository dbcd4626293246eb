package dev.tidelock.library.example;

import dev.tidelock.library.SyncConfig;
import dev.tidelock.library.SyncedDatabase;
import dev.tidelock.library.report.SyncResult;
import dev.tidelock.library.rule.TableRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Projects, conversations and messages on a laptop and a phone: both write into one conversation
/// while they are apart, and one is duplicated within its project and into another.
final class ConversationsExample {
  private final Path directory;
  private final UnaryOperator<SyncConfig.Builder> remote;
  private final Consumer<String> out;

  /// @param directory where the two devices are
  /// @param remote says where they sync with
  /// @param out takes what happens, a line each
  ConversationsExample(
      Path directory, UnaryOperator<SyncConfig.Builder> remote, Consumer<String> out) {
    this.directory = directory;
    this.remote = remote;
    this.out = out;
  }

  /// How many rows the remote has of each table in the end.
  Map<String, Long> run() throws Exception {
    try (Conversations laptop = new Conversations(database("laptop"));
        Conversations phone = new Conversations(database("phone"));
        SyncedDatabase laptopSync = SyncedDatabase.open(config("laptop"));
        SyncedDatabase phoneSync = SyncedDatabase.open(config("phone"))) {
      String house = laptop.addProject("House");
      String garden = laptop.addProject("Garden");
      String roof = laptop.addConversation(house, "The roof");
      String question = laptop.say(roof, "ann", "Does it leak?");
      laptop.reply(roof, "bob", "Only when it rains.", question);
      tell("laptop seeds", laptopSync.seed());
      tell("phone hydrates", phoneSync.hydrate());

      out.accept("Both go offline, write into one conversation, and duplicate it.");
      laptop.say(roof, "ann", "Then call somebody.");
      laptop.rename(roof, "The roof leaks");
      String copy = phone.duplicate(roof, house);
      phone.reply(copy, "bob", "This copy is mine.", "");
      String moved = phone.duplicate(roof, garden);
      phone.say(roof, "bob", "I am on the roof.");

      tell("laptop syncs", laptopSync.sync());
      tell("phone syncs", phoneSync.sync());
      tell("laptop syncs", laptopSync.sync());
      require(laptop.everything().equals(phone.everything()), "both devices have the same rows");
      require(laptop.read(roof).size() == 4, "no message is lost");
      require(
          laptop
              .read(moved)
              .equals(
                  List.of("ann: Does it leak?", "bob: Only when it rains. [to: Does it leak?]")),
          "a copy keeps the order of messages, and what answers what");
      require(
          laptop.titles(house).equals(List.of("The roof (Copy)", "The roof leaks")),
          "a copy is a conversation of its own");
      require(laptop.titles(garden).equals(List.of("The roof (Copy)")), "also in another project");
      Map<String, Long> counts = laptopSync.stats().recordsByTable();
      require(counts.equals(laptop.counts()), "the remote has what the devices have");
      Conversations.TABLES.forEach(table -> out.accept("  " + table + ": " + counts.get(table)));
      laptop.read(roof).forEach(line -> out.accept("  " + line));
      return counts;
    }
  }

  private SyncConfig config(String device) throws Exception {
    return remote
        .apply(
            SyncConfig.of("jdbc:sqlite:" + database(device))
                .name("conversations")
                .tables(Conversations.TABLES.toArray(String[]::new))
                .rule("projects", TableRule.projects())
                .home(directory.resolve(device).resolve("home")))
        .build();
  }

  private Path database(String device) throws Exception {
    return Files.createDirectories(directory.resolve(device)).resolve("conversations.db");
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("not so: " + what);
    }
  }

  private void tell(String what, SyncResult result) {
    if (!result.success()) {
      throw new IllegalStateException(what + ": " + result.problems());
    }
    out.accept("%s: %d up, %d down".formatted(what, result.recordsUp(), result.recordsDown()));
  }
}
