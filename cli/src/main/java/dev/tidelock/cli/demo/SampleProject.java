package dev.tidelock.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.SplittableRandom;

/// A project as people have them: some hundred files of many kinds. The same on every run.
final class SampleProject {
  static final String TEXT = "README.md";
  static final String SETTINGS = "config/service-03.yaml";
  static final String DATA = "data/station-007.json";
  static final String PLAN = "notes/plan.txt";

  private final Path root;
  private final SplittableRandom random = new SplittableRandom(20_260_101);

  private SampleProject(Path root) {
    this.root = root;
  }

  /// Makes it in a directory that is not there yet.
  static void make(Path root) {
    try {
      new SampleProject(root).make();
    } catch (IOException e) {
      throw new UncheckedIOException("the sample project cannot be made at " + root, e);
    }
  }

  private void make() throws IOException {
    write(TEXT, "# A journey\n\nWhere we go.\n\n" + prose(40) + "\nThe end.\n");
    write(PLAN, "Monday: arrive\nTuesday: museum\nWednesday: rest\nThursday: harbour\n");
    for (int i = 0; i < 60; i++) {
      write("docs/chapter-%02d.md".formatted(i), "# Chapter " + i + "\n\n" + prose(30));
    }
    for (int i = 0; i < 90; i++) {
      write(
          "src/journey/Step%03d.java".formatted(i),
          "package journey;\n\n/// Step %d.\nfinal class Step%03d {\n".formatted(i, i)
              + "  int minutes() {\n    return "
              + random.nextInt(1, 90)
              + ";\n  }\n}\n");
    }
    for (int i = 0; i < 60; i++) {
      write("data/station-%03d.json".formatted(i), station(i));
    }
    for (int i = 0; i < 20; i++) {
      write(
          "config/service-%02d.yaml".formatted(i),
          "# How service %d runs.\nname: service-%d\nport: %d\nlimits:\n  memory: 256\n  files: 64\n"
              .formatted(i, i, 8000 + i));
    }
    photos();
    oddities();
  }

  private void photos() throws IOException {
    StringBuilder captions = new StringBuilder();
    for (int i = 0; i < 80; i++) {
      write(
          "photos/%s/img_%04d.png".formatted(i % 2 == 0 ? "sea" : "town", i),
          Specimen.image(random, 48 + random.nextInt(64)));
      captions.append("img_%04d: %s%n".formatted(i, prose(1).strip()));
    }
    write("photos/captions.txt", captions.toString());
  }

  private void oddities() throws IOException {
    write("media/film.bin", Specimen.noise(random, 3 << 20));
    Files.createDirectories(root.resolve("accounts"));
    Specimen.database(root.resolve("accounts/expenses.sqlite"));
    write("bin/count.sh", "#!/bin/sh\nfind . -type f | wc -l\n");
    Files.setPosixFilePermissions(
        root.resolve("bin/count.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createSymbolicLink(root.resolve("latest.md"), Path.of("docs/chapter-59.md"));
    Files.createSymbolicLink(root.resolve("nowhere"), Path.of("../not there"));
    Files.createDirectories(root.resolve("inbox/empty"));
    write("empty.txt", "");
    write("Notizen/Grüße aus Köln.txt", "Schöne Grüße!\n");
    write("日本語/旅行.txt", "東京、京都\n");
    write("🚀 launch.md", "# Lift-off\n");
    write("it's 100% \"quoted\" & spaced.txt", "names are names\n");
  }

  private String station(int i) {
    return """
    {
      "id": %d,
      "name": "Station %d",
      "open": true,
      "position": { "lat": %d.%04d, "lon": %d.%04d },
      "lines": ["U%d", "S%d"]
    }
    """
        .formatted(
            i,
            i,
            random.nextInt(40, 60),
            random.nextInt(10_000),
            random.nextInt(0, 20),
            random.nextInt(10_000),
            i % 9 + 1,
            i % 5 + 1);
  }

  private String prose(int lines) {
    String[] words =
        "the road leads along river and hill to a town where people wait with bread and news"
            .split(" ");
    StringBuilder text = new StringBuilder();
    for (int line = 0; line < lines; line++) {
      for (int word = 0; word < 12; word++) {
        text.append(words[random.nextInt(words.length)]).append(word == 11 ? ".\n" : " ");
      }
    }
    return text.toString();
  }

  private void write(String path, String text) throws IOException {
    write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private void write(String path, byte[] content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }
}
