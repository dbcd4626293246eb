package dev.tidelock.cli.conflict;

import dev.tidelock.cli.output.Surroundings;
import dev.tidelock.cli.output.Terminal;
import dev.tidelock.core.Bytes;
import dev.tidelock.core.content.MergeOutcome;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.Term;
import dev.tidelock.engine.sync.Decision;
import dev.tidelock.engine.sync.OpenConflict;
import dev.tidelock.engine.sync.RemotePlace;
import dev.tidelock.engine.sync.Workspace;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Asks a person about one conflict after the other.
public final class Dialogue {
  private static final int USUAL_WIDTH = 100;

  private final Surroundings surroundings;
  private final Terminal terminal;
  private final Workspace workspace;
  private final Optional<RemotePlace> from;
  private boolean quit;

  /// @param surroundings where to ask
  /// @param workspace whose conflicts
  /// @param from where versions are fetched that are not here
  public Dialogue(Surroundings surroundings, Workspace workspace, Optional<RemotePlace> from) {
    this.surroundings = surroundings;
    this.terminal = surroundings.terminal();
    this.workspace = workspace;
    this.from = from;
  }

  /// Asks about each conflict until the person quits, and gives how many were resolved.
  public int run(List<OpenConflict> conflicts) {
    int resolved = 0;
    for (int i = 0; i < conflicts.size(); i++) {
      terminal.print("");
      terminal.print("Conflict " + (i + 1) + " of " + conflicts.size());
      Answer answer = ask(conflicts.get(i));
      switch (answer) {
        case Answer.Resolve(Decision decision) -> {
          workspace
              .resolve(conflicts.get(i), decision, from)
              .problems()
              .forEach(problem -> terminal.say(problem.path() + ": " + problem.detail()));
          resolved++;
        }
        case Answer.Skip _ -> {}
        case Answer.Quit _ -> {
          quit = true;
          return resolved;
        }
      }
    }
    return resolved;
  }

  /// Whether the person wants to be asked no more.
  public boolean quit() {
    return quit;
  }

  private Answer ask(OpenConflict conflict) {
    ConflictView view =
        new ConflictView(terminal, workspace, from, surroundings.clock().instant(), width());
    view.show(conflict);
    while (true) {
      Optional<String> line =
          terminal.ask(
              "Take [1-"
                  + conflict.terms().size()
                  + "], [m]erge, [e]dit, show a [d]iff from the base, [r]emove, [s]kip, [q]uit?");
      if (line.isEmpty()) {
        return new Answer.Quit();
      }
      Optional<Answer> answer = answer(conflict, view, line.get().toLowerCase(Locale.ROOT));
      if (answer.isPresent()) {
        return answer.get();
      }
    }
  }

  /// What a line means; nothing if it is to be asked again.
  private Optional<Answer> answer(OpenConflict conflict, ConflictView view, String line) {
    switch (line) {
      case "s" -> {
        return Optional.of(new Answer.Skip());
      }
      case "q" -> {
        return Optional.of(new Answer.Quit());
      }
      case "r" -> {
        return Optional.of(new Answer.Resolve(new Decision.Remove()));
      }
      case "d" -> {
        conflict.terms().forEach(term -> view.fromBase(conflict, term));
        return Optional.empty();
      }
      case "m" -> {
        return merged(conflict);
      }
      case "e" -> {
        return edited(conflict);
      }
      default -> {
        return taken(conflict, line);
      }
    }
  }

  private Optional<Answer> taken(OpenConflict conflict, String line) {
    if (!line.matches("[0-9]{1,4}")) {
      return Optional.empty();
    }
    int number = Integer.parseInt(line);
    if (number < 1 || number > conflict.terms().size()) {
      return Optional.empty();
    }
    Term term = conflict.terms().get(number - 1);
    return Optional.of(new Answer.Resolve(new Decision.TakeTerm(term.key())));
  }

  private Optional<Answer> merged(OpenConflict conflict) {
    return switch (workspace.mergeTerms(conflict, from)) {
      case MergeOutcome.Merged(Bytes content) ->
          Optional.of(new Answer.Resolve(new Decision.UseBytes(content)));
      case MergeOutcome.Conflicting(String reason) -> {
        terminal.print("That cannot be merged: " + reason + ".");
        yield Optional.empty();
      }
    };
  }

  private Optional<Answer> edited(OpenConflict conflict) {
    Entry.Leaf start =
        conflict
            .mine()
            .flatMap(key -> conflict.conflict().term(key))
            .orElseGet(() -> conflict.terms().getFirst())
            .entry();
    Optional<Bytes> text = workspace.content(start, from);
    if (text.isEmpty()) {
      terminal.print("That is too large to edit here.");
      return Optional.empty();
    }
    Optional<Bytes> edited = new Editor(surroundings).edit(conflict.path().name(), text.get());
    if (edited.isEmpty()) {
      terminal.print("Nothing was changed.");
    }
    return edited.map(bytes -> new Answer.Resolve(new Decision.UseBytes(bytes)));
  }

  /// How many characters fit beside each other.
  public int width() {
    String columns = surroundings.variable("COLUMNS").orElse("");
    return columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : USUAL_WIDTH;
  }

  private sealed interface Answer {
    record Resolve(Decision decision) implements Answer {}

    record Skip() implements Answer {}

    record Quit() implements Answer {}
  }
}
