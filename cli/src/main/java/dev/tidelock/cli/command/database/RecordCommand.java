package dev.tidelock.cli.command.database;

import dev.tidelock.cli.command.CommandGroup;
import dev.tidelock.cli.command.Workbench;
import picocli.CommandLine;

/// `tidelock record`: the tables of applications' databases that are synced.
@CommandLine.Command(
    name = "record",
    description = "Sync tables of an application's SQLite database with the files.",
    footer = {
      "",
      "Examples:",
      "  tidelock record track ~/app/app.db notes projects   sync these tables from now on",
      "  tidelock record attach app ~/app/app.db             on another device: bring them there",
      "  tidelock record list                                what is synced, and what is not",
      "  tidelock record untrack app notes                   sync this table no more",
      "",
      "The database may lie in this directory or anywhere else. The application goes on using it as",
      "before, and needs to know nothing. 'sync' syncs rows and files; 'log', 'diff', 'conflicts' and",
      "'resolve' show and decide both. 'seed' and 'hydrate' send and bring all rows at once."
    })
public final class RecordCommand extends CommandGroup {
  private RecordCommand(Workbench workbench) {
    super(workbench);
  }

  /// The command with all that it holds.
  public static CommandLine tree(Workbench workbench) {
    return new CommandLine(new RecordCommand(workbench))
        .addSubcommand(new RecordTrackCommand(workbench))
        .addSubcommand(new RecordAttachCommand(workbench))
        .addSubcommand(new RecordListCommand(workbench))
        .addSubcommand(new RecordUntrackCommand(workbench));
  }
}
