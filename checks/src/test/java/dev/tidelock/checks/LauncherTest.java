package dev.tidelock.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher, run for real with a JDK and a Maven that only write down how they were called.
class LauncherTest {
  private static final String JAVA =
      """
      #!/bin/sh
      for argument; do
        case $argument in
          -XX:AOTCacheOutput=*) echo cache >"${argument#*=}"; exit ;;
        esac
      done
      echo "locale ${LC_ALL:-none}"
      for argument; do echo "$argument"; done
      """;

  private static final String MAVEN =
      """
      #!/bin/sh
      echo call >>calls
      [ ! -e broken ] || { echo '[ERROR] no semicolon'; exit 1; }
      mkdir -p cli/target/fast/modules
      cp cli/src/main/Main.java cli/target/fast/tidelock-cli-1.jar
      echo '[INFO] Building Tidelock cli 1'
      """;

  @TempDir private Path scratch = Path.of("");

  private Path home = Path.of("");

  @BeforeEach
  void layOutACheckout() throws IOException {
    home = Files.createDirectories(scratch.resolve("a checkout"));
    for (String module :
        List.of(
            "core", "structured", "engine", "platform", "hubclient", "workspace", "hub", "cli")) {
      Files.createDirectories(home.resolve(module + "/src/main"));
      Files.writeString(home.resolve(module + "/pom.xml"), "");
    }
    Files.createDirectories(home.resolve(".mvn"));
    Files.writeString(home.resolve("pom.xml"), "");
    Files.writeString(home.resolve("cli/src/main/Main.java"), "one");
    for (Path file : everythingIn(home)) {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
    }
    script(home.resolve("tidelock"), Files.readString(Repository.root().resolve("tidelock")));
    script(scratch.resolve("jdk/bin/java"), JAVA);
    script(scratch.resolve("jdk/bin/javac"), JAVA);
    script(scratch.resolve("bin/mvn"), MAVEN);
    Files.writeString(
        scratch.resolve("jdk/release"),
        "IMPLEMENTOR=\"Some One\"\nJAVA_RUNTIME_VERSION=\"25+1\"\nJAVA_VERSION=\"25\"\n");
  }

  @Test
  void firstRunBuildsAndTrainsAndLaterRunsJustStart() throws Exception {
    Run first = start(home.resolve("tidelock"), "status", "a b").finish();
    Run second = start(home.resolve("tidelock"), "status", "a b").finish();

    assertThat(first.code()).isZero();
    assertThat(first.errors()).contains("building cli", "preparing quick starts");
    assertThat(second.errors()).isEmpty();
    assertThat(second.output())
        .endsWith("-m", "dev.tidelock.cli/dev.tidelock.cli.Main", "status", "a b")
        .anyMatch(line -> line.matches("-XX:AOTCache=.*/Some One 25\\+1\\.aot"));
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void firstHubFindsItselfTrainedByWhicheverCommandCameFirst() throws Exception {
    start(home.resolve("tidelock"), "status").finish();
    Run hub = start(home.resolve("tidelock"), "hub", "serve").finish();

    assertThat(hub.code()).isZero();
    assertThat(hub.errors()).isEmpty();
    assertThat(hub.output())
        .contains("-XX:+UseG1GC", "--add-modules=dev.tidelock.hub")
        .anyMatch(line -> line.matches("-XX:AOTCache=.*/Some One 25\\+1\\.hub\\.aot"));
  }

  @Test
  void changedSourceIsBuilt() throws Exception {
    start(home.resolve("tidelock")).finish();
    Path source = Files.writeString(home.resolve("cli/src/main/Main.java"), "two");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(1)));

    Run run = start(home.resolve("tidelock")).finish();

    assertThat(run.code()).isZero();
    assertThat(builds()).isEqualTo(2);
    assertThat(everythingIn(scratch.resolve("cache")))
        .filteredOn(file -> file.endsWith("tidelock-cli-1.jar"))
        .hasSize(2);
  }

  @Test
  void failedBuildSaysWhatIsWrongAndIsTriedAgain() throws Exception {
    Path fault = Files.writeString(home.resolve("broken"), "");

    Run failed = start(home.resolve("tidelock")).finish();
    Files.delete(fault);
    Run healed = start(home.resolve("tidelock")).finish();

    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.output()).isEmpty();
    assertThat(failed.errors()).contains("no semicolon", "the build failed");
    assertThat(healed.code()).isZero();
  }

  @Test
  void firstRunsAtTheSameTimeBuildOnce() throws Exception {
    List<Started> started = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      started.add(start(home.resolve("tidelock"), "n" + i));
    }
    for (Started each : started) {
      assertThat(each.finish().code()).isZero();
    }

    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void chainOfLinksLeadsHome() throws Exception {
    Path near = Files.createSymbolicLink(home.resolve("near"), Path.of("tidelock"));
    Path far = Files.createSymbolicLink(scratch.resolve("far"), near);

    assertThat(start(far, "version").finish().output()).endsWith("version");
  }

  @Test
  void localeIsUnicodeWhateverIsSet() throws Exception {
    Run run = start(Map.of("LC_ALL", "C"), home.resolve("tidelock"), "é").finish();

    assertThat(run.output()).startsWith("locale C.UTF-8").endsWith("é");
  }

  @Test
  void missingMavenIsNamed() throws Exception {
    Files.delete(scratch.resolve("bin/mvn"));
    Path tools = scratch.resolve("tools");
    for (String tool : List.of("sh", "find", "flock", "mkdir", "readlink", "locale", "rm")) {
      script(tools.resolve(tool), "#!/bin/sh\nexec /usr/bin/" + tool + " \"$@\"\n");
    }

    Run run = start(Map.of("PATH", tools.toString()), home.resolve("tidelock")).finish();

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.errors()).contains("needs Maven");
  }

  private long builds() throws IOException {
    return Files.readAllLines(home.resolve("calls")).size();
  }

  private Started start(Path launcher, String... arguments) throws IOException {
    return start(Map.of(), launcher, arguments);
  }

  private Started start(Map<String, String> settings, Path launcher, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(scratch, "output", "");
    Path errors = Files.createTempFile(scratch, "errors", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(scratch.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("LC_") || name.startsWith("TIDELOCK_"));
    environment.put("JAVA_HOME", scratch.resolve("jdk").toString());
    environment.put("PATH", scratch.resolve("bin") + ":" + System.getenv("PATH"));
    environment.put("TIDELOCK_CACHE", scratch.resolve("cache").toString());
    environment.putAll(settings);
    return new Started(builder.start(), output, errors);
  }

  private static List<Path> everythingIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.toList();
    }
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private record Started(Process process, Path output, Path errors) {
    Run finish() throws IOException, InterruptedException {
      int code = process.waitFor();
      return new Run(code, Files.readAllLines(output), Files.readString(errors));
    }
  }

  private record Run(int code, List<String> output, String errors) {}
}
