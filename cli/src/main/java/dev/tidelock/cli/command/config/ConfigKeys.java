package dev.tidelock.cli.command.config;

import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.workspace.settings.Guess;
import dev.tidelock.workspace.settings.SettingKey;
import java.util.List;

/// Finds keys by what a person types.
final class ConfigKeys {
  /// The lists that have keys of their own, and how an entry looks.
  static final String LISTS =
      """
      sync.workspaces  a list; what holds for a directory on this device
        - local: .                    the directory, relative to the project's root
          cloud: PROJECT              its project; no effect, as the directory knows its project
          watch: true                 false: 'sync --watch' is refused here
          auto_sync: true             false: it syncs when asked each time, so the same
          sync_direction: both        up, down or both

      sync.conflict.paths  a list; of the entries that match a path, the last one counts
        - pattern: "*.lock"           a pattern in gitignore's syntax
          strategy: remote            merge, local, remote, newest or manual

      sync.records.tables  names, each DATABASE.TABLE; how rows are decided that both sides changed
        app.notes:
          preset: projects            where its rules begin: notifications, projects or settings
          rule: fields                fields, newest, local, remote or manual
          deletes: edit               of a row that one side edited and the other deleted: edit (it
                                      stays), delete or manual
          columns: {views: sum}       asked first: newest, max, min, sum, union, union-words or json
          groups: [[amount, unit]]    columns that are taken from one side together
      """;

  /// What the lists are called.
  static final String LIST_NAMES =
      "(sync\\.)?(workspaces|conflict\\.paths|records(\\.tables(\\..*)?)?)";

  private ConfigKeys() {}

  static SettingKey find(String path) {
    return SettingKey.of(path).orElseThrow(() -> unknown(path));
  }

  private static Failure unknown(String path) {
    if (path.matches(LIST_NAMES + "(\\..*)?")) {
      return Failure.usage(
          "'" + path + "' is a list with keys of its own",
          "edit .tidelock/sync.yaml for it; 'tidelock config explain' shows how an entry looks");
    }
    String plain = path.startsWith("sync.") ? path.substring("sync.".length()) : path;
    List<String> known = SettingKey.ALL.stream().map(SettingKey::path).toList();
    return new Failure(
        ExitCode.NOT_FOUND,
        "there is no setting '" + path + "'" + Guess.didYouMean(plain, known),
        "'tidelock config explain' lists all of them");
  }
}
