package dev.tidelock.cli.command.conflict;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.conflict.RowTermText;
import dev.tidelock.cli.conflict.RowVerdict;
import dev.tidelock.cli.conflict.Suggestion;
import dev.tidelock.cli.conflict.TermText;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Style;
import dev.tidelock.cli.output.Words;
import dev.tidelock.core.record.RowTerm;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.Term;
import dev.tidelock.engine.sync.OpenConflict;
import dev.tidelock.engine.sync.OpenRowConflict;
import dev.tidelock.engine.sync.RowOrigin;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/// `tidelock conflicts`: what waits to be decided.
@CommandLine.Command(
    name = "conflicts",
    description = "List the conflicts that are open.",
    footer = {
      "",
      "Examples:",
      "  tidelock conflicts",
      "  tidelock conflicts --json",
      "",
      "Resolving one on any device resolves it everywhere with the next syncs."
    })
public final class ConflictsCommand extends Command {
  private static final int ROWS = 100;

  @Mixin private WorkspaceChoice choice = new WorkspaceChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  public ConflictsCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    Place place = workbench().place(choice);
    try (OpenWorkspace workspace = workbench().open(place)) {
      List<OpenConflict> open = workspace.engine().conflicts();
      List<OpenRowConflict> rows = workspace.engine().rowConflicts();
      Map<String, List<RowOrigin>> origins = workspace.engine().origins(rows);
      if (json.wanted()) {
        List<Json> documents = new ArrayList<>();
        open.forEach(each -> documents.add(document(workspace, each)));
        rows.forEach(row ->
            documents.add(
                RowTermText.toJson(
                    workspace.engine(), row, origins.getOrDefault(row.id(), List.of()))));
        terminal()
            .print(
                Json.object().put("schema", 1).put("conflicts", new Json.Items(documents)).build());
      } else {
        show(workspace, open);
        showRows(workspace, rows, origins);
        conclude(open.size() + rows.size());
      }
      return open.isEmpty() && rows.isEmpty() ? ExitCode.OK : ExitCode.CONFLICTS;
    }
  }

  private static Json document(OpenWorkspace workspace, OpenConflict conflict) {
    return Json.object()
        .put("id", conflict.id())
        .put("path", conflict.path().toString())
        .put("table", Json.NOTHING)
        .put("key", Json.NOTHING)
        .put("kind", conflict.kind().name().toLowerCase(Locale.ROOT))
        .put("suggested", Suggestion.of(workspace.engine(), conflict))
        .put("terms", Json.array(conflict.terms(), term -> document(conflict, term)))
        .build();
  }

  private static Json document(OpenConflict conflict, Term term) {
    return Json.object()
        .put("id", term.key().toString())
        .put("author", term.author())
        .put("device", term.device().text())
        .put("time", Words.iso(term.time()))
        .put("size", TermText.size(term.entry()))
        .put("type", term.entry() instanceof Entry.Link ? "link" : "file")
        .put("mine", conflict.mine().equals(Optional.of(term.key())))
        .build();
  }

  private void show(OpenWorkspace workspace, List<OpenConflict> open) {
    Instant now = workbench().surroundings().clock().instant();
    for (OpenConflict conflict : open) {
      terminal()
          .print(
              terminal().styled(Style.BOLD, Words.shown(conflict.path().toString()))
                  + "  "
                  + conflict.id()
                  + "  "
                  + conflict.kind().name().toLowerCase(Locale.ROOT)
                  + ", suggested: "
                  + Suggestion.of(workspace.engine(), conflict));
      for (Term term : conflict.terms()) {
        terminal()
            .print(
                "  "
                    + term.key().toString().substring(0, 8)
                    + "  "
                    + TermText.of(conflict, term, now));
      }
    }
  }

  private void showRows(
      OpenWorkspace workspace, List<OpenRowConflict> rows, Map<String, List<RowOrigin>> origins) {
    Instant now = workbench().surroundings().clock().instant();
    for (OpenRowConflict row : rows.stream().limit(ROWS).toList()) {
      terminal()
          .print(
              terminal().styled(Style.BOLD, Words.shown(row.place()))
                  + "  "
                  + row.id()
                  + "  "
                  + row.kind().name().toLowerCase(Locale.ROOT)
                  + ", suggested: "
                  + RowVerdict.suggested(workspace.engine(), row));
      RowTermText.reason(row).ifPresent(reason -> terminal().print("  " + reason));
      List<RowOrigin> known = origins.getOrDefault(row.id(), List.of());
      for (int i = 0; i < known.size(); i++) {
        RowTerm term = row.terms().get(i);
        terminal()
            .print(
                "  "
                    + term.key().toString().substring(0, 8)
                    + "  "
                    + RowTermText.of(row, term, known.get(i), now)
                    + RowTermText.differences(row, term));
      }
    }
    if (rows.size() > ROWS) {
      terminal().print("… and " + Words.count(rows.size() - ROWS, "row") + " more");
    }
  }

  private void conclude(int open) {
    if (open == 0) {
      terminal().print("No conflicts are open.");
    } else {
      terminal().say("Next: tidelock resolve --interactive");
    }
  }
}
