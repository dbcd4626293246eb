package dev.tidelock.cli.command.project;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.output.Diagnosis;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Words;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.workspace.Marker;
import dev.tidelock.workspace.NamedRemote;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.ProjectName;
import dev.tidelock.workspace.RootCheck;
import dev.tidelock.workspace.device.DeviceHome;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.machine.Machine;
import dev.tidelock.workspace.machine.Reasons;
import dev.tidelock.workspace.remote.ProjectPlace;
import dev.tidelock.workspace.remote.RemoteUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidelock init`: makes a directory a project and a workspace of it.
@CommandLine.Command(
    name = "init",
    description = "Make a directory a project.",
    footer = {
      "",
      "Examples:",
      "  tidelock init                              the current directory, history kept here only",
      "  tidelock init ~/notes --remote https://hub.example",
      "  tidelock init ~/notes --remote file:///mnt/drive/projects",
      "",
      "The remote's directory is created if only its last level is missing. If it cannot be",
      "reached, the project is made here, the remote is remembered, and the exit code is 6."
    })
public final class InitCommand extends Command {
  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "The directory; it is created if it is missing. Default: the current one.")
  private String directory = ".";

  @Option(
      names = "--name",
      paramLabel = "N",
      description = "The project's name. Default: the directory's.")
  private @Nullable String name;

  @Option(
      names = "--remote",
      paramLabel = "URL",
      description = "Where it syncs with, for example https://hub.example.")
  private @Nullable String remote;

  @Mixin private JsonChoice json = new JsonChoice();

  public InitCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    Optional<RemoteUrl> url = Optional.ofNullable(remote).map(RemoteUrl::parse);
    if (name != null) {
      requireName(name);
    }
    url.ifPresent(workbench().access()::requireRight);
    Path root = root();
    url.ifPresent(each -> RootCheck.requireApart(root, each));
    Marker marker =
        new Marker(
            Machine.RANDOMNESS.next(16).toHex(),
            name == null ? nameOf(root) : name,
            Machine.RANDOMNESS.next(32),
            "main",
            url.map(each -> planned("origin", each)).stream().toList(),
            Words.iso(workbench().surroundings().clock().instant()));
    workbench().home().device();
    Place place = make(root, marker);
    workbench().remember(place);
    Optional<Diagnosis> unreached = Optional.empty();
    if (url.isPresent()) {
      try {
        place = join(place, url.get());
      } catch (RemoteFailure failure) {
        unreached = Optional.of(Diagnosis.of(failure));
      }
    }
    answer(place, unreached);
    return ExitCode.OK;
  }

  static NamedRemote planned(String name, RemoteUrl url) {
    return new NamedRemote(name, url.toString(), NamedRemote.Standing.PLANNED);
  }

  private static void requireName(String name) {
    ProjectName.check(name)
        .ifPresent(defect -> {
          throw Failure.usage(
              "the name '" + name + "' " + defect, "choose another one with --name");
        });
  }

  private static String nameOf(Path root) {
    String own = root.getFileName().toString().strip();
    return ProjectName.check(own).isEmpty() ? own : "project";
  }

  private Path root() {
    Path wanted = workbench().surroundings().resolve(directory);
    if (Files.exists(wanted) && !Files.isDirectory(wanted)) {
      throw Failure.usage(wanted + " is not a directory", "a project is a directory");
    }
    if (Place.isWorkspace(wanted)) {
      Place place = Place.at(Place.real(wanted));
      throw Failure.usage(
          place.root() + " is a project already, '" + Words.shown(place.marker().name()) + "'",
          "'tidelock status' shows how it stands, 'tidelock remote add' gives it a remote");
    }
    try {
      Path existing = RootCheck.nearestExisting(wanted);
      RootCheck check = rootCheck();
      if (!existing.equals(wanted)) {
        check.require(
            Place.real(existing).resolve(existing.relativize(wanted)), Place.real(existing));
        Files.createDirectories(wanted);
      }
      Path root = wanted.toRealPath();
      check.require(root, root);
      RootCheck.otherService(root)
          .ifPresent(service ->
              terminal()
                  .say(
                      "warning: "
                          + root
                          + " is in a folder of "
                          + service
                          + "; two services that move the same files undo each other's work"));
      return root;
    } catch (IOException e) {
      throw new Failure(
          ExitCode.of(e), wanted + " cannot be used: " + Reasons.of(e), "choose another", e);
    }
  }

  private RootCheck rootCheck() {
    return new RootCheck(
        DeviceHome.userHome(workbench().surroundings().process()), workbench().home().directory());
  }

  private static Place make(Path root, Marker marker) {
    try {
      return Place.make(root, marker);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.of(e), "the project cannot be made: " + Reasons.of(e), "check " + root, e);
    }
  }

  private Place join(Place place, RemoteUrl url) {
    workbench().access().establish(url);
    try (ProjectPlace shared = workbench().access().open(url)) {
      shared.create(place.marker().project(), place.marker().name(), place.marker().seed());
    }
    NamedRemote origin = place.marker().remotes().getFirst();
    try {
      return place.with(place.marker().withRemote(origin.with(NamedRemote.Standing.JOINED)));
    } catch (IOException e) {
      throw new Failure(ExitCode.of(e), Reasons.of(e), "", e);
    }
  }

  private void answer(Place place, Optional<Diagnosis> unreached) {
    Marker marker = place.marker();
    if (json.wanted()) {
      terminal().print(document(place));
    } else {
      String next =
          marker.remotes().isEmpty()
              ? "run 'tidelock sync' to keep its first state"
              : "run 'tidelock sync' to send its first state";
      terminal()
          .print("Next: " + next + (unreached.isPresent() ? " once the remote is there." : "."));
      terminal()
          .print("Made " + place.root() + " the project '" + Words.shown(marker.name()) + "'.");
    }
    if (unreached.isPresent()) {
      terminal().say("The project is made and its remote is remembered, but it was not reached:");
      throw new Failure(
          unreached.get().exit(),
          unreached.get().message(),
          "nothing needs to be done again: the next 'tidelock sync' makes the project there");
    }
    if (marker.remotes().isEmpty() && !json.wanted()) {
      terminal().say("It has no remote: 'tidelock remote add origin URL' gives it one.");
    }
  }

  /// A project and the workspace of it that is here.
  private static Json document(Place place) {
    return Json.object()
        .put("schema", 1)
        .put(
            "project",
            Json.object()
                .put("id", place.marker().project())
                .put("name", place.marker().name())
                .put("branch", place.marker().branch())
                .put("directory", place.root().toString())
                .put(
                    "remotes",
                    Json.array(
                        place.marker().remotes(),
                        remote ->
                            Json.object()
                                .put("name", remote.name())
                                .put("url", remote.url())
                                .build())))
        .build();
  }
}
