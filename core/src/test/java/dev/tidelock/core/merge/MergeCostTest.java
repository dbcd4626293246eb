package dev.tidelock.core.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.commit.Note;
import dev.tidelock.core.commit.Rename;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// A merge costs what changed, and hostile trees and renames cost no more than they are long.
class MergeCostTest {
  private final Forest forest = new Forest();

  @Test
  void aMovedDirectoryOfManyFilesIsNotRead() {
    Entry.Directory many = many(20_000, "=1");
    Entry.Directory base = tree(Map.of("d", many, "k", many(300, "=2")));
    Entry.Directory first = tree(Map.of("e", many, "k", many(300, "=2")));
    Entry.Directory edited =
        forest.maps().with(many, Map.of("f77", Optional.of(Forest.entry("=edited"))));
    Entry.Directory second = tree(Map.of("d", edited, "k", many(300, "=2")));
    int before = forest.reads();
    MergeResult result =
        forest.merge(base, new Side(first, Forest.renames("d>e")), Side.of(second));
    assertThat(forest.reads() - before).isLessThan(60);
    assertThat(result.tree()).isEqualTo(tree(Map.of("e", edited, "k", many(300, "=2"))));
  }

  @Test
  void aLargeDirectoryThatTakesInASmallOneIsNotRead() {
    Entry.Directory many = many(20_000, "=1");
    Entry.Directory base = tree(Map.of("d", many));
    Entry.Directory first = tree(Map.of("e", many));
    Entry.Directory second = tree(Map.of("d", many, "e", forest.tree("new=1")));
    int before = forest.reads();
    MergeResult result =
        forest.merge(base, new Side(first, Forest.renames("d>e")), Side.of(second));
    assertThat(forest.reads() - before).isLessThan(60);
    assertThat(forest.maps().get(result.tree(), TreePath.parse("e/new"))).isPresent();
    assertThat(forest.maps().get(result.tree(), TreePath.parse("e/f77"))).isPresent();
  }

  @Test
  void theDeepestTreesAreMergedOnASmallStack() throws InterruptedException {
    Entry.Directory base = deep(390, "base");
    Side first = Side.of(deep(390, "first"));
    Side second = Side.of(deep(390, "second"));
    List<MergeResult> results = new ArrayList<>();
    Thread thread =
        new Thread(null, () -> results.add(forest.merge(base, first, second)), "small", 512 << 10);
    thread.start();
    thread.join();
    assertThat(results).hasSize(1);
    assertThat(results.getFirst().opened()).hasSize(1);
  }

  @Test
  void deeperTreesAreRefused() {
    Entry.Directory base = deep(450, "base");
    Side first = Side.of(deep(450, "first"));
    Side second = Side.of(deep(450, "second"));
    assertThatThrownBy(() -> forest.merge(base, first, second))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("400 levels");
  }

  @Test
  void whatNobodyTouchedMayBeAsDeepAsItLikes() {
    Entry.Directory deep = deep(450, "x");
    Entry.Directory base = tree(Map.of("d", deep));
    Entry.Directory first = tree(Map.of("d", deep, "n", forest.tree("f=1")));
    assertThat(forest.merge(base, Side.of(first), Side.of(base)).tree()).isEqualTo(first);
  }

  @Test
  void thousandsOfCyclesEnd() {
    int count = 2000;
    List<String> flat = new ArrayList<>();
    List<String> one = new ArrayList<>();
    List<String> other = new ArrayList<>();
    List<Rename> ones = new ArrayList<>();
    List<Rename> others = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String a = "a" + i;
      String b = "b" + i;
      flat.addAll(List.of(a + "/f=1", b + "/f=1"));
      one.add(a + "/" + b + "/f=1");
      one.add(a + "/f=1");
      other.add(b + "/" + a + "/f=1");
      other.add(b + "/f=1");
      ones.add(new Rename(Forest.path(b), Forest.path(a + "/" + b)));
      others.add(new Rename(Forest.path(a), Forest.path(b + "/" + a)));
    }
    Entry.Directory first = quick(one);
    MergeResult result =
        forest.merge(quick(flat), new Side(first, ones), new Side(quick(other), others));
    assertThat(result.tree()).isEqualTo(first);
    assertThat(result.notes()).hasSize(count);
  }

  @Test
  void aChainOfMovesThatIsTooDeepIsTakenBack() {
    int count = 3000;
    List<String> flat = new ArrayList<>();
    List<String> one = new ArrayList<>();
    List<String> other = new ArrayList<>();
    List<Rename> ones = new ArrayList<>();
    List<Rename> others = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      flat.add("n" + i + "/f=1");
      one.add(i % 2 == 0 || i + 1 == count ? "n" + i + "/f=1" : "n" + (i + 1) + "/n" + i + "/f=1");
      other.add(
          i % 2 == 1 || i + 1 == count ? "n" + i + "/f=1" : "n" + (i + 1) + "/n" + i + "/f=1");
      List<Rename> mover = i % 2 == 0 ? others : ones;
      if (i + 1 < count) {
        mover.add(new Rename(Forest.path("n" + i), Forest.path("n" + (i + 1) + "/n" + i)));
      }
    }
    MergeResult result =
        forest.merge(quick(flat), new Side(quick(one), ones), new Side(quick(other), others));
    assertThat(Forest.kinds(result)).containsOnly(Note.Kind.CYCLE_DROPPED);
  }

  /// A flat or nearly flat tree, made without passing over all lines for each directory.
  private Entry.Directory quick(List<String> lines) {
    Map<String, List<String>> byTop = new TreeMap<>();
    for (String line : lines) {
      int slash = line.indexOf('/');
      byTop
          .computeIfAbsent(line.substring(0, slash), _ -> new ArrayList<>())
          .add(line.substring(slash + 1));
    }
    Map<String, Entry> children = new TreeMap<>();
    byTop.forEach((name, below) -> children.put(name, forest.tree(below.toArray(String[]::new))));
    return tree(children);
  }

  private Entry.Directory many(int count, String entry) {
    Map<String, Entry> children = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      children.put("f" + i, Forest.entry(entry + i));
    }
    return tree(children);
  }

  private Entry.Directory deep(int levels, String content) {
    Entry.Directory at = forest.tree("f=" + content);
    for (int i = 0; i < levels; i++) {
      at = tree(Map.of("d", at));
    }
    return at;
  }

  private Entry.Directory tree(Map<String, ? extends Entry> children) {
    Map<String, Optional<Entry>> edits = new TreeMap<>();
    children.forEach((name, entry) -> edits.put(name, Optional.of(entry)));
    return forest.maps().with(forest.maps().empty(), edits);
  }
}
