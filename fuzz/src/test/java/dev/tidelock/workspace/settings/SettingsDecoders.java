package dev.tidelock.workspace.settings;

import static dev.tidelock.fuzz.Decoder.require;

import dev.tidelock.core.Bytes;
import dev.tidelock.fuzz.Decoder;
import dev.tidelock.fuzz.Samples;
import java.util.List;
import java.util.Map;

/// The decoder of `sync.yaml`: whatever it holds, there are settings and problems.
public final class SettingsDecoders {
  private SettingsDecoders() {}

  public static List<Decoder> all() {
    return List.of(
        new Decoder(
            "settings",
            new Decoder.Bound(8 << 20, 16_384),
            List.of(),
            SettingsDecoders::files,
            SettingsDecoders::read));
  }

  private static List<Bytes> files() {
    return Samples.texts(
        """
        sync:
          workspaces:
            - local: ./data
              cloud: main
              watch: false
              sync_direction: up
          conflict:
            strategy: manual
            paths:
              - pattern: "*.json"
                strategy: newest
          watch:
            interval: ${SECONDS}
          behavior:
            ignore_patterns: ["*.tmp", &a b, *a]
        """,
        "sync: {watch: !!int 3, ? [a] : b, <<: {x: ${A}}}\n---\nmore\n");
  }

  private static void read(Bytes input) {
    Settings settings = SettingsReader.read(input.toUtf8(), Map.of("SECONDS", "5", "A", "$1\\"));
    settings.problems().forEach(problem -> require(problem.line() >= 1, "a problem has its line"));
  }
}
