package dev.tidelock.cli.command.history;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Words;
import dev.tidelock.cli.row.RowDiffText;
import dev.tidelock.cli.row.RowPlaces;
import dev.tidelock.cli.row.TableChanges;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.sync.PathDiff;
import dev.tidelock.engine.sync.RemotePlace;
import dev.tidelock.engine.sync.Revision;
import dev.tidelock.engine.sync.RowDiff;
import dev.tidelock.engine.sync.RowPlace;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.json.Json;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tidelock diff`: how two states of a project differ.
@CommandLine.Command(
    name = "diff",
    description = "Show how two states differ: by default, the newest commit and the disk.",
    footer = {
      "",
      "Examples:",
      "  tidelock diff                         what changed on the disk since the newest commit",
      "  tidelock diff 3f9a12 -- src           the same since a commit, below src only",
      "  tidelock diff 3f9a12 HEAD --name-status",
      "  tidelock diff -- app.notes/17         one row, field by field",
      "",
      "A commit is HEAD, an id, or at least four digits of one ('tidelock log' shows them). What it",
      "held is fetched from the remote if it is not kept here."
    })
public final class DiffCommand extends Command {
  private static final int MOST_ROWS = 10_000;

  @Parameters(
      arity = "0..*",
      paramLabel = "[A] [B] [-- PATH...]",
      hideParamSyntax = true,
      description = "Two commits, or one and the disk; after '--' the paths to look at.")
  private List<String> words = new ArrayList<>();

  @Option(names = "--name-status", description = "Show paths only, without the lines.")
  private boolean namesOnly;

  @Mixin private WorkspaceChoice choice = new WorkspaceChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  @Spec private CommandSpec spec = CommandSpec.create();

  public DiffCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    Place place = workbench().place(choice);
    try (OpenWorkspace workspace = workbench().open(place)) {
      Question question = question(place, workspace);
      answer(workspace, question, found(workspace, question));
    }
    return ExitCode.OK;
  }

  /// How the states differ. An old state that is not kept here is fetched: devices get the newest
  /// one of what others did meanwhile, and of those between what they need.
  private static Found found(OpenWorkspace workspace, Question question) {
    try {
      return found(workspace, question, Optional.empty());
    } catch (MissingObjectException _) {
      Optional<RemotePlace> source = workspace.source();
      if (source.isEmpty()) {
        boolean alone = workspace.place().marker().remotes().isEmpty();
        throw gone(
            alone ? ExitCode.NOT_FOUND : ExitCode.UNREACHABLE,
            alone ? "there is no remote that has it" : "run this again once a remote is back");
      }
      try {
        return found(workspace, question, source);
      } catch (MissingObjectException _) {
        throw gone(ExitCode.NOT_FOUND, "the remote does not have it either");
      }
    }
  }

  private static Failure gone(ExitCode exit, String hint) {
    return new Failure(exit, "what one of these commits held is not kept here", hint);
  }

  private static Found found(
      OpenWorkspace workspace, Question question, Optional<RemotePlace> source) {
    Set<PathDiff> changes = new LinkedHashSet<>();
    for (Optional<TreePath> path : question.paths()) {
      changes.addAll(workspace.engine().diff(question.from(), question.to(), path, source));
    }
    List<RowDiff> rows = new ArrayList<>();
    for (Optional<RowPlace> table : question.tables()) {
      rows.addAll(
          workspace.engine().diffRows(question.from(), question.to(), table, MOST_ROWS, source));
    }
    return new Found(List.copyOf(changes), List.copyOf(rows));
  }

  /// What differs.
  private record Found(List<PathDiff> changes, List<RowDiff> rows) {}

  /// Tells commits and paths apart. What follows `--` is a path; before it, a word that is no
  /// commit is one too if something stands there.
  private Question question(Place place, OpenWorkspace workspace) {
    int split = words.size() - wordsAfterDashes();
    List<Revision> revisions = new ArrayList<>();
    SequencedSet<Optional<TreePath>> paths = new LinkedHashSet<>();
    SequencedSet<Optional<RowPlace>> tables = new LinkedHashSet<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      boolean there = Files.exists(workbench().surroundings().resolve(word));
      Optional<RowPlace> table =
          there ? Optional.empty() : RowPlaces.find(workspace.engine(), word);
      if (table.isPresent()) {
        tables.add(table);
        continue;
      }
      if (i < split && paths.isEmpty() && tables.isEmpty()) {
        Optional<ObjectId> commit = workspace.engine().findCommit(word);
        if (commit.isPresent()) {
          revisions.add(new Revision.Of(commit.get()));
          continue;
        }
        requirePath(word);
      }
      paths.add(Optional.of(workbench().pathIn(place, word)).filter(path -> !path.isRoot()));
    }
    if (revisions.size() > 2) {
      throw Failure.usage("only two states can be compared, not " + revisions.size(), "");
    }
    Optional<ObjectId> head = workspace.engine().findCommit("HEAD");
    Revision newest = head.<Revision>map(Revision.Of::new).orElseGet(Revision.Nothing::new);
    Revision from = revisions.isEmpty() ? newest : revisions.getFirst();
    Revision to = revisions.size() == 2 ? revisions.getLast() : new Revision.Disk();
    if (paths.isEmpty() && tables.isEmpty()) {
      return new Question(from, to, List.of(Optional.empty()), List.of(Optional.empty()));
    }
    return new Question(from, to, List.copyOf(paths), List.copyOf(tables));
  }

  private void requirePath(String word) {
    if (!Files.exists(workbench().surroundings().resolve(word))) {
      throw new Failure(
          ExitCode.NOT_FOUND,
          "'" + Words.shown(word) + "' is neither a commit nor a path",
          "'tidelock log' lists commits; a path that is gone is given after '--', a table as"
              + " DATABASE.TABLE");
    }
  }

  private int wordsAfterDashes() {
    CommandLine root = spec.root().commandLine();
    List<String> original = root.getParseResult().originalArgs();
    int dashes = original.indexOf("--");
    return dashes < 0 ? 0 : original.size() - dashes - 1;
  }

  private void answer(OpenWorkspace workspace, Question question, Found found) {
    List<PathDiff> changes = found.changes();
    List<RowDiff> rows = found.rows();
    if (json.wanted()) {
      terminal()
          .print(
              Json.object()
                  .put("schema", 1)
                  .put("from", name(question.from()))
                  .put("to", name(question.to()))
                  .put("changes", Json.array(changes, Changes::toJson))
                  .put("rows", Json.array(rows, RowDiffText::toJson))
                  .build());
    } else if (namesOnly) {
      Changes.show(terminal(), changes, Integer.MAX_VALUE);
      if (question.tables().contains(Optional.<RowPlace>empty())) {
        TableChanges.show(
            terminal(), workspace.engine().diffTables(question.from(), question.to()));
      }
    } else {
      DiffText text = new DiffText(terminal(), workspace, later(question));
      changes.forEach(text::show);
      RowDiffText.show(terminal(), rows);
    }
    if (rows.size() >= MOST_ROWS) {
      terminal().say("There are more rows; name a table or a row to see others.");
    }
  }

  private static DiffText.Later later(Question question) {
    return question.to() instanceof Revision.Disk ? DiffText.Later.DISK : DiffText.Later.HISTORY;
  }

  private static Json name(Revision revision) {
    return switch (revision) {
      case Revision.Of(ObjectId commit) -> Json.of(commit.toString());
      case Revision.Disk _ -> Json.of("disk");
      case Revision.Nothing _ -> Json.NOTHING;
    };
  }

  /// What is compared.
  ///
  /// @param paths which files; all if one is empty
  /// @param tables which tables or rows; all if one is empty
  private record Question(
      Revision from,
      Revision to,
      List<Optional<TreePath>> paths,
      List<Optional<RowPlace>> tables) {}
}
