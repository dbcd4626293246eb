package dev.tidelock.cli.conflict;

import dev.tidelock.cli.output.Surroundings;
import dev.tidelock.cli.output.Terminal;
import dev.tidelock.cli.row.RowFile;
import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.merge.Strategy;
import dev.tidelock.core.record.RowTerm;
import dev.tidelock.engine.sync.OpenRowConflict;
import dev.tidelock.engine.sync.RemotePlace;
import dev.tidelock.engine.sync.RowChoice;
import dev.tidelock.engine.sync.RowDecision;
import dev.tidelock.engine.sync.RowOrigin;
import dev.tidelock.engine.sync.Workspace;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Asks a person about one row after the other.
public final class RowDialogue {
  private final Surroundings surroundings;
  private final Terminal terminal;
  private final Workspace workspace;
  private final Optional<RemotePlace> from;
  private final int width;

  /// @param surroundings where to ask
  /// @param workspace whose rows
  /// @param from where values are fetched that are not here
  /// @param width how many characters fit beside each other
  public RowDialogue(
      Surroundings surroundings, Workspace workspace, Optional<RemotePlace> from, int width) {
    this.surroundings = surroundings;
    this.terminal = surroundings.terminal();
    this.workspace = workspace;
    this.from = from;
    this.width = width;
  }

  /// Asks about each row until the person quits, and gives how many were decided.
  public int run(List<OpenRowConflict> conflicts) {
    Map<String, List<RowOrigin>> origins = workspace.origins(conflicts);
    int resolved = 0;
    for (int i = 0; i < conflicts.size(); i++) {
      OpenRowConflict conflict = conflicts.get(i);
      terminal.print("");
      terminal.print("Row " + (i + 1) + " of " + conflicts.size());
      RowView view = new RowView(terminal, workspace, from, surroundings.clock().instant(), width);
      view.showHead(conflict, origins.getOrDefault(conflict.id(), List.of()));
      view.showFields(conflict);
      switch (ask(conflict)) {
        case Answer.Resolve(RowDecision decision) -> {
          workspace
              .resolveRows(List.of(new RowChoice(conflict, decision)), from)
              .problems()
              .forEach(problem -> terminal.say(problem.path() + ": " + problem.detail()));
          resolved++;
        }
        case Answer.Skip _ -> {}
        case Answer.Quit _ -> {
          return resolved;
        }
      }
    }
    return resolved;
  }

  private Answer ask(OpenRowConflict conflict) {
    while (true) {
      Optional<String> line =
          terminal.ask(
              "Take [1-"
                  + conflict.terms().size()
                  + "], [m]erge, [e]dit, [r]emove, [s]kip, [q]uit?");
      if (line.isEmpty()) {
        return new Answer.Quit();
      }
      Optional<Answer> answer = answer(conflict, line.get().toLowerCase(Locale.ROOT));
      if (answer.isPresent()) {
        return answer.get();
      }
    }
  }

  /// What a line means; nothing if it is to be asked again.
  private Optional<Answer> answer(OpenRowConflict conflict, String line) {
    return switch (line) {
      case "s" -> Optional.of(new Answer.Skip());
      case "q" -> Optional.of(new Answer.Quit());
      case "r" -> Optional.of(new Answer.Resolve(new RowDecision.Remove()));
      case "m" -> merged(conflict);
      case "e" -> edited(conflict);
      default -> taken(conflict, line);
    };
  }

  private static Optional<Answer> taken(OpenRowConflict conflict, String line) {
    if (!line.matches("[0-9]{1,4}")) {
      return Optional.empty();
    }
    int number = Integer.parseInt(line);
    if (number < 1 || number > conflict.terms().size()) {
      return Optional.empty();
    }
    RowTerm term = conflict.terms().get(number - 1);
    return Optional.of(new Answer.Resolve(new RowDecision.TakeTerm(term.key())));
  }

  private Optional<Answer> merged(OpenRowConflict conflict) {
    return switch (RowVerdict.of(workspace, conflict, Strategy.MERGE)) {
      case RowVerdict.Decided(RowDecision decision) -> Optional.of(new Answer.Resolve(decision));
      case RowVerdict.Undecided(String reason) -> {
        terminal.print("That does not work: " + reason + ".");
        yield Optional.empty();
      }
    };
  }

  private Optional<Answer> edited(OpenRowConflict conflict) {
    Optional<RowTerm> start = RowFile.start(conflict);
    if (start.isEmpty()) {
      terminal.print("There is no version with a row to edit.");
      return Optional.empty();
    }
    Bytes text = RowFile.text(conflict, start.get());
    Optional<Bytes> edited = new Editor(surroundings).edit("row.json", text);
    if (edited.isEmpty()) {
      terminal.print("Nothing was changed.");
      return Optional.empty();
    }
    try {
      return Optional.of(new Answer.Resolve(RowFile.decision(conflict, start.get(), edited.get())));
    } catch (MalformedException wrong) {
      terminal.print("That is no row of this table: " + wrong.getMessage());
      return Optional.empty();
    }
  }

  private sealed interface Answer {
    record Resolve(RowDecision decision) implements Answer {}

    record Skip() implements Answer {}

    record Quit() implements Answer {}
  }
}
