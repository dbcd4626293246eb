package dev.tidelock.cli.command.database;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Words;
import dev.tidelock.cli.row.TableChanges;
import dev.tidelock.cli.sync.Round;
import dev.tidelock.cli.sync.Trouble;
import dev.tidelock.engine.record.Attachment;
import dev.tidelock.engine.scan.Problem;
import dev.tidelock.engine.sync.Direction;
import dev.tidelock.engine.sync.Extent;
import dev.tidelock.engine.sync.PlannedAction;
import dev.tidelock.engine.sync.RowCounts;
import dev.tidelock.engine.sync.TableLook;
import dev.tidelock.platform.database.SqliteDatabases;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.machine.Machine;
import dev.tidelock.workspace.machine.Reasons;
import dev.tidelock.workspace.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidelock hydrate`: brings the project's rows here.
@CommandLine.Command(
    name = "hydrate",
    description = "Bring the project's rows into the databases here; nothing is sent.",
    footer = {
      "",
      "Examples:",
      "  tidelock hydrate                    all tables that are synced here",
      "  tidelock hydrate notes              this one",
      "  tidelock hydrate --replace          whatever stands here is written over",
      "",
      "Files are left to 'sync'. Where a table here is otherwise than in the project, nothing happens,",
      "and the exit code is 1: 'sync' merges both, and --replace lets the database show what the",
      "project has, after a copy of it was put into .tidelock/backups."
    })
public final class HydrateCommand extends Command {
  private static final int PATIENCE_MILLIS = 5_000;
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  @Parameters(
      arity = "0..*",
      paramLabel = "TABLE",
      description = "Tables, each TABLE or DATABASE.TABLE; else all.")
  private List<String> tables = new ArrayList<>();

  @Option(names = "--replace", description = "Write over rows here, after a copy was made.")
  private boolean replace;

  @Option(
      names = "--accept-deletes",
      paramLabel = "HASH",
      description = "Let the deletions pass that a safety stop held back as HASH.")
  private @Nullable String acceptance;

  @Mixin private WorkspaceChoice choice = new WorkspaceChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  public HydrateCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    Place place = workbench().place(choice);
    Settings settings = workbench().settings(place);
    try (OpenWorkspace workspace = workbench().open(place, settings)) {
      ChosenTables chosen = ChosenTables.of(workspace.engine().databases(), tables);
      if (!replace) {
        requireNothingToLose(workspace, chosen);
      }
      Extent extent = replace ? Extent.ROWS_OF_PROJECT : Extent.ROWS;
      RowTransfer transfer =
          new RowTransfer(
              workbench(), workspace, settings, chosen, Optional.ofNullable(acceptance));
      Round preview = transfer.preview(Direction.DOWN, extent);
      RowTransfer.requireReached(preview);
      List<Path> backups = new ArrayList<>();
      Round round =
          replace
              ? transfer.replace(database -> backups.add(copy(place, database)))
              : transfer.move(Direction.DOWN, extent);
      transfer.answer(
          json.wanted(),
          round,
          round.counts().recordsDown(),
          RowTransfer.rows(preview, PlannedAction.Where.HERE),
          backups);
      return round.exit();
    }
  }

  private static void requireNothingToLose(OpenWorkspace workspace, ChosenTables chosen) {
    TableLook look = workspace.engine().lookAtTables(chosen.choice());
    List<String> what = new ArrayList<>();
    look.changes().stream()
        .filter(table -> table.rows() > 0)
        .filter(table -> chosen.choice().includes(table.database(), table.name()))
        .forEach(table ->
            what.add(
                Words.shown(table.database() + "." + table.name())
                    + ": "
                    + TableChanges.text(table.counts())));
    look.stops()
        .forEach(stop ->
            what.add(
                TableChanges.text(new RowCounts(0, stop.rewrites(), stop.deletes()))
                    + stop.examples().stream()
                        .findFirst()
                        .map(example -> ", such as " + Words.shown(example))
                        .orElse("")));
    if (!what.isEmpty()) {
      throw new Failure(
          ExitCode.FAILURE,
          "rows here are not in the project: " + String.join("; ", what),
          "'tidelock sync' merges them; 'tidelock hydrate --replace' writes over them, after a"
              + " copy");
    }
    look.problems().stream()
        .filter(problem -> isUnseen(problem, workspace, chosen))
        .findFirst()
        .ifPresent(problem -> {
          throw new Failure(
              ExitCode.FAILURE,
              "whether rows here are in the project cannot be told: " + Trouble.of(problem).line(),
              "nothing was done; mend that, or try again when the application is done");
        });
  }

  /// Whether a problem says that a database that is meant could not be looked at.
  private static boolean isUnseen(Problem problem, OpenWorkspace workspace, ChosenTables chosen) {
    return switch (problem.kind()) {
      case BUSY, UNREADABLE, NOT_APPLIED, AWAITED ->
          workspace.engine().attachments().stream()
              .filter(database -> database.name().equals(problem.path()))
              .flatMap(database -> database.tables().values().stream())
              .anyMatch(table -> chosen.choice().includes(problem.path(), table));
      case NAME, SPECIAL, VOLUME, IGNORE_FILE, LEADS_OUT, ESCAPED, WAITING, APART, MADE -> false;
    };
  }

  private Path copy(Place place, Attachment attachment) {
    Path directory = place.state().resolve("backups");
    String time = STAMP.format(workbench().surroundings().clock().instant());
    Path target = directory.resolve(attachment.name() + "-" + time + ".db");
    try {
      Files.createDirectories(directory);
      for (int i = 2; Files.exists(target, LinkOption.NOFOLLOW_LINKS); i++) {
        target = directory.resolve(attachment.name() + "-" + time + "-" + i + ".db");
      }
    } catch (IOException e) {
      throw new Failure(
          ExitCode.of(e),
          directory + " cannot be made: " + Reasons.of(e),
          "nothing was written over",
          e);
    }
    new SqliteDatabases(Machine.CLOCK, place.root())
        .copy(attachment.file(), target, PATIENCE_MILLIS);
    return target;
  }
}
