package dev.tidelock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.workspace.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The commands that look after a hub on this machine, where none serves.
class HubUpkeepTest {
  private static final String ANN = "ann@example.org";
  private static final String PASSWORD = "correct horse\n";

  @TempDir private Path base;
  private Device keeper;
  private String data = "";

  @BeforeEach
  void aKeeper() {
    data = base.resolve("hub").toString();
    keeper = Device.create(base, "keeper").with("TIDELOCK_HUB_DATA", data);
  }

  private Device.Result add(String email, String password, String... more) {
    String[] arguments =
        Stream.concat(Stream.of("hub", "user", "add", email, "--password-stdin"), Stream.of(more))
            .toArray(String[]::new);
    return keeper.typing(password).run(arguments);
  }

  private static Json.Members object(Device.Result result, String name) {
    assertThat(result.exit()).as(result.toString()).isZero();
    assertThat(result.json().whole("schema")).contains(1L);
    return (Json.Members) result.json().get(name).orElseThrow();
  }

  private List<Json.Members> users() {
    Device.Result listed = keeper.run("hub", "user", "list", "--json");
    assertThat(listed.exit()).as(listed.toString()).isZero();
    assertThat(listed.json().whole("schema")).contains(1L);
    return listed.json().objects("users");
  }

  private static void assertFails(Device.Result result, int exit, String code, String... words) {
    assertThat(result.exit()).as(result.toString()).isEqualTo(exit);
    assertThat(result.out()).isEmpty();
    assertThat(result.error().text("code")).contains(code);
    assertThat(result.error().text("message").orElse("")).contains(words);
  }

  @Test
  void peopleAreAddedListedChangedAndShutOut() {
    Json.Members ann = object(add(" Ann@Example.ORG ", PASSWORD, "--json"), "user");
    assertThat(ann.text("email")).contains(ANN);
    assertThat(ann.get("admin")).contains(new Json.Truth(false));
    assertThat(add("root@example.org", PASSWORD, "--admin").out())
        .isEqualTo("root@example.org can sign in now\n");

    assertThat(users()).hasSize(2).first().isEqualTo(ann);
    assertThat(users().getLast().get("admin")).contains(new Json.Truth(true));
    assertThat(keeper.run("hub", "user", "list").out())
        .isEqualTo("ann@example.org\nroot@example.org  admin\n");

    assertThat(keeper.run("hub", "user", "disable", ANN).out()).contains("cannot sign in any more");
    assertThat(users().getFirst().get("disabled")).contains(new Json.Truth(true));
    assertThat(keeper.run("hub", "user", "list").out()).contains("ann@example.org  disabled");
    Device.Result enabled = keeper.run("hub", "user", "enable", ANN, "--json");
    assertThat(enabled.json().get("success")).contains(new Json.Truth(true));
    assertThat(users().getFirst().get("disabled")).contains(new Json.Truth(false));
    Device.Result changed =
        keeper
            .typing("another horse\n")
            .run("hub", "user", "password", ANN, "--password-stdin", "--json");
    assertThat(changed.exit()).as(changed.toString()).isZero();
    assertThat(changed.out() + changed.err()).doesNotContain("another horse");
  }

  @Test
  void somebodyWhoIsThereAlreadyStaysAsTheyAre() {
    object(add(ANN, PASSWORD, "--json"), "user");
    Device.Result again = add("ANN@example.org", "another horse\n", "--admin", "--json");
    assertFails(again, 1, "failure", "there is an account ann@example.org already");
    assertThat(again.error().text("hint").orElse("")).contains("hub user password");
    assertThat(users())
        .singleElement()
        .satisfies(ann -> assertThat(ann.get("admin")).contains(new Json.Truth(false)));
  }

  @Test
  void aPasswordTooShortOrTooLongIsWrongUsageAndMakesNothing() {
    assertFails(add(ANN, "seven77\n", "--json"), 2, "usage", "8 to 1024 characters");
    assertFails(add(ANN, "x".repeat(1025) + "\n", "--json"), 2, "usage", "8 to 1024 characters");
    assertFails(add(ANN, "", "--json"), 2, "usage", "no password was given");
    assertThat(base.resolve("hub")).doesNotExist();
    assertThat(add(ANN, "x".repeat(1024) + "\n").exit()).isZero();
  }

  @Test
  void whereNobodyIsToBeAskedThePasswordMustStandOnTheInput() {
    Device.Result result = keeper.run("hub", "user", "add", ANN, "--json");
    assertFails(result, 2, "usage", "nobody who could be asked");
    assertThat(result.error().text("hint").orElse("")).contains("--password-stdin");
    assertThat(keeper.typing(PASSWORD).run("hub", "user", "add", ANN).exit())
        .as("on a terminal it is asked for")
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ann", "ann@", "a b@example.org", "", "ann@exa mple.org"})
  void whatIsNoAddressIsWrongUsage(String email) {
    assertFails(add(email, PASSWORD, "--json"), 2, "usage", "is no e-mail address");
    assertThat(base.resolve("hub")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"disable", "enable", "password"})
  void somebodyUnknownIsExitThree(String command) {
    add(ANN, PASSWORD);
    Device.Result result =
        keeper
            .typing(PASSWORD)
            .run(
                command.equals("password")
                    ? new String[] {
                      "hub", "user", command, "bob@example.org", "--password-stdin", "--json"
                    }
                    : new String[] {"hub", "user", command, "bob@example.org", "--json"});
    assertFails(result, 3, "not_found", "there is no account bob@example.org");
    assertThat(result.error().text("hint").orElse("")).contains("hub user list");
  }

  @ParameterizedTest
  @ValueSource(strings = {"user list", "gc", "check", "backup", "user disable"})
  void aDirectoryThatIsNoHubIsExitThreeAndStaysAsItIs(String command) throws IOException {
    Path other = Files.createDirectories(base.resolve("other"));
    Files.writeString(other.resolve("letter.txt"), "not a hub\n");
    for (Path directory : List.of(other, base.resolve("missing"))) {
      Stream<String> more =
          switch (command) {
            case "backup" -> Stream.of(base.resolve("copy").toString());
            case "user disable" -> Stream.of(ANN);
            default -> Stream.empty();
          };
      String[] arguments =
          Stream.of(
                  Stream.of("hub"),
                  Stream.of(command.split(" ")),
                  more,
                  Stream.of("--data", directory.toString(), "--json"))
              .flatMap(each -> each)
              .toArray(String[]::new);
      Device.Result result = keeper.run(arguments);
      assertFails(result, 3, "not_found", "there is no hub in " + directory);
      assertThat(result.error().text("hint").orElse("")).contains("--data");
    }
    assertThat(other).isDirectoryNotContaining("glob:**/hub.db");
    assertThat(base.resolve("missing")).doesNotExist();
    assertThat(base.resolve("copy")).doesNotExist();
  }

  @Test
  void aDatabaseThatIsNoneIsNamed() throws IOException {
    Path other = Files.createDirectories(base.resolve("other"));
    Files.writeString(other.resolve("hub.db"), "this is no database, but a text of some length\n");
    Device.Result result = keeper.run("hub", "user", "list", "--data", other.toString(), "--json");
    assertThat(result.exit()).as(result.toString()).isEqualTo(1);
    assertThat(result.error().text("message").orElse("")).contains(other.toString());
    assertThat(other.resolve("hub.db"))
        .hasContent("this is no database, but a text of some length\n");
  }

  @Test
  void aBackupIsRestoredIntoANewDirectoryOnly() {
    add(ANN, PASSWORD);
    Path copy = base.resolve("copy");
    Device.Result backup = keeper.run("hub", "backup", copy.toString(), "--json");
    assertThat(backup.exit()).as(backup.toString()).isZero();
    assertThat(backup.json().get("success")).contains(new Json.Truth(true));
    assertThat(backup.json().whole("packs")).contains(0L);
    assertThat(backup.json().whole("bytes")).isPresent();

    String restored = base.resolve("restored").toString();
    Device.Result restore =
        keeper.run("hub", "restore", copy.toString(), "--data", restored, "--json");
    assertThat(restore.exit()).as(restore.toString()).isZero();
    assertThat(keeper.run("hub", "user", "list", "--data", restored).out())
        .isEqualTo("ann@example.org\n");

    Device.Result twice =
        keeper.run("hub", "restore", copy.toString(), "--data", restored, "--json");
    assertFails(twice, 1, "failure", "holds a hub already", restored);
    Device.Result nothing =
        keeper.run(
            "hub",
            "restore",
            base.resolve("nowhere").toString(),
            "--data",
            base.resolve("new").toString(),
            "--json");
    assertFails(nothing, 3, "not_found", "there is no backup of a hub in", "nowhere");
    assertThat(base.resolve("new")).doesNotExist();
  }

  @Test
  void checkAndGcAnswerWithCounts() {
    add(ANN, PASSWORD);
    Device.Result check = keeper.run("hub", "check", "--json");
    assertThat(check.exit()).as(check.toString()).isZero();
    assertThat(check.out())
        .isEqualTo(
            "{\"schema\":1,\"success\":true,\"projects\":0,\"objects\":0,\"bytes\":0,"
                + "\"findings\":[]}\n");
    assertThat(keeper.run("hub", "check").out()).contains("all is well");
    assertThat(keeper.run("hub", "gc", "--json").out())
        .isEqualTo(
            "{\"schema\":1,\"success\":true,\"objects\":0,\"packs\":0,\"bytes\":0,\"tokens\":0}\n");
    assertThat(keeper.run("hub", "gc").out()).startsWith("freed 0 B");
  }

  @Test
  void aBackupOntoTheHubItselfIsRefused() throws IOException {
    add(ANN, PASSWORD);
    byte[] before = Files.readAllBytes(base.resolve("hub/hub.db"));
    assertFails(
        keeper.run("hub", "backup", data, "--json"), 1, "failure", "is that of the hub itself");
    Files.createSymbolicLink(base.resolve("link"), base.resolve("hub"));
    assertFails(
        keeper.run("hub", "backup", base.resolve("link").toString(), "--json"),
        1,
        "failure",
        "is that of the hub itself");
    assertThat(base.resolve("hub/hub.db")).hasBinaryContent(before);
  }

  @Test
  void aTargetThatCannotBeWrittenIsNamed() throws IOException {
    add(ANN, PASSWORD);
    Path file = base.resolve("file");
    Files.writeString(file, "a file\n", StandardOpenOption.CREATE);
    Device.Result result = keeper.run("hub", "backup", file + "/copy", "--json");
    assertThat(result.exit()).as(result.toString()).isEqualTo(1);
    assertThat(result.error().text("message").orElse("")).contains(file.toString());
  }

  @Test
  void aSubCommandThatIsMissingOrUnknownIsWrongUsage() {
    assertThat(keeper.run("hub").exit()).isEqualTo(2);
    assertThat(keeper.run("hub", "user").exit()).isEqualTo(2);
    assertThat(keeper.run("hub", "user", "add").exit()).isEqualTo(2);
    assertThat(keeper.run("hub", "backup").exit()).isEqualTo(2);
    assertThat(keeper.run("hub", "restore").exit()).isEqualTo(2);
    assertThat(keeper.run("hub", "bakcup", "x").err()).contains("backup");
    assertThat(keeper.run("hub", "user", "add", "--help").out())
        .contains("Example:", "--password-stdin", "--admin", "--data");
  }
}
