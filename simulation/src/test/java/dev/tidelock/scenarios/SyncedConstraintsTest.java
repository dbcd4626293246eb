package dev.tidelock.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.commit.Note;
import dev.tidelock.core.name.TreePath;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What rows may not do together is decided in the project, by whoever merges.
class SyncedConstraintsTest {
  @RegisterExtension final World world = new World();
  @TempDir Path elsewhere;

  private Device a;
  private Device b;
  private Application mine;
  private Application theirs;

  @BeforeEach
  void begin() {
    a = world.device("A");
    b = world.device("B");
    mine = Application.at(elsewhere.resolve("A.db"));
    theirs = Application.at(elsewhere.resolve("B.db"));
    mine.run(
        "CREATE TABLE list(id TEXT PRIMARY KEY, name TEXT UNIQUE)",
        "CREATE TABLE item(id TEXT PRIMARY KEY, list TEXT REFERENCES list ON DELETE CASCADE)",
        "INSERT INTO list VALUES ('l', 'food')",
        "INSERT INTO item VALUES ('i', 'l')");
    for (Application each : List.of(mine, theirs)) {
      each.run("PRAGMA foreign_keys = ON");
    }
    a.open(workspace -> {
      workspace.track("app", elsewhere.resolve("A.db").toString(), List.of("list", "item"));
      return true;
    });
    a.sync();
    b.sync();
    b.open(workspace -> {
      workspace.attach("app", elsewhere.resolve("B.db").toString());
      return true;
    });
    b.sync();
    a.sync();
  }

  @AfterEach
  void close() {
    mine.close();
    theirs.close();
  }

  private void bothHave(String query, String... rows) {
    for (Device device : List.of(a, b, a)) {
      device.sync();
    }
    assertThat(mine.ask(query)).containsExactly(rows);
    assertThat(theirs.ask(query)).containsExactly(rows);
    assertThat(a.sync().root()).isEqualTo(b.sync().root());
    assertThat(a.sync().recordsUp() + b.sync().recordsUp()).isZero();
  }

  @Test
  void aListThatWasDeletedWhileAnItemCameIsRestored() {
    mine.run("DELETE FROM list");
    a.sync();
    theirs.run("INSERT INTO item VALUES ('j', 'l')");

    b.sync();

    bothHave("SELECT * FROM list", "l|food");
    bothHave("SELECT * FROM item", "j|l");
  }

  @Test
  void whatWasDecidedStandsInTheLog() {
    mine.run("DELETE FROM list");
    a.sync();
    theirs.run("INSERT INTO item VALUES ('j', 'l')", "UPDATE list SET name = 'drink'");
    b.sync();

    assertThat(b.log().stream().flatMap(entry -> entry.commit().notes().stream()))
        .contains(new Note(Note.Kind.ROWS_SURVIVED, TreePath.ROOT, "1 of app.list"));
    theirs.run("INSERT INTO list VALUES ('m', 'x')");
    b.sync();
    a.sync();
    mine.run("DELETE FROM list WHERE id = 'm'");
    a.sync();
    theirs.run("INSERT INTO item VALUES ('k', 'm')");
    b.sync();
    assertThat(b.log().stream().flatMap(entry -> entry.commit().notes().stream()))
        .contains(new Note(Note.Kind.ROWS_RESTORED, TreePath.ROOT, "1 of app.list"));
  }

  @Test
  void itIsRestoredAsWellByTheDeviceThatDeletedIt() {
    mine.run("INSERT INTO item VALUES ('j', 'l')");
    a.sync();
    theirs.run("DELETE FROM list");

    b.sync();

    bothHave("SELECT * FROM list", "l|food");
    bothHave("SELECT * FROM item", "j|l");
  }

  @Test
  void anItemOfAListThatNeverWasIsLeftAlone() {
    mine.run("PRAGMA foreign_keys = OFF", "INSERT INTO item VALUES ('j', 'none')");
    theirs.run("INSERT INTO item VALUES ('k', 'l')");
    a.sync();
    b.sync();

    bothHave("SELECT * FROM item ORDER BY id", "i|l", "j|none", "k|l");
  }

  @Test
  void theLaterOfTwoListsOfOneNameComesBackWhenTheOtherIsRenamed() {
    mine.run("INSERT INTO list VALUES ('k', 'home')", "INSERT INTO item VALUES ('i k', 'k')");
    a.sync();
    theirs.run("INSERT INTO list VALUES ('m', 'home')", "INSERT INTO item VALUES ('i m', 'm')");
    b.sync();
    List.of(a, b, a).forEach(Device::sync);
    List<String> standing = mine.ask("SELECT id FROM list WHERE name = 'home'");
    assertThat(standing).hasSize(1);
    bothHave("SELECT list FROM item WHERE list <> 'l'", standing.getFirst());

    mine.run("UPDATE list SET name = 'house' WHERE name = 'home'");

    bothHave("SELECT id FROM list ORDER BY id", "k", "l", "m");
    bothHave("SELECT id FROM item ORDER BY id", "i", "i k", "i m");
  }
}
