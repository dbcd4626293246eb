package dev.tidelock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Surroundings;
import dev.tidelock.cli.program.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/// The program as a whole: help, usage errors, completion.
class ProgramTest {
  @TempDir private Path base;

  private Device device() {
    return Device.create(base, "alice");
  }

  private static List<CommandLine> commands() {
    List<CommandLine> all = new ArrayList<>();
    List<CommandLine> open =
        new ArrayList<>(List.of(Program.tree(new Workbench(Surroundings.ofProcess()))));
    while (!open.isEmpty()) {
      CommandLine next = open.removeLast();
      all.add(next);
      open.addAll(next.getSubcommands().values());
    }
    return all;
  }

  static Stream<String> everyCommand() {
    return commands().stream().map(each -> each.getCommandSpec().qualifiedName());
  }

  @ParameterizedTest
  @MethodSource("everyCommand")
  void everyCommandExplainsItselfAndShowsAnExample(String name) {
    String[] words = (name.replaceFirst("^tidelock ?", "") + " --help").strip().split(" ");

    Device.Result result = device().run(words);

    assertThat(result.exit()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("Usage: " + name);
    assertThat(result.out().lines()).allMatch(line -> line.length() <= 100);
    if (!name.equals("tidelock")) {
      assertThat(result.out()).contains("Example");
    }
  }

  @Test
  void helpListsTheExitCodes() {
    Device.Result result = device().run("help");

    for (ExitCode code : ExitCode.values()) {
      assertThat(result.out()).contains(code.number() + " ").contains(code.meaning());
    }
    assertThat(device().run("help", "sync", "resolve").out()).contains("tidelock sync resolve");
    assertThat(device().run("help", "snyc").exit()).isEqualTo(2);
  }

  @Test
  void withoutACommandItShowsWhatThereIs() {
    assertThat(device().run().out()).contains("Commands:", "clone");
    assertThat(device().run().exit()).isZero();
  }

  @Test
  void wrongUsageIsExitTwoWithAHint() {
    Device.Result unknown = device().run("statsu");
    assertThat(unknown.exit()).isEqualTo(2);
    assertThat(unknown.err()).contains("statsu", "status");
    Device.Result option = device().run("sync", "--json", "--nonsense");
    assertThat(option.exit()).isEqualTo(2);
    assertThat(option.error().text("code")).contains("usage");
    assertThat(option.out()).isEmpty();
    assertThat(device().run("sync", "--direction", "sideways").err()).contains("up, down, both");
    assertThat(device().run("sync", "--strategy", "nwest").err())
        .contains("did you mean 'newest'?");
  }

  @Test
  void versionIsTextOrADocument() {
    assertThat(device().run("version").out()).startsWith("tidelock ");
    assertThat(device().run("--version").out()).startsWith("tidelock ");
    assertThat(device().run("version", "--json").json().whole("schema")).contains(1L);
  }

  @Test
  void completionKnowsTheCommands() {
    assertThat(device().run("completion", "bash").out()).contains("resolve", "--accept-deletes");
    assertThat(device().run("completion", "zsh").out()).contains("bashcompinit");
    assertThat(device().run("completion", "fish").out())
        .contains("complete -c tidelock", "-a 'sync'", "-l 'direction'".replace("'", ""));
    assertThat(device().run("completion", "tcsh").exit()).isEqualTo(2);
  }

  @Test
  void settingsAreSetReadAndExplained() {
    Device alice = device();
    alice.run("init");

    assertThat(alice.run("config", "get", "conflict.default_strategy").out()).isEqualTo("merge\n");
    assertThat(alice.run("config", "set", "conflict.default_strategy", "newest").exit()).isZero();
    assertThat(alice.run("config", "get", "sync.conflict.default_strategy").out())
        .isEqualTo("newest\n");
    assertThat(alice.run("config", "set", "watch.debounce_ms", "soon").exit()).isEqualTo(2);
    assertThat(alice.run("config", "get", "watch.debuonce_ms").err()).contains("debounce_ms");
    assertThat(alice.run("config", "list").out())
        .contains("sync.conflict.default_strategy = newest");
    assertThat(alice.run("config", "explain").out())
        .contains("sync.watch.enabled", "conflict.paths");
    assertThat(alice.run("config", "set", "enabled", "false").exit()).isZero();
    assertThat(alice.run("sync").exit()).isEqualTo(2);
  }

  @Test
  void aDirectoryThatSyncsOnlyWhenAskedIsNotWatched() {
    for (String key : List.of("auto_sync", "watch")) {
      Device alice = Device.create(base.resolve(key), "alice");
      alice.run("init");
      alice.write(
          ".tidelock/sync.yaml",
          "sync:\n  workspaces:\n    - local: .\n      " + key + ": false\n");

      Device.Result watch = alice.run("sync", "--watch");
      Device.Result all = alice.run("sync", "--watch", "--all");

      assertThat(watch.exit()).isEqualTo(2);
      assertThat(watch.err()).contains("switched off", key);
      assertThat(all.exit()).isEqualTo(2);
      assertThat(all.err()).contains("all workspaces");
      assertThat(alice.run("sync").exit()).isZero();
      assertThat(alice.run("sync", "--all").exit()).isZero();
    }
  }
}
