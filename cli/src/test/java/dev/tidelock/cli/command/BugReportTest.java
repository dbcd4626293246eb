package dev.tidelock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.json.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A bug report holds what helps, and not one byte of what is somebody's.
class BugReportTest {
  /// Every secret has this in it, wherever it was planted.
  private static final String MARK = "xyzzyplugh";

  private static final List<String> ALLOWED =
      List.of(
          "device.json",
          "settings.json",
          "doctor.json",
          "places.json",
          "kept.json",
          "runs.json",
          "verify.json");

  @TempDir private Path base;

  private static String secret(String where) {
    return MARK + "-" + where;
  }

  /// A device and a project in which everything that can be named is a secret.
  private Device planted() throws IOException {
    Path root = Files.createDirectories(base.resolve(secret("base")));
    Path remote = root.resolve(secret("remote"));
    Device device =
        Device.create(root, secret("author"))
            .with("TIDELOCK_TOKEN", "tlk_" + secret("token"))
            .with("TIDELOCK_HUB", "https://" + secret("user") + ".example.org")
            .with("PASSWORD", secret("environment"))
            .with("EDITOR", secret("editor"));
    device
        .write(secret("file") + ".txt", "the password is " + secret("content") + "\n")
        .write(secret("directory") + "/" + MARK + "@example.org", "mail " + secret("mail") + "\n")
        .write(".tidelockignore", secret("ignored") + "\n");
    assertThat(
            device
                .run("init", "--name", secret("project"), "--remote", remote.toUri().toString())
                .exit())
        .isZero();
    assertThat(device.run("sync").exit()).isZero();
    device.write(
        ".tidelock/sync.yaml",
        """
        sync:
          provider: %s
          service_url: https://%s:%s@hub.example.org/
          api_key: %s
          watch:
            debounce_ms: 77
            ignore_patterns:
              - %s
          conflict:
            default_strategy: local
        """
            .formatted(
                secret("provider"),
                secret("name"),
                secret("password"),
                secret("key"),
                secret("pattern")));
    device.write(secret("second") + ".txt", "more " + secret("content") + "\n");
    Files.createSymbolicLink(device.path(secret("link")), Path.of("/" + secret("target")));
    assertThat(device.run("sync").exit()).isZero();
    return device;
  }

  private static Map<String, byte[]> unzipped(Path file) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    try (ZipFile archive = new ZipFile(file.toFile())) {
      for (ZipEntry entry : archive.stream().toList()) {
        assertThat(entry.getComment()).isNull();
        entries.put(entry.getName(), archive.getInputStream(entry).readAllBytes());
      }
    }
    return entries;
  }

  private static void assertNothingOfAnybody(String text, Device device, String where) {
    String lower = text.toLowerCase(Locale.ROOT);
    assertThat(lower).as(where).doesNotContain(MARK, "plugh", "example.org", "tlk_", "@");
    assertThat(lower)
        .as(where)
        .doesNotContain(device.directory().toString().toLowerCase(Locale.ROOT));
    assertThat(lower).as(where).doesNotContain("/tmp/", "file:/", "https:/");
    assertThat(lower).as("ids in " + where).doesNotContainPattern("[0-9a-f]{16}");
  }

  @Test
  void noByteOfItIsAnybodys() throws IOException {
    Device device = planted();
    Path file = base.resolve("report.zip");

    Device.Result result = device.run("bug-report", "--output", file.toString());
    assertThat(result.exit()).as(result.toString()).isZero();
    assertThat(result.out()).contains("kept.json", "verify.json", file.toString());

    Map<String, byte[]> entries = unzipped(file);
    assertThat(entries.keySet()).containsExactlyInAnyOrderElementsOf(ALLOWED);
    entries.forEach((name, bytes) -> {
      assertNothingOfAnybody(new String(bytes, StandardCharsets.UTF_8), device, name);
      assertNothingOfAnybody(new String(bytes, StandardCharsets.ISO_8859_1), device, name);
    });
    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
        .doesNotContain(MARK);
  }

  @Test
  void itHoldsWhatHelps() throws IOException {
    Device device = planted();
    Path file = base.resolve("report.zip");
    assertThat(device.run("bug-report", "--output", file.toString(), "--json").exit()).isZero();

    Map<String, byte[]> entries = unzipped(file);
    Json.Members settings = members(entries, "settings.json");
    assertThat(settings.text("watch.debounce_ms")).contains("77");
    assertThat(settings.text("api_key")).contains("is set");
    assertThat(settings.text("conflict.default_strategy")).contains("local");
    Json.Members kept = members(entries, "kept.json");
    assertThat(kept.whole("files").orElse(0L)).isGreaterThan(2);
    assertThat(kept.get("objects").toString()).contains("commit", "map");
    Json.Members facts = members(entries, "device.json");
    assertThat(facts.text("java").orElse("")).startsWith("25");
    assertThat(members(entries, "verify.json").whole("objects").orElse(0L)).isPositive();
    assertThat(members(entries, "places.json").toString()).contains("file", "joined");
    assertThat(
            JsonReader.read(new String(entries.get("runs.json"), StandardCharsets.UTF_8))
                .toString())
        .contains("durationMs", "timestamp");
  }

  private static Json.Members members(Map<String, byte[]> entries, String name) {
    return (Json.Members) JsonReader.read(new String(entries.get(name), StandardCharsets.UTF_8));
  }

  @Test
  void aDryRunWritesNothingAndShowsAll() throws IOException {
    Device device = planted();
    Device.Result result = device.run("bug-report", "--dry-run");
    assertThat(result.exit()).as(result.toString()).isZero();
    assertThat(result.out()).contains("kept.json", "\"commits\"");
    assertNothingOfAnybody(result.out(), device, "the output");
    try (var files = Files.list(device.directory())) {
      assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".zip"));
    }
  }

  @Test
  void whereTheStateIsBrokenItStillSaysWhatItCan() throws IOException {
    Device device = planted();
    Files.writeString(device.path(".tidelock/workspace.json"), "{\"format\":1,\"" + MARK + "\":1}");
    Device.Result outside =
        device.in(base).run("bug-report", "--output", base.resolve("r.zip").toString());
    assertThat(outside.exit()).as(outside.toString()).isZero();
    assertThat(unzipped(base.resolve("r.zip"))).containsOnlyKeys("device.json");
  }
}
