package dev.tidelock.cli.doctor;

import dev.tidelock.cli.output.Words;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.machine.Reasons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Looks at the disk under a workspace: space, permissions, clock, and what its file system can do,
/// which is tried in a directory inside `.tidelock`.
public final class DiskChecks {
  private static final long ENOUGH_BYTES = 1L << 30;
  private static final long LEAST_BYTES = 64L << 20;
  private static final Duration SKEW = Duration.ofSeconds(2);

  private final Place place;
  private final InstantSource clock;

  /// @param place the workspace
  /// @param clock the machine's time
  public DiskChecks(Place place, InstantSource clock) {
    this.place = place;
    this.clock = clock;
  }

  /// All findings.
  public List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    try {
      findings.add(space());
      Path scratch = Files.createTempDirectory(place.state(), "doctor-");
      try {
        findings.add(Finding.ok("permissions", place.root() + " can be written to"));
        findings.add(times(scratch));
        findings.add(resolution(scratch));
        findings.add(hardLinks(scratch));
        findings.add(letterCase(scratch));
        findings.add(normalForm(scratch));
        findings.add(executable(scratch));
        findings.add(symbolicLinks(scratch));
      } finally {
        remove(scratch);
      }
    } catch (IOException e) {
      findings.add(
          Finding.fail("permissions", Reasons.of(e), "make " + place.root() + " writable"));
    }
    return findings;
  }

  private Finding space() throws IOException {
    long free = Files.getFileStore(place.root()).getUsableSpace();
    String message = Words.size(free) + " free";
    if (free < LEAST_BYTES) {
      return Finding.fail("space", message, "free some space on the disk of " + place.root());
    }
    return free < ENOUGH_BYTES
        ? Finding.warn("space", message, "free some space on the disk of " + place.root())
        : Finding.ok("space", message);
  }

  private Finding times(Path scratch) throws IOException {
    Path file = Files.createFile(scratch.resolve("time"));
    Instant now = clock.instant();
    Duration difference = Duration.between(Files.getLastModifiedTime(file).toInstant(), now).abs();
    if (now.isBefore(Instant.parse("2025-01-01T00:00:00Z"))) {
      return Finding.warn(
          "clock",
          "the clock says " + Words.iso(now),
          "set the clock: histories show wrong times, and the strategy 'newest' decides by them");
    }
    return difference.compareTo(SKEW) > 0
        ? Finding.warn(
            "clock",
            "the disk's clock and this machine's differ by " + Words.duration(difference),
            "set both by the network's time; the strategy 'newest' decides by it")
        : Finding.ok("clock", Words.iso(now));
  }

  private static Finding resolution(Path scratch) throws IOException {
    Path file = Files.createFile(scratch.resolve("resolution"));
    long exact = 1_700_000_001_123_456_789L;
    Files.setLastModifiedTime(file, FileTime.from(exact, TimeUnit.NANOSECONDS));
    long kept = Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS);
    if (kept == exact) {
      return Finding.ok("file times", "kept to the nanosecond");
    }
    Duration lost = Duration.ofNanos(Math.abs(exact - kept));
    return Finding.warn(
        "file times",
        "kept to about " + Words.duration(lost) + " only",
        "nothing to do: files changed twice within that time are read again to be sure");
  }

  private static Finding hardLinks(Path scratch) throws IOException {
    Path file = Files.createFile(scratch.resolve("first"));
    try {
      Files.createLink(scratch.resolve("second"), file);
      return Finding.ok("hard links", "work");
    } catch (IOException | UnsupportedOperationException _) {
      return Finding.warn(
          "hard links",
          "do not work on this file system",
          "files that a sync replaces are copied to the trash, which is slower");
    }
  }

  private static Finding letterCase(Path scratch) throws IOException {
    Files.createFile(scratch.resolve("case"));
    return Files.exists(scratch.resolve("CASE"))
        ? Finding.warn(
            "letter case",
            "this file system takes 'a' and 'A' for one name",
            "names that differ in case only are reported and left alone")
        : Finding.ok("letter case", "names that differ in case are two names");
  }

  private static Finding normalForm(Path scratch) throws IOException {
    String composed = "caf\u00e9";
    String apart = Normalizer.normalize(composed, Normalizer.Form.NFD);
    Files.createFile(scratch.resolve(composed));
    boolean kept;
    try (Stream<Path> entries = Files.list(scratch)) {
      kept = entries.anyMatch(each -> String.valueOf(each.getFileName()).equals(composed));
    }
    if (!kept) {
      return Finding.warn(
          "normal form",
          "this file system writes accents in a form of its own",
          "nothing to do: names are taken for what they were");
    }
    return Files.exists(scratch.resolve(apart))
        ? Finding.warn(
            "normal form",
            "this file system takes two ways to write an accent for one name",
            "names that differ in that only are reported and left alone")
        : Finding.ok("normal form", "names are kept as they are written");
  }

  private static Finding executable(Path scratch) throws IOException {
    Path file = Files.createFile(scratch.resolve("program"));
    Set<PosixFilePermission> all = PosixFilePermissions.fromString("rwx------");
    try {
      Files.setPosixFilePermissions(file, all);
      if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE)) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        if (!Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE)) {
          return Finding.ok("executable files", "are told from others");
        }
      }
    } catch (UnsupportedOperationException | IOException _) {
      // It cannot be set: then it says nothing.
    }
    return Finding.warn(
        "executable files",
        "this file system does not tell executable files from others",
        "nothing to do: which files are executable stays as other devices say");
  }

  private static Finding symbolicLinks(Path scratch) {
    try {
      Files.createSymbolicLink(scratch.resolve("link"), Path.of("target"));
      return Finding.ok("links", "symbolic links work");
    } catch (IOException | UnsupportedOperationException _) {
      return Finding.warn(
          "links", "this file system has no symbolic links", "links of the project are left alone");
    }
  }

  private static void remove(Path scratch) throws IOException {
    List<Path> all;
    try (Stream<Path> entries = Files.list(scratch)) {
      all = entries.toList();
    }
    for (Path each : all) {
      Files.deleteIfExists(each);
    }
    Files.deleteIfExists(scratch);
  }
}
