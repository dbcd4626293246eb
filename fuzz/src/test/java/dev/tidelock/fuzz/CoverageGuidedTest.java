package dev.tidelock.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Lets Jazzer look for findings, decoder by decoder, each for `tidelock.fuzz.seconds` in a process
/// of its own, and prints how many inputs it tried. With `tidelock.fuzz.decoders` only those named,
/// with commas between them. What led further is kept in `target/corpus` and is where the next run
/// begins.
@EnabledIfSystemProperty(named = "tidelock.fuzz.seconds", matches = "[0-9]+")
class CoverageGuidedTest {
  private static final Pattern DONE = Pattern.compile("(?m)^Done (\\d+) runs in (\\d+) second");
  private static final Pattern COVERAGE = Pattern.compile("cov: (\\d+) ft: (\\d+)");

  static List<String> names() {
    String chosen = System.getProperty("tidelock.fuzz.decoders", "");
    return chosen.isBlank()
        ? Decoders.all().stream().map(Decoder::name).toList()
        : Arrays.asList(chosen.split(","));
  }

  @ParameterizedTest
  @MethodSource("names")
  void nothingIsFoundInTheTimeGiven(String name) throws IOException, InterruptedException {
    Duration time = Duration.ofSeconds(Long.getLong("tidelock.fuzz.seconds"));
    Path place = Path.of("target", "corpus", name).toAbsolutePath();
    Path inputs = Files.createDirectories(place.resolve("inputs"));
    Path log = place.resolve("log");
    seed(Decoders.named(name), inputs);
    Process process =
        new ProcessBuilder(command(name, inputs, time))
            .directory(place.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int exit = process.waitFor();
    String told = Files.readString(log);
    System.out.println(summary(name, told));
    assertThat(exit).as(() -> "see " + log + ":\n" + end(told)).isZero();
  }

  private static void seed(Decoder decoder, Path inputs) throws IOException {
    List<Bytes> seeds = new ArrayList<>(decoder.seeds().get());
    seeds.addAll(KeptInputs.of(decoder));
    for (int i = 0; i < seeds.size(); i++) {
      Files.write(inputs.resolve("seed-" + i), seeds.get(i).toByteArray());
    }
  }

  private static List<String> command(String name, Path inputs, Duration time) {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return List.of(
        java,
        "-Xmx2g",
        "-Xss1m",
        "-ea",
        "-XX:+EnableDynamicAgentLoading",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        absolute(classPath),
        "com.code_intelligence.jazzer.Jazzer",
        "--target_class=dev.tidelock.fuzz.GuidedTarget",
        "--target_args=" + name,
        "--instrumentation_includes=dev.tidelock.**:org.snakeyaml.**:tools.jackson.core.**",
        "--instrumentation_excludes=dev.tidelock.fuzz.**",
        "-max_total_time=" + time.toSeconds(),
        "-max_len=65536",
        "-timeout=20",
        "-rss_limit_mb=6000",
        "-print_final_stats=1",
        inputs.toString());
  }

  /// The process works in another directory.
  private static String absolute(String classPath) {
    return String.join(
        File.pathSeparator,
        Arrays.stream(classPath.split(File.pathSeparator))
            .map(each -> Path.of(each).toAbsolutePath().toString())
            .toList());
  }

  private static String summary(String name, String told) {
    Matcher done = DONE.matcher(told);
    String runs = done.find() ? done.group(1) + " inputs in " + done.group(2) + " s" : "cut short";
    String last = "";
    Matcher coverage = COVERAGE.matcher(told);
    while (coverage.find()) {
      last = ", " + coverage.group(1) + " edges, " + coverage.group(2) + " features";
    }
    return "%-16s %s%s".formatted(name, runs, last);
  }

  private static String end(String text) {
    return text.substring(Math.max(0, text.length() - 4000));
  }
}
