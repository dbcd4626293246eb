package dev.tidelock.cli.command;

import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Surroundings;
import dev.tidelock.cli.output.Terminal;
import dev.tidelock.cli.queue.WorkspaceQueue;
import dev.tidelock.core.name.Names;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.SettingsFile;
import dev.tidelock.workspace.device.DeviceHome;
import dev.tidelock.workspace.device.KnownWorkspace;
import dev.tidelock.workspace.machine.Machine;
import dev.tidelock.workspace.remote.RemoteAccess;
import dev.tidelock.workspace.remote.RemoteUrl;
import dev.tidelock.workspace.settings.Settings;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What all commands work with: the surroundings, this device, and the way to a workspace.
public final class Workbench {
  private final Surroundings surroundings;
  private final DeviceHome home;

  public Workbench(Surroundings surroundings) {
    this.surroundings = surroundings;
    // Not Machine.RANDOMNESS itself: most commands need none of the ports that come with it.
    this.home = new DeviceHome(surroundings.process(), size -> Machine.RANDOMNESS.next(size));
  }

  /// The program's version, as the build wrote it into its module.
  public static String version() {
    return Optional.ofNullable(Workbench.class.getModule().getDescriptor())
        .flatMap(ModuleDescriptor::rawVersion)
        .orElse("unknown");
  }

  public Surroundings surroundings() {
    return surroundings;
  }

  public Terminal terminal() {
    return surroundings.terminal();
  }

  public DeviceHome home() {
    return home;
  }

  /// How this device gets to remotes.
  public RemoteAccess access() {
    return new RemoteAccess(surroundings.process(), home);
  }

  /// The hub that a command is about: the one named, or the usual one.
  public RemoteUrl.Hub hub(Optional<String> named) {
    return named
        .map(RemoteUrl::hub)
        .or(() -> access().usualHub())
        .orElseThrow(() ->
            Failure.usage(
                "it was not said which hub", "add its address, for example https://hub.example"));
  }

  /// The workspace that a command is about: the one chosen, or the one around the directory in
  /// which it was started.
  public Place place(WorkspaceChoice choice) {
    if (choice.chosen().isPresent()) {
      return known(choice.chosen().get());
    }
    Place place =
        placeAround()
            .orElseThrow(() ->
                new Failure(
                    ExitCode.NOT_FOUND,
                    surroundings.directory() + " is in no project",
                    "'tidelock init' makes it one, 'tidelock clone' brings one, and -w NAME"
                        + " chooses one that this device knows"));
    remember(place);
    return place;
  }

  /// The workspace that a command is about which can do without one: the one chosen, or the one
  /// around, if there is one. The device is not made to know it.
  public Optional<Place> placeIfAny(WorkspaceChoice choice) {
    return choice.chosen().map(this::known).or(this::placeAround);
  }

  private Optional<Place> placeAround() {
    return Place.around(surroundings.directory(), home.directory());
  }

  private Place known(String wanted) {
    Path directory = surroundings.resolve(wanted);
    if (wanted.contains("/") || Files.isDirectory(directory.resolve(Names.RESERVED))) {
      return Place.around(directory, home.directory())
          .orElseThrow(() ->
              new Failure(
                  ExitCode.NOT_FOUND,
                  directory + " is in no project",
                  "check the directory given with -w"));
    }
    List<KnownWorkspace> found =
        home.workspaces().stream()
            .filter(each ->
                each.name().equals(wanted)
                    || each.project().equals(wanted)
                    || each.directory().endsWith(wanted))
            .filter(each -> Place.isWorkspace(each.directory()))
            .toList();
    if (found.isEmpty()) {
      throw new Failure(
          ExitCode.NOT_FOUND,
          "this device knows no workspace '" + wanted + "'",
          "-w takes a project's name or a directory; a workspace is known once a command ran in it");
    }
    if (found.size() > 1) {
      throw Failure.usage(
          "several workspaces are called '"
              + wanted
              + "': "
              + String.join(", ", found.stream().map(each -> each.directory().toString()).toList()),
          "choose one by its directory: -w DIR");
    }
    return Place.at(found.getFirst().directory());
  }

  /// All workspaces that this device knows and that are there, of one project or of all.
  public List<Place> all(Optional<String> project) {
    return home.workspaces().stream()
        .filter(each ->
            project.isEmpty()
                || each.project().equals(project.get())
                || each.name().equals(project.get()))
        .filter(each -> Place.isWorkspace(each.directory()))
        .map(each -> Place.at(each.directory()))
        .toList();
  }

  /// Makes the device know a workspace.
  public void remember(Place place) {
    home.remember(
        new KnownWorkspace(place.marker().name(), place.marker().project(), place.root()));
  }

  /// What is set for a workspace; a file that is wrong stops the command.
  public Settings settings(Place place) {
    return SettingsFile.require(place, surroundings.process());
  }

  /// What is set for a workspace, with all that is wrong.
  public Settings rawSettings(Place place) {
    return SettingsFile.read(place, surroundings.process());
  }

  /// Opens a workspace with its settings.
  public OpenWorkspace open(Place place) {
    return open(place, settings(place));
  }

  public OpenWorkspace open(Place place, Settings settings) {
    return open(place, settings, access());
  }

  /// Opens a workspace that gets to its remotes in a way of its own.
  public OpenWorkspace open(Place place, Settings settings, RemoteAccess access) {
    OpenWorkspace workspace = OpenWorkspace.open(place, settings, home, access);
    workspace
        .damaged()
        .ifPresent(aside ->
            terminal()
                .say(
                    "warning: the state of "
                        + place.root()
                        + " was damaged and is built anew; what was left of it is kept as "
                        + aside));
    return workspace;
  }

  /// A workspace's queue.
  public WorkspaceQueue queue(Place place, Settings settings) {
    return new WorkspaceQueue(surroundings, place, settings);
  }

  /// The place in the project that a path on the command line means.
  public TreePath pathIn(Place place, String text) {
    Path path = surroundings.resolve(text);
    Path parent = path.getParent();
    Path real = parent == null ? path : Place.real(parent).resolve(path.getFileName());
    if (real.equals(place.root()) || path.equals(place.root())) {
      return TreePath.ROOT;
    }
    Path inside = real.startsWith(place.root()) ? place.root().relativize(real) : Path.of(text);
    if (inside.isAbsolute() || inside.startsWith("..")) {
      throw Failure.usage(text + " is not in the project " + place.root(), "");
    }
    try {
      return TreePath.parse(inside.normalize().toString());
    } catch (IllegalArgumentException e) {
      throw new Failure(ExitCode.USAGE, String.valueOf(e.getMessage()), "", e);
    }
  }
}
