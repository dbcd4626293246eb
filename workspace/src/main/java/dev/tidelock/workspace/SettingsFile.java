package dev.tidelock.workspace;

import dev.tidelock.workspace.json.JsonFile;
import dev.tidelock.workspace.machine.Environment;
import dev.tidelock.workspace.machine.Reasons;
import dev.tidelock.workspace.machine.WorkspaceFailure;
import dev.tidelock.workspace.settings.Settings;
import dev.tidelock.workspace.settings.SettingsProblem;
import dev.tidelock.workspace.settings.SettingsReader;
import dev.tidelock.workspace.settings.WorkspaceMapping;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The file in a workspace that says what is set for it.
public final class SettingsFile {
  private SettingsFile() {}

  /// What is set for a workspace; a file that is wrong is refused.
  public static Settings require(Place place, Environment environment) {
    Settings settings = read(place, environment);
    List<SettingsProblem> errors = settings.errors();
    if (!errors.isEmpty()) {
      SettingsProblem first = errors.getFirst();
      String more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
      throw WorkspaceFailure.invalid(
          place.settings() + ", line " + first.line() + ": " + first.message() + more,
          "correct it; 'tidelock config validate' lists everything, 'config explain' the keys");
    }
    return settings;
  }

  /// What is set for a workspace, with all that is wrong.
  public static Settings read(Place place, Environment environment) {
    try {
      Optional<String> text = JsonFile.readText(place.settings());
      return text.isEmpty()
          ? Settings.DEFAULTS
          : SettingsReader.read(text.get(), environment.variables());
    } catch (IOException e) {
      throw new WorkspaceFailure(Reasons.reason(e), Reasons.of(e), "check its permissions", e);
    }
  }

  /// What the settings of a workspace say of its own directory, if they do.
  public static Optional<WorkspaceMapping> mapping(Place place, Settings settings) {
    return settings.workspaces().stream()
        .filter(mapping -> Place.real(place.root().resolve(mapping.local())).equals(place.root()))
        .findFirst();
  }
}
