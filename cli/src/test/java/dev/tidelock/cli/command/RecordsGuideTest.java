package dev.tidelock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The walk of `docs/records.md`, word by word: every command on its device, and what it shows.
class RecordsGuideTest {
  private static final Pattern COMMAND = Pattern.compile("(laptop|desktop)\\$ (.*)");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  @TempDir private Path home;
  private final Map<String, Device> devices = new HashMap<>();

  @Test
  void theGuideHoldsWordByWord() throws IOException {
    Files.createDirectories(home.resolve("try/shared"));
    for (String name : List.of("laptop", "desktop")) {
      devices.put(name, Device.create(home.resolve("try"), name));
    }
    List<Step> steps = steps(Files.readString(Path.of("..", "docs", "records.md")));
    steps.forEach(this::take);
    assertThat(steps).hasSizeGreaterThan(30);
  }

  /// A command, and what the guide shows below it.
  private record Step(String device, String command, List<String> shown) {}

  private static List<Step> steps(String guide) {
    List<Step> steps = new ArrayList<>();
    boolean inside = false;
    for (String line : guide.split("\n", -1)) {
      Matcher command = COMMAND.matcher(line);
      if (line.startsWith("```")) {
        inside = line.equals("```console");
      } else if (inside && command.matches()) {
        steps.add(new Step(command.group(1), command.group(2), new ArrayList<>()));
      } else if (inside) {
        steps.getLast().shown().add(line);
      }
    }
    return steps;
  }

  private void take(Step step) {
    Device device = Optional.ofNullable(devices.get(step.device())).orElseThrow();
    List<String> words = words(step.command());
    List<String> shown;
    int exit = 0;
    if (words.getFirst().equals("sqlite3")) {
      shown = ask(device.path(words.get(1)), words.get(2));
    } else {
      assertThat(words.getFirst()).isEqualTo("tidelock");
      Device.Result result = device.run(words.subList(1, words.size()).toArray(String[]::new));
      exit = result.exit();
      shown = result.out().lines().toList();
      assertThat(List.of(0, 5)).as(step.command() + " " + result).contains(exit);
    }
    List<String> expected = new ArrayList<>(step.shown());
    int told = expected.removeIf(line -> line.equals("exit 5")) ? 5 : 0;
    assertThat(exit).as(step.command()).isEqualTo(told);
    if (!expected.isEmpty()) {
      assertThat(String.join("\n", shown)).as(step.command()).matches(pattern(expected));
    }
  }

  private static String pattern(List<String> lines) {
    List<String> patterns =
        lines.stream().map(line -> "\\Q" + line.replace("…", "\\E(?s:.*)\\Q") + "\\E").toList();
    return String.join("\n?", patterns);
  }

  private static List<String> ask(Path file, String sql) {
    Sqlite database = Sqlite.at(file);
    return sql.startsWith("SELECT") ? database.ask(sql) : told(database.run(sql));
  }

  private static List<String> told(Sqlite database) {
    assertThat(database.file()).exists();
    return List.of();
  }

  private List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      String text = word.group(1) == null ? word.group(2) : word.group(1);
      words.add(text.replace("$HOME", home.toString()));
    }
    return words;
  }
}
