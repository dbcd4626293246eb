package dev.tidelock.cli.command;

import static dev.tidelock.cli.command.TwoDatabases.good;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.workspace.json.Json;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rows that wait to be decided, by the commands alone.
class RowConflictsTest {
  private static final String ITEM =
      "CREATE TABLE item(id INTEGER PRIMARY KEY, name TEXT, price REAL, image BLOB)";
  private static final String PERSON =
      "CREATE TABLE person(id TEXT PRIMARY KEY, mail TEXT UNIQUE, name TEXT)";

  @TempDir private Path base;

  /// Both devices add rows under one number.
  private TwoDatabases collision() {
    TwoDatabases both =
        TwoDatabases.create(base, ITEM, "INSERT INTO item VALUES (1, 'a', 1, NULL)");
    both.mine.run(
        "INSERT INTO item VALUES (2, 'alice', 1.5, x'00ff')",
        "INSERT INTO item VALUES (3, 'alice 3', 1, NULL)");
    both.theirs.run(
        "INSERT INTO item VALUES (2, 'bob', 2.5, NULL)",
        "INSERT INTO item VALUES (3, 'bob 3', 1, NULL)");
    good(both.alice.run("sync"));
    assertThat(both.bob.run("sync").exit()).isEqualTo(5);
    assertThat(both.alice.run("sync").exit()).isEqualTo(5);
    return both;
  }

  @Test
  void aConflictShowsBothRowsByFieldAndIsResolvedEverywhere() {
    TwoDatabases both = collision();
    assertThat(both.mine.ask("SELECT name FROM item WHERE id = 2")).containsExactly("alice");
    assertThat(both.theirs.ask("SELECT name FROM item WHERE id = 2")).containsExactly("bob");

    Device.Result listed = both.alice.run("conflicts", "--json");
    List<Json.Members> conflicts = listed.json().objects("conflicts");
    Json.Members first = conflicts.getFirst();
    List<Json.Members> terms = first.objects("terms");
    Json.Members own = terms.stream().filter(term -> isMine(term)).findFirst().orElseThrow();

    assertThat(listed.exit()).isEqualTo(5);
    assertThat(conflicts).hasSize(2);
    assertThat(first.get("path")).contains(Json.NOTHING);
    assertThat(first.text("table")).contains("app.item");
    assertThat(first.text("key")).contains("2");
    assertThat(first.text("kind")).contains("addition");
    assertThat(own.text("author")).contains("alice");
    assertThat(own.text("time").orElseThrow()).endsWith("Z");
    assertThat(own.get("fields").orElseThrow())
        .isEqualTo(
            Json.object()
                .put("id", 2)
                .put("name", "alice")
                .put("price", new Json.Real(1.5))
                .put("image", Json.object().put("blob", "00ff"))
                .build());
    assertThat(terms).extracting(term -> term.text("author").orElse("")).contains("bob");
    assertThat(both.bob.run("conflicts", "--json").json().objects("conflicts"))
        .extracting(each -> each.text("id"))
        .containsExactlyElementsOf(conflicts.stream().map(each -> each.text("id")).toList());
    assertThat(both.alice.run("conflicts").out()).contains("app.item/2").contains("name = 'bob'");

    String id = first.text("id").orElseThrow();
    Device.Result resolved =
        good(both.alice.run("resolve", "--conflict", id, "--strategy", "remote", "--json"));
    good(both.alice.run("resolve", "app.item/3", "--strategy", "local"));
    good(both.alice.run("sync"));
    good(both.bob.run("sync"));

    assertThat(resolved.json().objects("resolved").getFirst().text("table")).contains("app.item");
    assertThat(resolved.json().whole("open")).contains(1L);
    List<String> expected = List.of("1|a", "2|bob", "3|alice 3");
    assertThat(both.mine.ask("SELECT id, name FROM item ORDER BY id")).isEqualTo(expected);
    assertThat(both.theirs.ask("SELECT id, name FROM item ORDER BY id")).isEqualTo(expected);
    assertThat(both.bob.run("conflicts").out()).contains("No conflicts");
    assertThat(good(both.bob.run("log")).out()).contains("resolution:").contains("app.item/3");
  }

  private static boolean isMine(Json.Members term) {
    return term.get("mine").equals(java.util.Optional.of(new Json.Truth(true)));
  }

  @Test
  void allAreDecidedByOneCommitAndOneByTheDeviceThatWroteIt() {
    TwoDatabases both = collision();
    String device =
        both
            .alice
            .run("conflicts", "--json")
            .json()
            .objects("conflicts")
            .getFirst()
            .objects("terms")
            .stream()
            .filter(term -> !isMine(term))
            .findFirst()
            .orElseThrow()
            .text("device")
            .orElseThrow();

    good(both.alice.run("resolve", "app.item/2", "--take", device));
    Device.Result wrong = both.alice.run("resolve", "app.item/3", "--take", "nobody");
    good(both.alice.run("resolve", "--all", "--strategy", "newest"));

    assertThat(both.mine.ask("SELECT name FROM item WHERE id = 2")).containsExactly("bob");
    assertThat(wrong.exit()).isEqualTo(3);
    assertThat(both.alice.run("conflicts").exit()).isZero();
  }

  @Test
  void aRowIsWrittenInAFileOrAskedFor() {
    TwoDatabases both = collision();
    both.alice.write(
        "row.json", "{\"name\": \"both\", \"price\": 3.25, \"image\": {\"blob\": \"ab\"}}");
    both.alice.write("wrong.json", "{\"nom\": 1}").write("key.json", "{\"id\": 9}");

    Device.Result wrong = both.alice.run("resolve", "app.item/2", "--file", "wrong.json");
    Device.Result key = both.alice.run("resolve", "app.item/2", "--file", "key.json");
    good(both.alice.run("resolve", "app.item/2", "--file", "row.json"));
    Device.Result asked = both.alice.typing("x\nm\n1\n").run("resolve", "--interactive");

    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.err()).contains("nom");
    assertThat(key.exit()).isEqualTo(2);
    assertThat(key.err()).contains("primary key");
    assertThat(both.mine.ask("SELECT name, price, hex(image) FROM item WHERE id = 2"))
        .containsExactly("both|3.25|AB");
    assertThat(asked.exit()).as(asked.toString()).isZero();
    assertThat(asked.out()).contains("app.item/3").contains("'alice 3'").contains("'bob 3'");
    assertThat(asked.out()).contains("both sides changed name");
  }

  @Test
  void aRowThatIsNotUniqueWaitsUntilItGetsAnotherValue() {
    TwoDatabases both = TwoDatabases.create(base, PERSON);
    both.mine.run("INSERT INTO person VALUES ('a', 'x@example.org', 'Ann')");
    good(both.alice.run("sync"));
    both.theirs.run("INSERT INTO person VALUES ('b', 'x@example.org', 'Bob')");
    both.bob.run("sync");
    both.alice.run("sync");

    Device.Result listed = both.alice.run("conflicts", "--json");
    Json.Members conflict = listed.json().objects("conflicts").getFirst();
    Device.Result again = both.alice.run("resolve", "--all", "--strategy", "newest");
    both.alice.write("row.json", "{\"mail\": \"b@example.org\"}");
    String place = "app.person/" + conflict.text("key").orElseThrow();
    good(both.alice.run("resolve", place, "--file", "row.json"));
    good(both.alice.run("sync"));
    good(both.bob.run("sync"));

    assertThat(conflict.text("kind")).contains("constraint");
    assertThat(conflict.text("reason").orElseThrow()).contains("mail");
    assertThat(conflict.objects("terms")).hasSize(1);
    assertThat(again.exit()).isEqualTo(5);
    List<String> people = both.mine.ask("SELECT mail FROM person ORDER BY mail");
    assertThat(people).containsExactly("b@example.org", "x@example.org");
    assertThat(both.theirs.ask("SELECT mail FROM person ORDER BY mail")).isEqualTo(people);
  }

  @Test
  void anEditMadeAfterTheListStaysWhenAnotherVersionIsTaken() {
    TwoDatabases both = collision();
    both.mine.run("UPDATE item SET name = 'edited' WHERE id = 2");

    good(both.alice.run("resolve", "app.item/2", "--strategy", "local"));

    assertThat(both.mine.ask("SELECT name FROM item WHERE id = 2")).containsExactly("edited");
  }
}
