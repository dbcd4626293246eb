package dev.tidelock.core.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.commit.Rename;
import dev.tidelock.core.tree.Entry;
import java.util.List;

/// One row of a table of merges: what was, what each side made of it, and what has to come out.
final class MergeCase {
  private final Forest forest = new Forest();
  private final Entry.Directory base;
  private Side first;
  private Side second;
  private MergeResult result;

  private MergeCase(String... lines) {
    base = forest.tree(lines);
    first = Side.of(base);
    second = Side.of(base);
    result = forest.merge(base, first, second);
  }

  static MergeCase base(String... lines) {
    return new MergeCase(lines);
  }

  MergeCase with(Strategy strategy) {
    forest.with(strategy);
    return this;
  }

  MergeCase first(String... lines) {
    return first(List.of(), lines);
  }

  MergeCase first(List<Rename> renames, String... lines) {
    first = new Side(forest.tree(lines), renames);
    return this;
  }

  MergeCase second(String... lines) {
    return second(List.of(), lines);
  }

  MergeCase second(List<Rename> renames, String... lines) {
    second = new Side(forest.tree(lines), renames);
    return this;
  }

  MergeCase gives(String... lines) {
    result = forest.merge(base, first, second);
    assertThat(forest.lines(result.tree())).containsExactlyInAnyOrder(lines);
    return this;
  }

  MergeCase givesBothWays(String... lines) {
    MergeResult swapped = forest.merge(base, second, first);
    assertThat(forest.lines(swapped.tree())).as("sides swapped").containsExactlyInAnyOrder(lines);
    return gives(lines);
  }

  MergeCase noting(String... notes) {
    assertThat(Forest.notes(result)).containsExactly(notes);
    return this;
  }

  MergeCase fromFirst(String... renames) {
    assertThat(Forest.texts(result.fromFirst())).containsExactly(renames);
    return this;
  }

  MergeCase fromSecond(String... renames) {
    assertThat(Forest.texts(result.fromSecond())).containsExactly(renames);
    return this;
  }

  MergeCase opening(String... paths) {
    assertThat(result.opened()).map(Object::toString).containsExactly(paths);
    return this;
  }

  MergeResult result() {
    return result;
  }

  Entry at(String path) {
    return forest.maps().get(result.tree(), Forest.path(path)).orElseThrow();
  }
}
