package dev.tidelock.testkit;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Programs of tests that run as processes of their own, on the machine and with the classes of the
/// running one.
public final class JavaProgram {
  private JavaProgram() {}

  /// The command line of a program.
  ///
  /// @param main its class
  public static List<String> line(Class<?> main, String... arguments) {
    return line(List.of(), main, arguments);
  }

  /// The command line of a program with further options of the virtual machine.
  public static List<String> line(List<String> options, Class<?> main, String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classes(main)));
    line.addAll(options);
    line.add(main.getName());
    line.addAll(List.of(arguments));
    return line;
  }

  private static String classes(Class<?> main) {
    return String.join(
        File.pathSeparator,
        System.getProperty("java.class.path", ""),
        System.getProperty("jdk.module.path", ""),
        place(main).toString());
  }

  /// Where a class lies, which is on neither path if it is one of the tests of a module.
  private static Path place(Class<?> main) {
    try {
      return Path.of(main.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
