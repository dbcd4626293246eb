package dev.tidelock.cli.conflict;

import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Words;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Term;
import dev.tidelock.engine.sync.OpenConflict;
import dev.tidelock.workspace.device.Device;
import java.util.List;
import java.util.Optional;

/// Finds conflicts and their values by what a person types: ids may be abbreviated.
public final class ConflictSearch {
  private ConflictSearch() {}

  /// The conflict with this id, or whose id alone begins so, or at this path.
  public static OpenConflict conflict(
      List<OpenConflict> open, String wanted, Optional<TreePath> path) {
    Optional<OpenConflict> at =
        open.stream()
            .filter(each -> each.id().equals(wanted) || path.equals(Optional.of(each.path())))
            .findFirst();
    if (at.isPresent()) {
      return at.get();
    }
    List<OpenConflict> found =
        open.stream().filter(each -> !wanted.isEmpty() && each.id().startsWith(wanted)).toList();
    if (found.size() > 1) {
      throw Failure.usage(
          "several conflicts begin with '"
              + wanted
              + "': "
              + String.join(", ", found.stream().map(OpenConflict::id).toList()),
          "type more of the id");
    }
    if (found.isEmpty()) {
      throw new Failure(
          ExitCode.NOT_FOUND,
          "there is no open conflict '" + Words.shown(wanted) + "'",
          "'tidelock conflicts' lists them");
    }
    return found.getFirst();
  }

  /// The value with this id, or whose id alone begins so, or of the device with this name.
  public static Term term(OpenConflict conflict, String wanted) {
    List<Term> found =
        conflict.terms().stream()
            .filter(term ->
                term.key().toString().startsWith(wanted)
                    || term.device().text().equals(wanted)
                    || Device.shown(term.device()).equals(wanted))
            .toList();
    if (found.size() != 1 || wanted.isEmpty()) {
      throw new Failure(
          found.isEmpty() ? ExitCode.NOT_FOUND : ExitCode.USAGE,
          (found.isEmpty() ? "no version" : "more than one version")
              + " of "
              + Words.shown(conflict.path().toString())
              + " is called '"
              + Words.shown(wanted)
              + "'",
          "they are "
              + String.join(
                  ", ",
                  conflict.terms().stream()
                      .map(term ->
                          term.key().toString().substring(0, 8)
                              + " ("
                              + Device.shown(term.device())
                              + ")")
                      .toList()));
    }
    return found.getFirst();
  }
}
