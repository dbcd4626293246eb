package dev.tidelock.hub;

import dev.tidelock.testkit.JavaProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
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
        JavaProgram.line(List.of(options), HubProcess.class, data.toString(), email);
    Process process =
        new ProcessBuilder(command)
            .redirectError(data.resolveSibling("hub-errors").toFile())
            .start();
    BufferedReader out = process.inputReader();
    return new HubOfItsOwn(process, URI.create(String.valueOf(out.readLine())));
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
