package dev.tidelock.cli.doctor;

import dev.tidelock.cli.output.Diagnosis;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Words;
import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.ignore.IgnoreFile;
import dev.tidelock.engine.port.StateFailure;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.platform.sqlite.SqliteStateStore;
import dev.tidelock.workspace.NamedRemote;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.RootCheck;
import dev.tidelock.workspace.json.JsonFile;
import dev.tidelock.workspace.machine.Reasons;
import dev.tidelock.workspace.machine.WorkspaceFailure;
import dev.tidelock.workspace.remote.RemoteAccess;
import dev.tidelock.workspace.settings.Settings;
import dev.tidelock.workspace.settings.SettingsProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Looks at a workspace and at its remotes.
public final class WorkspaceChecks {
  private final Place place;
  private final Settings settings;
  private final RemoteAccess access;
  private final Opener opener;

  /// Opens the workspace for this process alone.
  public interface Opener {
    /// @throws Failure if it cannot be opened
    OpenWorkspace open();
  }

  /// @param place the workspace
  /// @param settings what holds for it, with all that is wrong
  /// @param access how this device gets to remotes
  /// @param opener opens it
  public WorkspaceChecks(Place place, Settings settings, RemoteAccess access, Opener opener) {
    this.access = access;
    this.place = place;
    this.settings = settings;
    this.opener = opener;
  }

  /// All findings.
  public List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    findings.add(settings());
    findings.add(ignoreFile(place.root().resolve(IgnoreFile.NAME)));
    findings.add(ignoreFile(place.ignore()));
    findings.add(state());
    findings.add(hold());
    findings.add(leftovers());
    findings.add(aside());
    for (NamedRemote remote : OpenWorkspace.remotes(place.marker(), settings)) {
      findings.add(remote(remote));
    }
    RootCheck.otherService(place.root())
        .ifPresent(service ->
            findings.add(
                Finding.warn(
                    "other services",
                    "this directory is in a folder of " + service,
                    "move it out: two services that move the same files undo each other's"
                        + " work")));
    return findings;
  }

  private Finding settings() {
    List<SettingsProblem> problems = settings.problems();
    if (problems.isEmpty()) {
      return Finding.ok("settings", "valid");
    }
    SettingsProblem first = problems.getFirst();
    String message = "sync.yaml, line " + first.line() + ": " + first.message();
    String advice = "'tidelock config validate' lists everything";
    return settings.errors().isEmpty()
        ? Finding.warn("settings", message, advice)
        : Finding.fail("settings", message, advice);
  }

  private Finding ignoreFile(Path file) {
    String name = place.root().relativize(file).toString();
    try {
      String text = JsonFile.readText(file).orElse("");
      List<IgnoreFile.Warning> warnings = IgnoreFile.parse(Bytes.utf8(text)).warnings();
      return warnings.isEmpty()
          ? Finding.ok("ignore rules", name + (text.isEmpty() ? " has none" : " is sound"))
          : Finding.warn(
              "ignore rules",
              name + ", line " + warnings.getFirst().line() + ": " + warnings.getFirst().message(),
              "correct the line");
    } catch (IOException e) {
      return Finding.warn("ignore rules", Reasons.of(e), "make " + name + " readable");
    } catch (MalformedException e) {
      return Finding.warn("ignore rules", String.valueOf(e.getMessage()), "make it smaller");
    }
  }

  private Finding state() {
    String advice =
        "your files are untouched: move "
            + place.database()
            + " away, and the next sync builds it"
            + " anew";
    if (!Files.exists(place.database())) {
      return Finding.ok("state", "none yet; the first sync makes it");
    }
    try (SqliteStateStore state = SqliteStateStore.open(place.database())) {
      List<String> defects = state.verify();
      return defects.isEmpty()
          ? Finding.ok("state", "the database is sound")
          : Finding.fail("state", "the database is damaged: " + defects.getFirst(), advice);
    } catch (StateFailure failure) {
      return failure.reason() == StateFailure.Reason.CORRUPT
          ? Finding.fail("state", String.valueOf(failure.getMessage()), advice)
          : Finding.warn("state", String.valueOf(failure.getMessage()), "try again later");
    }
  }

  private Finding hold() {
    try (OpenWorkspace _ = opener.open()) {
      return Finding.ok("lock", "no other process is at work here");
    } catch (WorkspaceFailure failure) {
      return failure.reason() == WorkspaceFailure.Reason.BUSY
          ? Finding.warn("lock", failure.getMessage(), failure.hint())
          : Finding.fail("workspace", failure.getMessage(), failure.hint());
    } catch (StateFailure failure) {
      Diagnosis diagnosis = Diagnosis.of(failure);
      return Finding.fail("workspace", diagnosis.message(), diagnosis.hint());
    }
  }

  /// What an interrupted sync left.
  private Finding leftovers() {
    long left = count(place.state().resolve("tmp"));
    return Finding.ok(
        "leftovers",
        left == 0
            ? "no interrupted work"
            : Words.count(left, "file")
                + " of interrupted work; the next sync uses or clears them");
  }

  /// What `verify --repair` put aside.
  private Finding aside() {
    Path directory = place.state().resolve("damaged");
    long kept = count(directory);
    return kept == 0
        ? Finding.ok("damage", "none was found so far")
        : Finding.warn(
            "damage",
            Words.count(kept, "object") + " was damaged and mended; a disk may be failing",
            "check the disk; once all is well, " + directory + " can be removed");
  }

  private static long count(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.count();
    } catch (IOException _) {
      return 0;
    }
  }

  private Finding remote(NamedRemote remote) {
    String subject = "remote " + remote.name();
    try {
      boolean there = OpenWorkspace.probe(place, remote, access);
      return Finding.ok(
          subject, remote.url() + (there ? " holds the project" : " has no such project yet"));
    } catch (RemoteFailure | Failure failure) {
      Diagnosis diagnosis = Diagnosis.of(failure);
      return Finding.fail(subject, diagnosis.message(), diagnosis.hint());
    }
  }
}
