package dev.tidelock.hub;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A hub in a process of its own, which can be killed.
///
/// @param process the process
/// @param url where it answers
record HubOfItsOwn(Process process, URI url) implements AutoCloseable {
  /// Starts it on a directory, with an account whose password is [TestHub#PASSWORD].
  ///
  /// @param options for its virtual machine
  static HubOfItsOwn start(Path data, String email, String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED"));
    Collections.addAll(command, options);
    command.addAll(List.of("-cp", classes(), HubProcess.class.getName(), data.toString(), email));
    Process process =
        new ProcessBuilder(command)
            .redirectError(data.resolveSibling("hub-errors").toFile())
            .start();
    BufferedReader out = process.inputReader();
    return new HubOfItsOwn(process, URI.create(String.valueOf(out.readLine())));
  }

  private static String classes() {
    String tests = HubProcess.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    return String.join(
        File.pathSeparator,
        System.getProperty("java.class.path"),
        System.getProperty("jdk.module.path", ""),
        tests);
  }

  /// SIGKILL.
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
