package dev.tidelock.cli.demo;

import dev.tidelock.cli.output.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/// The first half of the story: two devices and a shared directory, from the first sync to a kill
/// in the middle of one.
final class DirectoryStory {
  static final String PROJECT = "journey";
  private static final int CHANGED = 60;
  private static final int ADDED = 240;

  private final Stage stage;
  private final Narrator narrator;
  private final DemoDevice laptop;
  private final DemoDevice desktop;
  private final Path remote;
  private final SplittableRandom random = new SplittableRandom(7);

  DirectoryStory(Stage stage) {
    this.stage = stage;
    this.narrator = stage.narrator();
    this.laptop = stage.device("laptop", "ann");
    this.desktop = stage.device("desktop", "ben");
    this.remote = stage.base().resolve("remote");
  }

  /// Plays it.
  void play() {
    firstSync();
    mergeOfText();
    conflict();
    renamedDirectory();
    killedWhileSending();
    killedWhileReceiving();
  }

  private void firstSync() {
    narrator.step("A project, and its first copy on another device");
    SampleProject.make(laptop.directory());
    make(remote);
    narrator.tell(
        "A project lies on the laptop: text, code, JSON, YAML, images, an SQLite database, an"
            + " executable script, symbolic links, an empty directory, unicode names, a 3 MiB binary.");
    String url = remote.toUri().toString().replaceAll("/$", "");
    stage.run(laptop, "init", ".", "--name", PROJECT, "--remote", url);
    sync(laptop);
    stage.run(desktop, "clone", url, desktop.directory().getFileName().toString());
    same();
  }

  private void mergeOfText() {
    narrator.step("Edits on both sides at the same time");
    narrator.tell(
        "Ann changes the beginning of "
            + SampleProject.TEXT
            + ", Ben its end; Ann closes a station in a JSON file, Ben renames it; Ann raises a limit"
            + " in a YAML file, Ben changes the port; Ann adds a page, Ben deletes one.");
    laptop.replace(SampleProject.TEXT, "Where we go.", "Where we go, and why.");
    laptop.replace(SampleProject.DATA, "\"open\": true", "\"open\": false");
    laptop.replace(SampleProject.SETTINGS, "memory: 256", "memory: 512");
    laptop.write("docs/chapter-60.md", "# Chapter 60\n\nHome again.\n");
    desktop.replace(SampleProject.TEXT, "The end.", "The end, for now.");
    desktop.replace(SampleProject.DATA, "\"Station 7\"", "\"Harbour\"");
    desktop.replace(SampleProject.SETTINGS, "port: 8003", "port: 9003");
    delete(desktop.directory().resolve("docs/chapter-13.md"));
    syncAll();
    stage.require(laptop, SampleProject.TEXT, "and why.", "for now.");
    stage.require(laptop, SampleProject.DATA, "false", "Harbour");
    stage.require(laptop, SampleProject.SETTINGS, "512", "9003");
    narrator.found("all six edits are in the three files, on both devices");
    same();
  }

  private void conflict() {
    narrator.step("A real conflict");
    narrator.tell("Both change the same line of " + SampleProject.PLAN + ".");
    laptop.replace(SampleProject.PLAN, "Tuesday: museum", "Tuesday: opera");
    desktop.replace(SampleProject.PLAN, "Tuesday: museum", "Tuesday: beach");
    sync(laptop);
    stage.run(desktop, ExitCode.CONFLICTS, "sync");
    stage.run(laptop, ExitCode.CONFLICTS, "sync");
    stage.run(laptop, ExitCode.CONFLICTS, "conflicts");
    stage.require(laptop, SampleProject.PLAN, "opera");
    stage.require(desktop, SampleProject.PLAN, "beach");
    narrator.found(
        "no disk was touched: the laptop still says opera, the desktop still says beach");
    narrator.tell(
        "It is resolved on one device, for all; what was not taken stays in the history.");
    stage.run(laptop, "resolve", SampleProject.PLAN, "--strategy", "local");
    sync(laptop);
    sync(desktop);
    stage.require(desktop, SampleProject.PLAN, "opera");
    same();
  }

  private void renamedDirectory() {
    narrator.step("A directory is renamed while somebody works in it");
    narrator.tell(
        "Ann renames photos to pictures (81 files). Ben, who does not know, edits"
            + " photos/captions.txt and adds a photo.");
    narrator.command(laptop.name(), "mv photos pictures");
    move(laptop.directory().resolve("photos"), laptop.directory().resolve("pictures"));
    desktop.write("photos/captions.txt", "Summer 2026\n" + desktop.read("photos/captions.txt"));
    desktop.write("photos/sea/img_9999.png", Specimen.image(random, 64));
    syncAll();
    stage.require(laptop, "pictures/captions.txt", "Summer 2026");
    if (!Files.exists(laptop.directory().resolve("pictures/sea/img_9999.png"))
        || Files.exists(desktop.directory().resolve("photos"))) {
      throw Stage.unexpected("the work in photos did not follow to pictures");
    }
    narrator.found("the edit and the new photo followed to pictures, and no image was sent again");
    same();
  }

  private void killedWhileSending() {
    narrator.step("kill -9 while it sends");
    change(laptop, 1);
    DemoDevice.Run run = killed(laptop, () -> !isEmpty(remote.resolve("~tidelock/tmp")));
    narrator.tell(
        run.killed()
            ? "It was killed while it wrote to the remote (exit " + run.exit() + "). Once more:"
            : "It was quicker than the kill this time. Once more:");
    sync(laptop);
    sync(desktop);
    same();
  }

  private void killedWhileReceiving() {
    narrator.step("kill -9 while it writes files");
    change(laptop, 2);
    sync(laptop);
    Path first = desktop.directory().resolve(added(2, 0));
    DemoDevice.Run run = killed(desktop, () -> Files.exists(first));
    narrator.tell(
        run.killed()
            ? "It was killed among its renames (exit " + run.exit() + ")."
            : "It was quicker than the kill this time.");
    long torn =
        IntStream.range(0, ADDED)
            .mapToObj(i -> added(2, i))
            .filter(path -> Files.exists(desktop.directory().resolve(path)))
            .filter(this::differs)
            .count();
    long there =
        IntStream.range(0, ADDED)
            .filter(i -> Files.exists(desktop.directory().resolve(added(2, i))))
            .count();
    if (torn > 0) {
      throw Stage.unexpected(torn + " files are torn");
    }
    narrator.found(there + " of " + ADDED + " new files are there, each of them whole. Once more:");
    sync(desktop);
    same();
  }

  /// Adds files and changes others.
  private void change(DemoDevice device, int round) {
    for (int i = 0; i < ADDED; i++) {
      device.write(added(round, i), Specimen.noise(random, 20_000 + random.nextInt(60_000)));
    }
    for (int i = 0; i < CHANGED - 1; i++) {
      if (i != 13) {
        String path = "docs/chapter-%02d.md".formatted(i);
        device.write(path, device.read(path) + "Line of round " + round + ".\n");
      }
    }
    narrator.tell(
        "On the "
            + device.name()
            + " "
            + ADDED
            + " files are added (12 MB that no compression makes smaller) and "
            + (CHANGED - 2)
            + " are changed. Then a sync is killed in the middle.");
  }

  private static String added(int round, int i) {
    return "recordings/day-%d/take-%03d.raw".formatted(round, i);
  }

  private DemoDevice.Run killed(DemoDevice device, BooleanSupplier moment) {
    narrator.command(device.name(), "tidelock sync & … kill -9 $!");
    return device.runAndKill(moment, "sync");
  }

  private void syncAll() {
    sync(laptop);
    sync(desktop);
    sync(laptop);
  }

  private void sync(DemoDevice device) {
    stage.run(device, "sync");
  }

  private void same() {
    stage.same(List.of(laptop, desktop));
  }

  private boolean differs(String path) {
    try {
      return Files.mismatch(laptop.directory().resolve(path), desktop.directory().resolve(path))
          >= 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isEmpty(Path directory) {
    String[] names = directory.toFile().list();
    return names == null || names.length == 0;
  }

  private static void make(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
