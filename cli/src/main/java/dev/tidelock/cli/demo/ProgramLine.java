package dev.tidelock.cli.demo;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// How this very program is started: the words of a command line, before those of its user.
///
/// @param words the Java launcher, its options, and the program
public record ProgramLine(List<String> words) {
  private static final String MODULE = "dev.tidelock.cli";
  private static final String MAIN = MODULE + ".Main";
  private static final String CACHE = "-XX:AOTCache=";

  public ProgramLine {
    words = List.copyOf(words);
  }

  /// The way in which the running process was started, with all its options; where it is not the
  /// program itself, as in a test, the same classes in a machine of their own.
  public static ProgramLine ofProcess() {
    List<String> own =
        List.of(ProcessHandle.current().info().arguments().orElseGet(() -> new String[0]));
    int module = Math.max(own.indexOf("-m"), own.indexOf("--module")) + 1;
    if (module > 0 && module < own.size() && own.get(module).startsWith(MODULE + "/")) {
      return of(own.subList(0, module), MODULE + "/" + MAIN);
    }
    return onClassPath();
  }

  private static ProgramLine onClassPath() {
    return of(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path", "")
                + File.pathSeparator
                + System.getProperty("jdk.module.path", "")),
        MAIN);
  }

  private static ProgramLine of(List<String> options, String main) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProgramLine(
        Stream.of(List.of(java), options, List.of(main)).flatMap(List::stream).toList());
  }

  /// The whole command line with the words of a user.
  public List<String> with(List<String> arguments) {
    boolean hub = !arguments.isEmpty() && arguments.getFirst().equals("hub");
    List<String> line = new ArrayList<>(hub ? withHub() : words);
    line.addAll(arguments);
    return line;
  }

  /// The words that also load the hub: its part of the program lies apart, as the launcher knows,
  /// with a cache of its own.
  private List<String> withHub() {
    List<String> line = new ArrayList<>();
    for (String word : words) {
      if (word.startsWith(CACHE)) {
        String own = word.replaceFirst("\\.aot$", ".hub.aot");
        if (Files.exists(Path.of(own.substring(CACHE.length())))) {
          line.add(own);
        }
      } else if (!line.isEmpty() && line.getLast().equals("-p")) {
        Path apart = Path.of(word, "hub");
        line.add(Files.isDirectory(apart) ? word + File.pathSeparator + apart : word);
      } else if (word.equals("-m")) {
        line.add("--add-modules=dev.tidelock.hub");
        line.add(word);
      } else if (!word.startsWith("--add-modules=")) {
        line.add(word);
      }
    }
    return line;
  }
}
