package dev.tidelock.hub;

import java.io.IOException;
import java.nio.file.Path;

/// A hub as a process of its own: prints its address, and serves until its input ends.
final class HubProcess {
  private HubProcess() {}

  public static void main(String[] arguments) throws IOException {
    try (TestHub hub = TestHub.start(Path.of(arguments[0]))) {
      if (hub.people().all().isEmpty()) {
        hub.addAccount(arguments[1]);
      }
      System.out.println(hub.url());
      while (System.in.read() >= 0) {
        // Whoever started it is still there.
      }
    }
  }
}
