package dev.tidelock.engine.guard;

import dev.tidelock.core.name.TreePath;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A set of changes that was held back because it is suspiciously large.
///
/// @param plan the set's hash, by which it can be accepted
/// @param deletes how many files, links and rows it would delete
/// @param rewrites how many it would overwrite
/// @param places where most of them are, the most first
/// @param examples some of the paths, or of the rows
public record SafetyStop(
    String plan, long deletes, long rewrites, List<Hit> places, List<String> examples) {
  private static final int SHOWN = 10;

  public SafetyStop {
    places = List.copyOf(places);
    examples = List.copyOf(examples);
  }

  /// One of which it is not known where most of them are.
  public SafetyStop(String plan, long deletes, long rewrites, List<String> examples) {
    this(plan, deletes, rewrites, List.of(), examples);
  }

  /// What to tell of a set.
  static SafetyStop of(ChangeSet held, Collection<TreePath> paths) {
    Map<TreePath, Long> perTop =
        paths.stream()
            .collect(
                Collectors.groupingBy(
                    path -> TreePath.ROOT.child(path.names().getFirst()), Collectors.counting()));
    List<Hit> places =
        perTop.entrySet().stream()
            .map(each -> new Hit(each.getKey().toString(), each.getValue()))
            .sorted(Comparator.comparing(Hit::changes).reversed().thenComparing(Hit::top))
            .limit(SHOWN)
            .toList();
    return new SafetyStop(
        held.hash(),
        held.deletes().size(),
        held.rewrites().size(),
        places,
        paths.stream().sorted().limit(SHOWN).map(TreePath::toString).toList());
  }

  /// Something at the top of the project that is hit.
  ///
  /// @param top a directory, a file that is deleted or overwritten itself, or a table
  /// @param changes how many of the deletions and overwrites are there
  public record Hit(String top, long changes) {}
}
