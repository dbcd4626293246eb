package dev.tidelock.cli.command.health;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Style;
import dev.tidelock.cli.output.Words;
import dev.tidelock.cli.sync.EventLog;
import dev.tidelock.cli.sync.ProgressDisplay;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.sync.Damage;
import dev.tidelock.engine.sync.Progress;
import dev.tidelock.engine.sync.RemotePlace;
import dev.tidelock.engine.sync.SyncRequest;
import dev.tidelock.engine.sync.Verification;
import dev.tidelock.engine.sync.VerifyReport;
import dev.tidelock.workspace.NamedRemote;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tidelock verify`: reads everything that is kept and checks it.
@CommandLine.Command(
    name = "verify",
    description = "Read everything that is kept here, or at a remote, and check it.",
    footer = {
      "",
      "Examples:",
      "  tidelock verify",
      "  tidelock verify --repair            mend what is damaged here from the files or a remote",
      "  tidelock verify --all --repair      mend what is damaged at the remotes from here, too",
      "",
      "What is mended is written anew; damaged bytes are kept in .tidelock/damaged, and at a remote",
      "where they are. The exit code is 1 if something is damaged and was not mended."
    })
public final class VerifyCommand extends Command {
  private static final String HERE = "here";

  @Option(names = "--repair", description = "Mend what is damaged from where it is whole.")
  private boolean repair;

  @Mixin private RemoteChoice remotes = new RemoteChoice();
  @Mixin private WorkspaceChoice choice = new WorkspaceChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  public VerifyCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    Place place = workbench().place(choice);
    Map<String, VerifyReport> reports = new LinkedHashMap<>();
    try (EventLog events = EventLog.open(workbench().surroundings(), Optional.empty());
        OpenWorkspace workspace = workbench().open(place);
        ProgressDisplay progress =
            new ProgressDisplay(terminal(), place.progress(), System::nanoTime, events)) {
      List<NamedRemote> chosen = remotes.of(workspace);
      reports.put(HERE, here(workspace, progress));
      for (NamedRemote remote : chosen) {
        reports.put(
            remote.name(),
            workspace
                .engine()
                .verifyRemote(mode(), RemoteChoice.place(workspace, remote), progress));
      }
    }
    boolean sound = reports.values().stream().allMatch(report -> report.findings().isEmpty());
    if (json.wanted()) {
      terminal().print(document(reports, sound));
    } else {
      reports.forEach(this::show);
      if (!sound && !repair) {
        terminal().say("Next: tidelock verify --repair");
      }
    }
    return sound ? ExitCode.OK : ExitCode.FAILURE;
  }

  private Verification mode() {
    return repair ? Verification.REPAIR : Verification.CHECK;
  }

  /// What is here, mended from one remote after the other until nothing is damaged.
  private VerifyReport here(OpenWorkspace workspace, Progress progress) {
    List<Optional<RemotePlace>> sources = new ArrayList<>(List.of(Optional.empty()));
    if (repair) {
      for (NamedRemote remote : workspace.remotes()) {
        try {
          workspace
              .connect(remote, SyncRequest.Effect.PREVIEW)
              .ifPresent(found -> sources.add(Optional.of(found)));
        } catch (RemoteFailure failure) {
          terminal().say(remote.name() + " cannot help: " + failure.getMessage());
        }
      }
    }
    List<String> repaired = new ArrayList<>();
    List<String> aside = new ArrayList<>();
    VerifyReport last = new VerifyReport(0, 0, List.of(), List.of(), List.of());
    for (Optional<RemotePlace> source : sources) {
      last = workspace.engine().verify(mode(), source, progress);
      repaired.addAll(last.repaired());
      aside.addAll(last.aside());
      if (last.findings().isEmpty()) {
        break;
      }
    }
    return new VerifyReport(
        last.objects(),
        last.bytes(),
        last.findings(),
        repaired,
        aside.stream().distinct().toList());
  }

  private static Json.Members document(Map<String, VerifyReport> reports, boolean sound) {
    Json.Builder document = Json.object().put("schema", 1).put("success", sound);
    report(document, reports.values().stream().reduce(VerifyCommand::both).orElseThrow());
    List<Json> places = new ArrayList<>();
    reports.forEach((name, report) -> {
      Json.Builder place =
          Json.object()
              .put("remote", name.equals(HERE) ? Optional.<String>empty() : Optional.of(name))
              .put("success", report.findings().isEmpty());
      report(place, report);
      places.add(place.build());
    });
    return document.put("places", new Json.Items(places)).build();
  }

  private static VerifyReport both(VerifyReport one, VerifyReport other) {
    List<Damage> findings = new ArrayList<>(one.findings());
    findings.addAll(other.findings());
    List<String> repaired = new ArrayList<>(one.repaired());
    repaired.addAll(other.repaired());
    return new VerifyReport(
        one.objects() + other.objects(),
        one.bytes() + other.bytes(),
        findings,
        repaired,
        one.aside());
  }

  private static void report(Json.Builder document, VerifyReport report) {
    document
        .put("objects", report.objects())
        .put("bytes", report.bytes())
        .put("damaged", Json.array(report.damaged(), Json::of))
        .put("repaired", Json.array(report.repaired(), Json::of))
        .put("aside", Json.array(report.aside(), Json::of))
        .put("findings", Json.array(report.findings(), VerifyCommand::finding));
  }

  private static Json finding(Damage damage) {
    return Json.object()
        .put("id", damage.id().map(ObjectId::toString))
        .put("kind", damage.kind().map(kind -> kind.name().toLowerCase(Locale.ROOT)))
        .put("path", damage.path().map(TreePath::toString))
        .put("commit", damage.commit().map(ObjectId::toString))
        .put("message", damage.reason())
        .build();
  }

  private void show(String name, VerifyReport report) {
    boolean sound = report.findings().isEmpty();
    report.repaired().forEach(each -> terminal().print("repaired: " + Words.shown(each)));
    report
        .aside()
        .forEach(each -> terminal().print("what was there is kept: " + Words.shown(each)));
    report
        .damaged()
        .forEach(each ->
            terminal().print(terminal().styled(Style.RED, "damaged: ") + Words.shown(each)));
    terminal()
        .print(
            (name.equals(HERE) ? "" : name + ": ")
                + (sound ? terminal().styled(Style.GREEN, "Sound") : "Not sound")
                + ": "
                + Words.count(report.objects(), "object")
                + ", "
                + Words.size(report.bytes())
                + " read and checked.");
  }
}
