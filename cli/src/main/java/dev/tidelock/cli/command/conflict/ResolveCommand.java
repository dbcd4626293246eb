package dev.tidelock.cli.command.conflict;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.conflict.ConflictSearch;
import dev.tidelock.cli.conflict.Dialogue;
import dev.tidelock.cli.conflict.RowDialogue;
import dev.tidelock.cli.conflict.RowVerdict;
import dev.tidelock.cli.conflict.StrategyDecision;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Words;
import dev.tidelock.cli.row.RowFile;
import dev.tidelock.cli.sync.Trouble;
import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.merge.Strategy;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.record.RowTerm;
import dev.tidelock.engine.record.RowName;
import dev.tidelock.engine.sync.Decision;
import dev.tidelock.engine.sync.OpenConflict;
import dev.tidelock.engine.sync.OpenRowConflict;
import dev.tidelock.engine.sync.RemotePlace;
import dev.tidelock.engine.sync.Resolution;
import dev.tidelock.engine.sync.RowChoice;
import dev.tidelock.engine.sync.RowDecision;
import dev.tidelock.engine.sync.RowOrigin;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.machine.Reasons;
import dev.tidelock.workspace.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidelock resolve`: decides conflicts.
@CommandLine.Command(
    name = "resolve",
    description = "Decide open conflicts.",
    footer = {
      "",
      "Examples:",
      "  tidelock resolve --interactive                     look at each and choose",
      "  tidelock resolve notes.txt --strategy local        keep what is on this disk",
      "  tidelock resolve --all --strategy merge            whatever merges cleanly",
      "  tidelock resolve --conflict 3f9a --take laptop     the version of that device",
      "  tidelock resolve notes.txt --file fixed.txt        a version made elsewhere",
      "  tidelock resolve app.notes/17 --file row.json      a row, as a JSON object of columns",
      "",
      "Ids may be abbreviated. The next sync sends the decision; versions not taken stay in the",
      "history. The exit code is 5 if a conflict that was meant is still open."
    })
public final class ResolveCommand extends Command {
  private static final long FILE_LIMIT = 256L << 20;

  @Parameters(
      arity = "0..1",
      paramLabel = "PATH",
      description = "The conflict at this path, or of this row: DATABASE.TABLE/KEY.")
  private @Nullable String path;

  @Option(names = "--conflict", paramLabel = "ID", description = "The conflict with this id.")
  private @Nullable String id;

  @Option(names = "--all", description = "All open conflicts.")
  private boolean all;

  @Option(
      names = "--strategy",
      paramLabel = "S",
      converter = StrategyConverter.class,
      description = "local, remote, newest or merge.")
  private @Nullable Strategy strategy;

  @Option(
      names = "--take",
      paramLabel = "TERM",
      description = "Take this version: its id, or its device's name.")
  private @Nullable String take;

  @Option(names = "--file", paramLabel = "F", description = "Take the content of this file.")
  private @Nullable String file;

  @Option(
      names = {"-i", "--interactive"},
      description = "Show each conflict and ask.")
  private boolean interactive;

  @Mixin private WorkspaceChoice choice = new WorkspaceChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  private final List<Json> resolved = new ArrayList<>();
  private final List<Trouble> troubles = new ArrayList<>();

  public ResolveCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    requireOneWay();
    Place place = workbench().place(choice);
    Settings settings = workbench().settings(place);
    if (interactive) {
      if (!terminal().interactive() || json.wanted()) {
        throw Failure.usage(
            "--interactive needs a terminal to ask on",
            "use --strategy, --take or --file in scripts");
      }
      return interactive(workbench(), place, settings);
    }
    try (OpenWorkspace workspace = workbench().open(place, settings)) {
      Chosen chosen =
          chosen(place, workspace.engine().conflicts(), workspace.engine().rowConflicts());
      Optional<RemotePlace> source = chosen.isEmpty() ? Optional.empty() : workspace.source();
      chosen.files().forEach(conflict -> resolve(workspace, conflict, source));
      resolveRows(workspace, chosen.rows(), source);
      answer(workspace.engine().openConflicts());
    }
    return troubles.isEmpty() ? ExitCode.OK : ExitCode.CONFLICTS;
  }

  private void requireOneWay() {
    long ways = Stream.of(strategy, take, file).filter(way -> way != null).count();
    if (interactive ? ways > 0 : ways != 1) {
      throw Failure.usage(
          "a decision is needed, and one only",
          "give one of --strategy, --take, --file and --interactive");
    }
    if (strategy == Strategy.MANUAL) {
      throw Failure.usage(
          "'manual' decides nothing", "the strategies are local, remote, newest and merge");
    }
    long targets = Stream.of(path, id).filter(each -> each != null).count() + (all ? 1 : 0);
    if (!interactive && targets != 1) {
      throw Failure.usage(
          "which conflict is not clear", "give one of PATH, --conflict ID and --all");
    }
    if (all && (take != null || file != null)) {
      throw Failure.usage(
          "one version cannot be the right one for all conflicts", "use --strategy with --all");
    }
  }

  /// The conflicts that are meant.
  private record Chosen(List<OpenConflict> files, List<OpenRowConflict> rows) {
    boolean isEmpty() {
      return files.isEmpty() && rows.isEmpty();
    }
  }

  private Chosen chosen(Place place, List<OpenConflict> files, List<OpenRowConflict> rows) {
    if (all) {
      return new Chosen(files, rows);
    }
    if (path != null) {
      Optional<OpenRowConflict> row = ConflictSearch.rowAt(rows, path);
      if (row.isPresent()) {
        return new Chosen(List.of(), List.of(row.get()));
      }
    }
    Optional<TreePath> wanted = Optional.ofNullable(path).map(at -> workbench().pathIn(place, at));
    String text = wanted.map(TreePath::toString).orElseGet(() -> String.valueOf(id));
    String found = ConflictSearch.id(files, rows, text, wanted);
    return new Chosen(
        files.stream().filter(each -> each.id().equals(found)).toList(),
        rows.stream().filter(each -> each.id().equals(found)).toList());
  }

  /// Decides rows, all by one commit.
  private void resolveRows(
      OpenWorkspace workspace, List<OpenRowConflict> rows, Optional<RemotePlace> source) {
    List<RowChoice> choices = new ArrayList<>();
    for (OpenRowConflict row : rows) {
      switch (decide(workspace, row)) {
        case RowVerdict.Decided(RowDecision decision) -> choices.add(new RowChoice(row, decision));
        case RowVerdict.Undecided(String reason) ->
            troubles.add(
                new Trouble(
                    Optional.of(row.place()), "conflict", reason, "", Trouble.Weight.FAILURE));
      }
    }
    if (choices.isEmpty()) {
      return;
    }
    Resolution resolution = workspace.engine().resolveRows(choices, source);
    resolution.problems().forEach(problem -> terminal().say(Trouble.of(problem).line()));
    Set<String> left = new HashSet<>();
    workspace.engine().rowConflicts().forEach(row -> left.add(row.id()));
    for (RowChoice choice : choices) {
      OpenRowConflict row = choice.conflict();
      if (left.contains(row.id())) {
        troubles.add(
            new Trouble(
                Optional.of(row.place()),
                "conflict",
                "it is open again: it still cannot stand beside the other rows, or was changed",
                "give it other values with --file, or change the other row",
                Trouble.Weight.FAILURE));
        continue;
      }
      resolved.add(
          Json.object()
              .put("id", row.id())
              .put("path", Json.NOTHING)
              .put("table", row.database() + "." + row.name())
              .put("key", RowName.of(row.key()))
              .put("commit", resolution.commit().toString())
              .build());
    }
  }

  private RowVerdict decide(OpenWorkspace workspace, OpenRowConflict row) {
    if (take != null) {
      List<RowOrigin> origins =
          workspace.engine().origins(List.of(row)).getOrDefault(row.id(), List.of());
      return new RowVerdict.Decided(
          new RowDecision.TakeTerm(ConflictSearch.term(row, origins, take).key()));
    }
    if (file != null) {
      return new RowVerdict.Decided(written(row, read(file)));
    }
    return RowVerdict.of(workspace.engine(), row, strategy == null ? Strategy.MANUAL : strategy);
  }

  private static RowDecision written(OpenRowConflict row, Bytes text) {
    RowTerm start =
        RowFile.start(row)
            .orElseThrow(() -> Failure.usage(row.place() + " has no version with a row", ""));
    try {
      return RowFile.decision(row, start, text);
    } catch (MalformedException wrong) {
      throw new Failure(
          ExitCode.USAGE,
          "the file is no row of " + row.place() + ": " + wrong.getMessage(),
          "it is a JSON object of columns; 'tidelock conflicts --json' shows the versions as such",
          wrong);
    }
  }

  private void resolve(
      OpenWorkspace workspace, OpenConflict conflict, Optional<RemotePlace> source) {
    Optional<String> where = Optional.of(conflict.path().toString());
    switch (decide(workspace, conflict, source)) {
      case StrategyDecision.Decided(Decision decision) -> {
        Resolution resolution = workspace.engine().resolve(conflict, decision, source);
        resolution.problems().forEach(problem -> terminal().say(Trouble.of(problem).line()));
        resolved.add(
            Json.object()
                .put("id", conflict.id())
                .put("path", where)
                .put("commit", resolution.commit().toString())
                .build());
      }
      case StrategyDecision.Undecided(String reason) ->
          troubles.add(new Trouble(where, "conflict", reason, "", Trouble.Weight.FAILURE));
    }
  }

  private StrategyDecision decide(
      OpenWorkspace workspace, OpenConflict conflict, Optional<RemotePlace> source) {
    if (take != null) {
      return new StrategyDecision.Decided(
          new Decision.TakeTerm(ConflictSearch.term(conflict, take).key()));
    }
    if (file != null) {
      return new StrategyDecision.Decided(new Decision.UseBytes(read(file)));
    }
    return StrategyDecision.of(
        workspace.engine(), conflict, strategy == null ? Strategy.MANUAL : strategy, source);
  }

  private Bytes read(String name) {
    Path source = workbench().surroundings().resolve(name);
    try {
      if (Files.size(source) > FILE_LIMIT) {
        throw Failure.usage(
            source + " is larger than " + Words.size(FILE_LIMIT),
            "put it into place on the disk, then resolve with --strategy local");
      }
      return Bytes.wrap(Files.readAllBytes(source));
    } catch (IOException e) {
      throw new Failure(
          ExitCode.NOT_FOUND, "the file cannot be read: " + Reasons.of(e), "check --file", e);
    }
  }

  private void answer(long left) {
    if (json.wanted()) {
      terminal()
          .print(
              Json.object()
                  .put("schema", 1)
                  .put("success", troubles.isEmpty())
                  .put("resolved", new Json.Items(resolved))
                  .put("open", left)
                  .put("errors", Json.array(troubles, Trouble::toJson))
                  .build());
      return;
    }
    troubles.forEach(trouble -> terminal().say(trouble.line()));
    terminal().print(Words.count(resolved.size(), "conflict") + " resolved, " + left + " open.");
    if (!resolved.isEmpty()) {
      terminal().say("Next: tidelock sync, which tells the other devices.");
    }
  }

  /// Asks about every open conflict of a workspace.
  public static ExitCode interactive(Workbench workbench, Place place, Settings settings) {
    try (OpenWorkspace workspace = workbench.open(place, settings)) {
      List<OpenConflict> open = workspace.engine().conflicts();
      List<OpenRowConflict> rows = workspace.engine().rowConflicts();
      int all = open.size() + rows.size();
      if (all == 0) {
        workbench.terminal().print("No conflicts are open.");
        return ExitCode.OK;
      }
      Dialogue dialogue =
          new Dialogue(workbench.surroundings(), workspace.engine(), workspace.source());
      int resolved = dialogue.run(open);
      if (!dialogue.quit()) {
        resolved +=
            new RowDialogue(
                    workbench.surroundings(),
                    workspace.engine(),
                    workspace.source(),
                    dialogue.width())
                .run(rows);
      }
      workbench
          .terminal()
          .print(Words.count(resolved, "conflict") + " resolved, " + (all - resolved) + " open.");
      return resolved == all ? ExitCode.OK : ExitCode.CONFLICTS;
    }
  }
}
