package dev.tidelock.cli.command.project;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.YesChoice;
import dev.tidelock.cli.command.sync.SyncReport;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Words;
import dev.tidelock.cli.sync.EventLog;
import dev.tidelock.cli.sync.Round;
import dev.tidelock.cli.sync.ShownSync;
import dev.tidelock.cli.sync.UsualSync;
import dev.tidelock.core.name.Names;
import dev.tidelock.engine.remote.Genesis;
import dev.tidelock.engine.sync.SyncRequest;
import dev.tidelock.workspace.Marker;
import dev.tidelock.workspace.NamedRemote;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.ProjectName;
import dev.tidelock.workspace.RootCheck;
import dev.tidelock.workspace.device.DeviceHome;
import dev.tidelock.workspace.machine.Reasons;
import dev.tidelock.workspace.remote.RemoteUrl;
import dev.tidelock.workspace.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidelock clone`: brings a project of a remote onto this device.
@CommandLine.Command(
    name = "clone",
    description = "Bring a project of a remote here.",
    footer = {
      "",
      "Examples:",
      "  tidelock clone notes                                   from the hub signed in to",
      "  tidelock clone https://hub.example/notes ~/notes",
      "  tidelock clone file:///mnt/drive/projects                the only project there",
      "  tidelock clone notes --remote file:///mnt/drive/projects one of several, by name or id",
      "  tidelock clone file:///mnt/drive/projects ~/notes",
      "",
      "An interrupted clone is continued by 'tidelock sync' in its directory. Into a directory that",
      "is not empty the project is merged, if you agree: what is equal stays, what is on one side is",
      "copied, what differs becomes a conflict, and nothing is deleted."
    })
public final class CloneCommand extends Command {
  @Parameters(
      index = "0",
      paramLabel = "PROJECT",
      description = "The id or name of a project at the remote, or the remote's URL.")
  private String project = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DIR",
      description = "Where to. Default: a new directory with the project's name.")
  private @Nullable String directory;

  @Option(
      names = "--remote",
      paramLabel = "URL",
      description = "The remote that has the project. Default: the hub signed in to.")
  private @Nullable String remote;

  @Option(
      names = "--branch",
      paramLabel = "B",
      description = "The branch to follow. Default: main.")
  private String branch = "main";

  @Mixin private JsonChoice json = new JsonChoice();
  @Mixin private YesChoice yes = new YesChoice();

  public CloneCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    CloneSource source =
        CloneSource.find(
            project, Optional.ofNullable(remote).map(RemoteUrl::parse), workbench().access());
    Genesis genesis = source.project();
    Path root = root(genesis);
    RootCheck.requireApart(root, source.url());
    Place place = make(root, marker(source));
    workbench().remember(place);
    if (!json.wanted()) {
      terminal().say("Cloning '" + Words.shown(genesis.name()) + "' into " + root + " …");
    }
    Round round = firstSync(place);
    if (json.wanted()) {
      terminal()
          .print(
              round
                  .toJson()
                  .put("project", genesis.id().text())
                  .put("name", genesis.name())
                  .put("directory", root.toString())
                  .build());
      round.failure().ifPresent(failure -> terminal().say(failure.toJson()));
    } else {
      new SyncReport(workbench().surroundings(), place).show(round, SyncRequest.Effect.REAL);
      terminal()
          .say(
              round.success()
                  ? "Next: cd " + root + " && tidelock status"
                  : "What is missing comes with the next 'tidelock sync' in " + root + ".");
    }
    return round.exit();
  }

  private Marker marker(CloneSource source) {
    Genesis genesis = source.project();
    String name = ProjectName.check(genesis.name()).isEmpty() ? genesis.name() : "project";
    return new Marker(
        genesis.id().text(),
        name,
        genesis.seed(),
        branch,
        List.of(new NamedRemote("origin", source.url().toString(), NamedRemote.Standing.JOINED)),
        Words.iso(workbench().surroundings().clock().instant()));
  }

  private Path root(Genesis genesis) {
    if (directory == null && ProjectName.check(genesis.name()).isPresent()) {
      throw Failure.usage(
          "no directory can be called '" + Words.shown(genesis.name()) + "'",
          "say where to: tidelock clone " + project + " DIR");
    }
    Path wanted =
        workbench().surroundings().resolve(directory == null ? genesis.name() : directory);
    try {
      RootCheck check =
          new RootCheck(
              DeviceHome.userHome(workbench().surroundings().process()),
              workbench().home().directory());
      Path existing = RootCheck.nearestExisting(wanted);
      check.require(
          Place.real(existing).resolve(existing.relativize(wanted)), Place.real(existing));
      if (existing.equals(wanted)) {
        requireWelcome(wanted);
      }
      Files.createDirectories(wanted);
      return wanted.toRealPath();
    } catch (IOException e) {
      throw new Failure(
          ExitCode.of(e), wanted + " cannot be used: " + Reasons.of(e), "choose another", e);
    }
  }

  /// Refuses a directory that is something else already, and asks about one that is not empty.
  private void requireWelcome(Path wanted) throws IOException {
    if (!Files.isDirectory(wanted)) {
      throw Failure.usage(wanted + " is not a directory", "say where to, as the second word");
    }
    if (Place.isWorkspace(wanted)) {
      throw Failure.usage(
          wanted + " is a project already",
          "if it is an interrupted clone, run 'tidelock sync' in it; else choose another directory");
    }
    boolean empty;
    try (Stream<Path> entries = Files.list(wanted)) {
      empty = entries.allMatch(entry -> entry.endsWith(Names.RESERVED));
    }
    if (!empty
        && !yes.agreed(
            terminal(), wanted + " is not empty. Merge the project into what is there?")) {
      throw new Failure(ExitCode.FAILURE, "cancelled: nothing was done", "");
    }
  }

  private static Place make(Path root, Marker marker) {
    try {
      return Place.make(root, marker);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.of(e), "the clone cannot be made: " + Reasons.of(e), "check " + root, e);
    }
  }

  private Round firstSync(Place place) {
    Settings settings = workbench().settings(place);
    SyncRequest request = UsualSync.request(place, settings);
    try (EventLog events = EventLog.open(workbench().surroundings(), Optional.empty());
        OpenWorkspace workspace = workbench().open(place, settings)) {
      requireBranch(workspace);
      return new ShownSync(workbench().surroundings(), events).run(workspace, settings, request);
    }
  }

  /// Refuses a branch that is not there: the first sync would begin it with nothing.
  private void requireBranch(OpenWorkspace workspace) {
    SortedSet<String> branches = workspace.branches(workspace.remotes().getFirst());
    if (branches.isEmpty() || branches.contains(branch)) {
      return;
    }
    try {
      workspace.place().unmake();
    } catch (IOException e) {
      throw new Failure(ExitCode.of(e), Reasons.of(e), "remove the directory", e);
    }
    throw new Failure(
        ExitCode.NOT_FOUND,
        "the project has no branch '" + Words.shown(branch) + "'",
        "it has: " + String.join(", ", branches));
  }
}
