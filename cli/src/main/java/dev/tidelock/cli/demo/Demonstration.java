package dev.tidelock.cli.demo;

import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Terminal;
import dev.tidelock.cli.output.Words;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The story: two devices and a shared directory, from the first sync to a kill in the middle of
/// one. Whatever does not go as told ends it with a [Failure].
public final class Demonstration {
  private static final String PROJECT = "journey";
  private static final int CHANGED = 60;
  private static final int ADDED = 240;

  private final Narrator narrator;
  private final Path base;
  private final DemoDevice laptop;
  private final DemoDevice desktop;
  private final Path remote;
  private final SplittableRandom random = new SplittableRandom(7);

  /// @param terminal where it is told
  /// @param base an empty directory to play in
  /// @param program what the devices run
  public Demonstration(Terminal terminal, Path base, ProgramLine program) {
    this.narrator = new Narrator(terminal);
    this.base = base;
    this.laptop = new DemoDevice("laptop", "ann", base, program);
    this.desktop = new DemoDevice("desktop", "ben", base, program);
    this.remote = base.resolve("remote");
  }

  /// Plays it all.
  public void play() {
    narrator.tell(
        "Two devices, each with an identity of its own (TIDELOCK_HOME), and a plain directory through"
            + " which they sync. All of it is below "
            + base
            + "; every line after a $ is run as a"
            + " process of its own.");
    firstSync();
    mergeOfText();
    conflict();
    renamedDirectory();
    killedWhileSending();
    killedWhileReceiving();
    end();
  }

  private void firstSync() {
    narrator.step("A project, and its first copy on another device");
    SampleProject.make(laptop.directory());
    make(remote);
    narrator.tell(
        "A project lies on the laptop: text, code, JSON, YAML, images, an SQLite database, an"
            + " executable script, symbolic links, an empty directory, unicode names, a 3 MiB binary.");
    String url = remote.toUri().toString().replaceAll("/$", "");
    run(laptop, "init", ".", "--name", PROJECT, "--remote", url);
    sync(laptop);
    run(desktop, "clone", url, desktop.directory().getFileName().toString());
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
    require(laptop, SampleProject.TEXT, "and why.", "for now.");
    require(laptop, SampleProject.DATA, "false", "Harbour");
    require(laptop, SampleProject.SETTINGS, "512", "9003");
    narrator.found("all six edits are in the three files, on both devices");
    same();
  }

  private void conflict() {
    narrator.step("A real conflict");
    narrator.tell("Both change the same line of " + SampleProject.PLAN + ".");
    laptop.replace(SampleProject.PLAN, "Tuesday: museum", "Tuesday: opera");
    desktop.replace(SampleProject.PLAN, "Tuesday: museum", "Tuesday: beach");
    sync(laptop);
    run(desktop, ExitCode.CONFLICTS, "sync");
    run(laptop, ExitCode.CONFLICTS, "sync");
    run(laptop, ExitCode.CONFLICTS, "conflicts");
    require(laptop, SampleProject.PLAN, "opera");
    require(desktop, SampleProject.PLAN, "beach");
    narrator.found(
        "no disk was touched: the laptop still says opera, the desktop still says beach");
    narrator.tell(
        "It is resolved on one device, for all; what was not taken stays in the history.");
    run(laptop, "resolve", SampleProject.PLAN, "--strategy", "local");
    sync(laptop);
    sync(desktop);
    require(desktop, SampleProject.PLAN, "opera");
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
    require(laptop, "pictures/captions.txt", "Summer 2026");
    if (!Files.exists(laptop.directory().resolve("pictures/sea/img_9999.png"))
        || Files.exists(desktop.directory().resolve("photos"))) {
      throw unexpected("the work in photos did not follow to pictures");
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
      throw unexpected(torn + " files are torn");
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

  private void end() {
    narrator.step("The end");
    for (DemoDevice device : List.of(laptop, desktop)) {
      sync(device);
      run(device, "verify");
    }
    same();
  }

  private void syncAll() {
    sync(laptop);
    sync(desktop);
    sync(laptop);
  }

  private void sync(DemoDevice device) {
    run(device, "sync");
  }

  private void run(DemoDevice device, String... arguments) {
    run(device, ExitCode.OK, arguments);
  }

  private void run(DemoDevice device, ExitCode expected, String... arguments) {
    narrator.command(device.name(), commandLine(arguments));
    DemoDevice.Run run = device.run(arguments);
    narrator.answer(run.output());
    if (run.exit() != expected.number()) {
      throw unexpected(
          "'"
              + commandLine(arguments)
              + "' on the "
              + device.name()
              + " ended with "
              + run.exit()
              + ", not "
              + expected.number());
    }
  }

  private static String commandLine(String... arguments) {
    return "tidelock "
        + Arrays.stream(arguments)
            .map(word -> word.matches("[-\\w./:@=]+") ? word : "'" + word + "'")
            .collect(Collectors.joining(" "));
  }

  private void same() {
    TreeComparison comparison = TreeComparison.of(laptop.directory(), desktop.directory());
    if (!comparison.equal()) {
      comparison.differences().stream().limit(10).forEach(narrator::wrong);
      throw unexpected(
          Words.count(comparison.differences().size(), "path") + " are not the same on both sides");
    }
    narrator.found(
        "compared byte by byte: %d files, %d links, %d directories, %s are the same on both sides"
            .formatted(
                comparison.files(),
                comparison.links(),
                comparison.directories(),
                Words.size(comparison.bytes())));
  }

  private void require(DemoDevice device, String path, String... pieces) {
    String text = device.read(path);
    for (String piece : pieces) {
      if (!text.contains(piece)) {
        throw unexpected("on the " + device.name() + ", " + path + " has no '" + piece + "'");
      }
    }
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

  private static Failure unexpected(String message) {
    return new Failure(
        ExitCode.FAILURE,
        message,
        "this must not happen; run it again with --keep and look at the two directories");
  }
}
