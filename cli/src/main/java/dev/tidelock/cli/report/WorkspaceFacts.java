package dev.tidelock.cli.report;

import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.doctor.DiskChecks;
import dev.tidelock.cli.doctor.Finding;
import dev.tidelock.cli.doctor.WorkspaceChecks;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.StateFailure;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.sync.Damage;
import dev.tidelock.engine.sync.LogEntry;
import dev.tidelock.engine.sync.Verification;
import dev.tidelock.engine.sync.VerifyReport;
import dev.tidelock.workspace.NamedRemote;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.machine.WorkspaceFailure;
import dev.tidelock.workspace.settings.SettingKey;
import dev.tidelock.workspace.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is known of a workspace, without saying what it is about: numbers, and words that the
/// program itself knows. What cannot be found out is left out; a report is wanted most where things
/// do not work.
public final class WorkspaceFacts {
  private static final int RUNS = 100;
  private static final int COMMITS = 1000;

  private final Workbench workbench;
  private final Place place;
  private final boolean verified;

  /// @param workbench the device
  /// @param place the workspace
  /// @param verified whether everything that is kept is read, too
  public WorkspaceFacts(Workbench workbench, Place place, boolean verified) {
    this.workbench = workbench;
    this.place = place;
    this.verified = verified;
  }

  /// Adds all that can be found out.
  public void addTo(Bundle bundle) {
    Settings settings = workbench.rawSettings(place);
    bundle.add("settings.json", settings(settings));
    bundle.add("doctor.json", DeviceFacts.checks(checks(settings)));
    bundle.add("places.json", places(settings));
    try (OpenWorkspace workspace = workbench.open(place, settings)) {
      bundle.add("kept.json", kept(workspace));
      bundle.add("runs.json", Json.array(workspace.runs().newest(RUNS), WorkspaceFacts::run));
      if (verified) {
        bundle.add(
            "verify.json",
            verification(workspace.engine().verify(Verification.CHECK, Optional.empty())));
      }
    } catch (WorkspaceFailure failure) {
      bundle.add(
          "failure.json", Json.object().put("exit", ExitCode.of(failure.reason()).code()).build());
    } catch (StateFailure failure) {
      bundle.add("failure.json", reason("state", failure.reason()));
    } catch (FileFailure failure) {
      bundle.add("failure.json", reason("files", failure.reason()));
    } catch (RemoteFailure failure) {
      bundle.add("failure.json", reason("remote", failure.reason()));
    }
  }

  private static Json reason(String port, Enum<?> reason) {
    return Json.object().put("port", port).put("reason", Vocabulary.lower(reason)).build();
  }

  private List<Finding> checks(Settings settings) {
    List<Finding> findings =
        new ArrayList<>(new DiskChecks(place, workbench.surroundings().clock()).run());
    findings.addAll(
        new WorkspaceChecks(
                place, settings, workbench.access(), () -> workbench.open(place, settings))
            .run());
    return findings;
  }

  /// Which settings are set; their values only where they can be nothing but numbers and words of
  /// the program.
  private static Json settings(Settings settings) {
    Json.Builder document =
        Json.object()
            .put("problems", settings.problems().size())
            .put("errors", settings.errors().size())
            .put("ignorePatterns", settings.ignorePatterns().size())
            .put("pathStrategies", settings.pathStrategies().size())
            .put("mappings", settings.workspaces().size());
    for (SettingKey key : SettingKey.ALL) {
      String value = settings.values().get(key.path());
      if (value != null) {
        boolean plain =
            switch (key.type()) {
              case TRUTH, STRATEGY -> true;
              case COUNT -> value.matches("[0-9]{1,9}");
              case TEXT, TEXTS -> false;
            };
        document.put(
            key.path(),
            plain ? value.matches("[0-9]+") ? value : Vocabulary.word(value) : "is set");
      }
    }
    return document.build();
  }

  private Json places(Settings settings) {
    return Json.object()
        .put(
            "remotes",
            Json.array(OpenWorkspace.remotes(place.marker(), settings), WorkspaceFacts::remote))
        .put("fileSystem", fileSystem())
        .put("leftovers", count(place.state().resolve("tmp")))
        .put("trash", count(place.state().resolve("trash")))
        .put("damagedAside", count(place.state().resolve("damaged")))
        .put("databaseBytes", size(place.database()))
        .build();
  }

  private static Json remote(NamedRemote remote) {
    int colon = remote.url().indexOf(':');
    return Json.object()
        .put("scheme", Vocabulary.word(remote.url().substring(0, Math.max(0, colon))))
        .put("standing", Vocabulary.lower(remote.standing()))
        .build();
  }

  private String fileSystem() {
    try {
      return Vocabulary.word(Files.getFileStore(place.root()).type());
    } catch (IOException _) {
      return Vocabulary.OTHER;
    }
  }

  private static long count(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.count();
    } catch (IOException _) {
      return 0;
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException _) {
      return 0;
    }
  }

  private static Json kept(OpenWorkspace workspace) {
    Json.Builder objects = Json.object();
    workspace
        .engine()
        .shares()
        .forEach((kind, share) ->
            objects.put(
                Vocabulary.lower(kind),
                Json.object().put("objects", share.objects()).put("bytes", share.bytes())));
    List<LogEntry> commits = workspace.engine().log(Optional.empty(), COMMITS);
    Json.Builder kinds = Json.object();
    counted(commits, entry -> Vocabulary.lower(entry.commit().kind())).forEach(kinds::put);
    Json.Builder document =
        Json.object()
            .put("objects", objects)
            .put("commits", kinds)
            .put("conflicts", workspace.engine().conflicts().size());
    if (!commits.isEmpty()) {
      document
          .put("files", commits.getFirst().commit().counts().files())
          .put("bytes", commits.getFirst().commit().counts().bytes());
    }
    return document.build();
  }

  private static <T> Map<String, Long> counted(List<T> all, Function<T, String> word) {
    return all.stream().collect(Collectors.groupingBy(word, TreeMap::new, Collectors.counting()));
  }

  /// A sync that was run: its numbers, and of its errors the kinds.
  private static Json run(Json.Members run) {
    Json.Builder document = Json.object();
    run.values()
        .forEach((name, value) -> {
          switch (value) {
            case Json.Whole whole -> document.put(name, whole);
            case Json.Truth truth -> document.put(name, truth);
            case Json.Members members -> document.put(name, numbers(members));
            case Json.Text text when name.equals("timestamp") ->
                document.put(name, Vocabulary.time(text.value()));
            case Json.Text text when name.equals("direction") ->
                document.put(name, Vocabulary.word(text.value()));
            case Json.Text _, Json.Real _, Json.Items _, Json.Nothing _ -> {}
          }
        });
    Json.Builder kinds = Json.object();
    counted(
            run.objects("errors"),
            error -> Vocabulary.word(error.text("kind").orElse(Vocabulary.OTHER)))
        .forEach(kinds::put);
    return document.put("errors", kinds).build();
  }

  private static Json numbers(Json.Members members) {
    Json.Builder numbers = Json.object();
    members
        .values()
        .forEach((name, value) -> {
          if (value instanceof Json.Whole whole) {
            numbers.put(name, whole);
          }
        });
    return numbers.build();
  }

  private static Json verification(VerifyReport report) {
    Json.Builder kinds = Json.object();
    counted(
            report.findings(),
            (Damage damage) -> damage.kind().map(Vocabulary::lower).orElse(Vocabulary.OTHER))
        .forEach(kinds::put);
    return Json.object()
        .put("objects", report.objects())
        .put("bytes", report.bytes())
        .put("damaged", kinds)
        .build();
  }
}
