package dev.tidelock.cli.crash;

import dev.tidelock.cli.command.Device;
import dev.tidelock.cli.torture.KeptContents;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.remote.ProjectPlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Two devices of one project: a small world that is made anew for each kill.
///
/// @param base the directory in which all of it lies
/// @param place where they meet
/// @param alpha the first device
/// @param beta the other one
record Pair(Path base, Place place, Device alpha, Device beta) {
  static final int LARGE = 1_000_000;
  private static final String PROJECT = "crash";
  private static final int ROUNDS = 6;
  private static final int OK = 0;
  private static final int CONFLICTS = 5;

  /// Two devices that know nothing yet.
  static Pair strangers(Path base, Place place) {
    Device alpha = Device.create(base, "alpha");
    Device beta = Device.create(base, "beta");
    place.admit(alpha);
    place.admit(beta);
    return new Pair(base, place, alpha, beta);
  }

  /// The words that make the first device's directory a project.
  List<String> init() {
    return List.of("init", ".", "--name", PROJECT, "--remote", place.url());
  }

  /// The words that bring the project to the other device.
  List<String> cloning() {
    return List.of(
        "clone", place instanceof Place.Served ? place.url() + "/" + PROJECT : place.url(), ".");
  }

  /// What the first device has before there is a project.
  void fill() {
    alpha.write("edited", "before\n");
    alpha.write("deleted", "to be deleted\n");
    alpha.write("renamed", "to be renamed\n");
    alpha.write("d/x", "x\n");
    alpha.write("d/y", "y\n");
    write(alpha, "large", 1, 300_000);
  }

  /// Both have the project, and are at rest.
  void join() {
    fill();
    ok(alpha.run(words(init())));
    ok(alpha.run("sync"));
    ok(beta.run(words(cloning())));
  }

  /// Changes of every kind.
  static void change(Device device) {
    device.write("edited", "after\n");
    delete(device, "deleted");
    move(device, "renamed", "new name");
    move(device, "d", "e");
    device.write("e/x", "x edited\n");
    write(device, "large", 2, 350_000);
    write(device, "new/large", 3, 250_000);
    device.write("new/text", "new\n");
    try {
      Files.setPosixFilePermissions(
          device.path("e/y"), PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.createSymbolicLink(device.path("link"), Path.of("edited"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Changes that meet those of the other device in some places.
  static void changeOtherwise(Device device) {
    device.write("edited", "otherwise\n");
    device.write("d/new", "new in d\n");
    device.write("d/y", "y otherwise\n");
    write(device, "other", 4, 200_000);
  }

  static void write(Device device, String path, long seed, int size) {
    byte[] content = new byte[size];
    new Random(seed).nextBytes(content);
    try {
      Path file = device.path(path);
      Files.createDirectories(file.resolveSibling("."));
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Device device, String path) {
    try {
      Files.delete(device.path(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void move(Device device, String from, String to) {
    try {
      Files.move(device.path(from), device.path(to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String[] words(List<String> words) {
    return words.toArray(String[]::new);
  }

  static void ok(Device.Result result) {
    if (result.exit() != OK) {
      throw new AssertionError(result);
    }
  }

  /// What can be had somewhere: shown, in a trash, in the history, in a conflict.
  Set<String> kept() {
    Set<String> kept = new HashSet<>();
    try {
      for (Device device : List.of(alpha, beta)) {
        kept.addAll(Shown.in(device.directory()).contents());
        kept.addAll(KeptContents.inTrash(device.directory()));
      }
      Path scratch = Files.createTempDirectory(base, "reading-");
      try (ProjectPlace opened = place.open(alpha)) {
        kept.addAll(KeptContents.at(opened, "main", scratch));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return kept;
  }

  /// Looks for what can be had nowhere.
  ///
  /// @param owed the contents that must be had somewhere
  void losses(Set<String> owed, List<String> faults) {
    Set<String> kept = kept();
    owed.stream().filter(each -> !kept.contains(each)).forEach(each -> faults.add("lost: " + each));
  }

  /// Brings both to rest, and looks for what is not as it should be.
  Rest rest() {
    List<String> faults = new ArrayList<>();
    if (!Files.exists(beta.path(".tidelock"))) {
      ok(beta.run(words(cloning())));
    }
    boolean quiet = false;
    for (int i = 0; i < ROUNDS && !quiet; i++) {
      boolean first = sync(alpha, faults);
      quiet = sync(beta, faults) && first;
    }
    if (!quiet) {
      faults.add("the devices do not come to rest");
    }
    Rest rest =
        new Rest(Shown.in(alpha.directory()), Shown.in(beta.directory()), conflicts(), faults);
    if (place instanceof Place.Directory directory) {
      tidy(directory.path().resolve("~tidelock/tmp"), faults);
    }
    for (Device device : List.of(alpha, beta)) {
      Device.Result verified = device.run("verify");
      if (verified.exit() != OK) {
        faults.add("verify: " + verified);
      }
      left(device.path(".tidelock/tmp")).forEach(path -> faults.add("left behind: " + path));
    }
    return rest;
  }

  /// Whether there was nothing to do.
  private static boolean sync(Device device, List<String> faults) {
    Device.Result result = device.run("sync", "--json");
    if (result.exit() != OK && result.exit() != CONFLICTS) {
      faults.add("a later sync: " + result);
      return false;
    }
    return Stream.of("files", "bytes")
        .map(name -> (Json.Members) result.json().get(name).orElseThrow())
        .allMatch(each -> each.whole("up").orElseThrow() + each.whole("down").orElseThrow() == 0);
  }

  /// What a killed upload left in a directory may be somebody else's who is still at it. It goes a
  /// day later, with the next upload.
  private void tidy(Path aside, List<String> faults) {
    List<Path> left = left(aside);
    if (left.isEmpty()) {
      return;
    }
    try {
      for (Path path : left) {
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    alpha.write("later", "later\n");
    boolean _ = sync(alpha, faults);
    boolean _ = sync(beta, faults);
    left(aside).forEach(path -> faults.add("left behind for ever: " + path));
  }

  private static List<Path> left(Path directory) {
    try (Stream<Path> left = Files.list(directory)) {
      return left.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The paths of the open conflicts, by device.
  private List<Set<String>> conflicts() {
    return Stream.of(alpha, beta)
        .map(device -> (Set<String>) new TreeSet<>(paths(device.run("conflicts", "--json"))))
        .toList();
  }

  private static List<String> paths(Device.Result conflicts) {
    return conflicts.json().objects("conflicts").stream()
        .map(each -> each.text("path").orElse(""))
        .toList();
  }

  /// The contents that two directories show, which are owed to their users from then on.
  static Set<String> contents(Shown... shown) {
    return new HashSet<>(Arrays.stream(shown).flatMap(each -> each.contents().stream()).toList());
  }

  /// Two devices that have come to rest.
  ///
  /// @param alpha what the first shows
  /// @param beta what the other one shows
  /// @param conflicts the paths of open conflicts, for each of them
  /// @param faults what is not as it should be
  record Rest(Shown alpha, Shown beta, List<Set<String>> conflicts, List<String> faults) {
    /// Looks for what is not as it was where nothing was killed.
    void compare(Rest wanted, List<String> found) {
      found.addAll(alpha.neither(wanted.alpha, wanted.alpha));
      found.addAll(beta.neither(wanted.beta, wanted.beta));
      if (!conflicts.equals(wanted.conflicts)) {
        found.add("open are " + conflicts + " and not " + wanted.conflicts);
      }
    }
  }
}
