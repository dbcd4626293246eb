package dev.tidelock.cli.command.database;

import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Words;
import dev.tidelock.engine.sync.DatabaseStatus;
import dev.tidelock.workspace.OpenWorkspace;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/// `tidelock record attach`: a database of the project's meets one on this device.
@CommandLine.Command(
    name = "attach",
    description = "Sync the tables that the project has of a database with a database here.",
    footer = {
      "",
      "Examples:",
      "  tidelock record attach app ~/.local/share/app/app.db",
      "  tidelock record list                     the databases that the project has",
      "",
      "If the file does not exist, an empty database is made, and the next sync makes its tables and",
      "brings their rows. Rows that are here already are merged with those of the project by their",
      "primary keys."
    })
final class RecordAttachCommand extends AttachingCommand {
  @Parameters(index = "0", paramLabel = "NAME", description = "What the project calls it.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "DB", description = "The database's file here.")
  private String database = "";

  RecordAttachCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  String database() {
    DatabaseFile.requireName(name);
    return database;
  }

  @Override
  void attach(OpenWorkspace workspace, DatabaseFile file) {
    Path directory = file.path().getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      throw new Failure(
          ExitCode.NOT_FOUND,
          Words.shown(directory.toString()) + ": there is no such directory",
          "make it first, or name another place");
    }
    DatabaseStatus status =
        attached(workspace, name, workspace.engine().attach(name, file.stored(), handling()));
    if (wantsJson()) {
      return;
    }
    long rows = status.tables().stream().mapToLong(DatabaseStatus.SyncedTable::rows).sum();
    terminal()
        .print(
            "Attached %s as '%s': the project has %s with %s."
                .formatted(
                    Words.shown(file.path().toString()),
                    name,
                    Words.count(status.tables().size(), "table"),
                    Words.count(rows, "row")));
    DatabaseView.showUntracked(terminal(), status);
    terminal().say("Next: tidelock sync, which brings them");
  }
}
