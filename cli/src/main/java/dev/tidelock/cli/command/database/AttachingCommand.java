package dev.tidelock.cli.command.database;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.engine.sync.Collision;
import dev.tidelock.engine.sync.DatabaseStatus;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.json.Json;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A command after which tables of a database here are synced.
abstract class AttachingCommand extends Command {
  @Option(
      names = "--keep-both",
      description = "Where the project has other rows under the same integer keys: make conflicts.")
  private boolean keepBoth;

  @Mixin private WorkspaceChoice choice = new WorkspaceChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  AttachingCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected final ExitCode run() {
    Place place = workbench().place(choice);
    try (OpenWorkspace workspace = workbench().open(place)) {
      attach(workspace, DatabaseFile.of(workbench(), workspace, database()));
    }
    return ExitCode.OK;
  }

  /// The database as the person named it.
  abstract String database();

  /// Attaches it, and tells of it.
  abstract void attach(OpenWorkspace workspace, DatabaseFile file);

  /// What to do where the project has other rows under the same keys.
  final Collision.Handling handling() {
    return keepBoth ? Collision.Handling.CONFLICTS : Collision.Handling.REFUSE;
  }

  /// Whether a program asked.
  final boolean wantsJson() {
    return json.wanted();
  }

  /// How a database stands that was attached; the command ends if rows were in the way.
  final DatabaseStatus attached(OpenWorkspace workspace, String name, List<Collision> collisions) {
    CollidingRows.requireNone(name, collisions);
    DatabaseStatus status = workspace.engine().database(name).orElseThrow();
    if (json.wanted()) {
      terminal()
          .print(
              Json.object().put("schema", 1).put("database", DatabaseView.toJson(status)).build());
    }
    return status;
  }
}
