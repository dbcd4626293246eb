package dev.tidelock.cli.conflict;

import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Words;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.record.RowTerm;
import dev.tidelock.core.tree.DeviceId;
import dev.tidelock.core.tree.Term;
import dev.tidelock.engine.sync.OpenConflict;
import dev.tidelock.engine.sync.OpenRowConflict;
import dev.tidelock.engine.sync.RowOrigin;
import dev.tidelock.workspace.device.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds conflicts and their values by what a person types: ids may be abbreviated.
public final class ConflictSearch {
  private ConflictSearch() {}

  /// The id of the conflict with this id, or whose id alone begins so, or at this path.
  public static String id(
      List<OpenConflict> files,
      List<OpenRowConflict> rows,
      String wanted,
      Optional<TreePath> path) {
    Optional<OpenConflict> at =
        files.stream().filter(each -> path.equals(Optional.of(each.path()))).findFirst();
    if (at.isPresent()) {
      return at.get().id();
    }
    List<String> found =
        Stream.concat(files.stream().map(OpenConflict::id), rows.stream().map(OpenRowConflict::id))
            .filter(id -> !wanted.isEmpty() && id.startsWith(wanted))
            .toList();
    if (found.contains(wanted)) {
      return wanted;
    }
    if (found.size() > 1) {
      throw Failure.usage(
          "several conflicts begin with '" + wanted + "': " + String.join(", ", found),
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

  /// The row that people call so: `app.notes/17`.
  public static Optional<OpenRowConflict> rowAt(List<OpenRowConflict> rows, String wanted) {
    return rows.stream().filter(row -> row.place().equals(wanted)).findFirst();
  }

  /// The value with this id, or whose id alone begins so, or of the device with this name.
  public static Term term(OpenConflict conflict, String wanted) {
    List<Version<Term>> all =
        conflict.terms().stream()
            .map(term -> new Version<>(term, term.key().toString(), Optional.of(term.device())))
            .toList();
    return version(all, conflict.path().toString(), wanted);
  }

  /// The version of a row with this id, or whose id alone begins so, or of the device with this
  /// name.
  ///
  /// @param origins who wrote the versions, in their order
  public static RowTerm term(OpenRowConflict conflict, List<RowOrigin> origins, String wanted) {
    List<Version<RowTerm>> all = new ArrayList<>();
    for (int i = 0; i < origins.size(); i++) {
      RowTerm term = conflict.terms().get(i);
      all.add(new Version<>(term, term.key().toString(), origins.get(i).device()));
    }
    return version(all, conflict.place(), wanted);
  }

  /// One of the versions of a conflict.
  private record Version<T>(T term, String id, Optional<DeviceId> device) {
    boolean isCalled(String wanted) {
      return id.startsWith(wanted)
          || device
              .filter(it -> it.text().equals(wanted) || Device.shown(it).equals(wanted))
              .isPresent();
    }

    String shown() {
      return id.substring(0, 8) + device.map(it -> " (" + Device.shown(it) + ")").orElse("");
    }
  }

  private static <T> T version(List<Version<T>> all, String place, String wanted) {
    List<Version<T>> found = all.stream().filter(each -> each.isCalled(wanted)).toList();
    if (found.size() != 1 || wanted.isEmpty()) {
      throw new Failure(
          found.isEmpty() ? ExitCode.NOT_FOUND : ExitCode.USAGE,
          (found.isEmpty() ? "no version" : "more than one version")
              + " of "
              + Words.shown(place)
              + " is called '"
              + Words.shown(wanted)
              + "'",
          "they are " + String.join(", ", all.stream().map(Version::shown).toList()));
    }
    return found.getFirst().term();
  }
}
