package dev.tidelock.core.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.map.MemoryObjects;
import dev.tidelock.core.map.Summary;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TreeTest {
  private static final Entry.File FILE =
      new Entry.File(false, 3, 10, new Content.Inline(Bytes.utf8("abc")));

  private final MemoryObjects objects = new MemoryObjects();
  private final Directories directories = new Directories(Bytes.copyOf(new byte[32]), objects);

  @Test
  void everyPathLeadsToItsEntry() {
    ForAll.cases(
        100,
        tape -> {
          SortedMap<TreePath, Entry> plain = RandomTrees.plain(tape);
          Tree tree = RandomTrees.build(plain, directories, objects);
          plain.forEach((path, entry) -> assertThat(flat(tree.get(path))).contains(entry));
          TreePath other = RandomTrees.path(tape);
          assertThat(flat(tree.get(other))).isEqualTo(Optional.ofNullable(plain.get(other)));
          assertThat(tree.get(TreePath.ROOT)).contains(tree.root());
        });
  }

  @Test
  void aWalkMeetsEverythingInTheOrderOfPaths() {
    ForAll.cases(
        100,
        tape -> {
          SortedMap<TreePath, Entry> plain = RandomTrees.plain(tape);
          SortedMap<TreePath, Entry> walked = new TreeMap<>();
          List<TreePath> order = new ArrayList<>();
          RandomTrees.build(plain, directories, objects)
              .walk()
              .forEachRemaining(change -> {
                order.add(change.path());
                walked.put(change.path(), flat(change.after()).orElseThrow());
              });
          assertThat(walked).isEqualTo(plain);
          assertThat(order).isSorted().doesNotHaveDuplicates();
        });
  }

  @Test
  void anExpandedDiffIsWhatThePathsDifferIn() {
    ForAll.cases(
        200,
        tape -> {
          SortedMap<TreePath, Entry> before = RandomTrees.plain(tape);
          SortedMap<TreePath, Entry> after = changed(tape, before);
          List<TreeChange> expected = new ArrayList<>();
          TreeSet<TreePath> paths = new TreeSet<>(before.keySet());
          paths.addAll(after.keySet());
          for (TreePath path : paths) {
            Optional<Entry> left = Optional.ofNullable(before.get(path));
            Optional<Entry> right = Optional.ofNullable(after.get(path));
            if (!left.equals(right)) {
              expected.add(new TreeChange(path, left, right));
            }
          }
          assertThat(diff(before, after, Tree.WholeDirectories.EXPANDED))
              .containsExactlyElementsOf(expected);
          expected.removeIf(change -> isBelowChange(change.path(), before, after));
          assertThat(diff(before, after, Tree.WholeDirectories.AS_ONE))
              .containsExactlyElementsOf(expected);
        });
  }

  /// Whether some directory above is on one side only.
  private static boolean isBelowChange(
      TreePath path, Map<TreePath, Entry> before, Map<TreePath, Entry> after) {
    for (TreePath up = path.parent().orElseThrow(); !up.isRoot(); up = up.parent().orElseThrow()) {
      if (before.get(up) != RandomTrees.DIRECTORY || after.get(up) != RandomTrees.DIRECTORY) {
        return true;
      }
    }
    return false;
  }

  private List<TreeChange> diff(
      Map<TreePath, Entry> before, Map<TreePath, Entry> after, Tree.WholeDirectories whole) {
    List<TreeChange> changes = new ArrayList<>();
    RandomTrees.build(before, directories, objects)
        .diff(RandomTrees.build(after, directories, objects), whole)
        .forEachRemaining(change ->
            changes.add(
                new TreeChange(change.path(), flat(change.before()), flat(change.after()))));
    return changes;
  }

  @Test
  void editsGiveTheTreeThatItsPathsGive() {
    ForAll.cases(
        200,
        tape -> {
          SortedMap<TreePath, Entry> plain = RandomTrees.plain(tape);
          Tree tree = RandomTrees.build(plain, directories, objects);
          SortedMap<TreePath, Optional<Entry>> edits = new TreeMap<>();
          for (int i = tape.nextInt(8); i > 0; i--) {
            TreePath path = RandomTrees.path(tape);
            boolean alone =
                edits.keySet().stream().noneMatch(p -> p.startsWith(path) || path.startsWith(p));
            if (alone && tape.nextBoolean()) {
              RandomTrees.remove(plain, path);
              edits.put(path, Optional.empty());
            } else if (alone) {
              Entry.Leaf leaf = RandomTrees.leaf(tape);
              if (RandomTrees.put(plain, path, leaf)) {
                edits.put(path, Optional.of(leaf));
              }
            }
          }
          TreeEditor editor = tree.edit(objects);
          edits.forEach((path, entry) ->
              entry.ifPresentOrElse(value -> editor.put(path, value), () -> editor.take(path)));
          assertThat(editor.write())
              .isEqualTo(RandomTrees.build(plain, directories, objects).root());
        });
  }

  @Test
  void anEditorSeesItsEditsAndMakesDirectoriesOnTheWay() {
    Entry.Directory empty = directories.empty(objects).entry();
    Tree tree = new Tree(directories.build(Map.of("a", FILE), objects).entry(), directories);
    TreePath a = TreePath.parse("a");
    TreePath below = TreePath.parse("a/b/c");
    TreeEditor editor = tree.edit(objects);
    assertThat(editor.displacedBy(below)).contains(new TreeEditor.Standing(a, FILE));
    editor.put(below, FILE);
    assertThat(editor.get(below)).contains(FILE);
    assertThat(editor.get(a)).get().isInstanceOf(Entry.Directory.class);
    Tree edited = new Tree(editor.write(), directories);
    assertThat(edited.get(below)).contains(FILE);
    assertThat(edited.root().summary()).isEqualTo(new Summary(3, 1, 3, 0));
    editor = edited.edit(objects);
    assertThat(editor.take(TreePath.parse("a/x"))).isEmpty();
    assertThat(editor.take(a)).isEqualTo(edited.get(a));
    assertThat(editor.write()).isEqualTo(empty);
  }

  @Test
  void aChangedTimeIsATouch() {
    Map<TreePath, Entry> before = Map.of(TreePath.parse("a"), FILE, TreePath.parse("b"), FILE);
    Map<TreePath, Entry> after =
        Map.of(
            TreePath.parse("a"),
            FILE.withMtime(11),
            TreePath.parse("b"),
            FILE.withExecutable(true));
    assertThat(diff(before, after, Tree.WholeDirectories.AS_ONE))
        .extracting(TreeChange::isTouch)
        .containsExactly(true, false);
  }

  @Test
  void equalDirectoriesAreNotRead() {
    Map<TreePath, Entry> before = new TreeMap<>();
    for (int i = 0; i < 100; i++) {
      before.put(TreePath.parse("d" + i), RandomTrees.DIRECTORY);
      before.put(TreePath.parse("d" + i + "/file"), FILE);
    }
    Map<TreePath, Entry> after = new TreeMap<>(before);
    after.put(TreePath.parse("d50/file"), FILE.withExecutable(true));
    Tree left = RandomTrees.build(before, directories, objects);
    Tree right = RandomTrees.build(after, directories, objects);
    objects.resetCounts();
    assertThat(left.diff(right, Tree.WholeDirectories.EXPANDED)).toIterable().hasSize(1);
    assertThat(objects.reads()).isLessThanOrEqualTo(12);
  }

  @Test
  void hostileNamesAndFalseSummariesAreRefused() {
    for (String name : List.of("", ".", "..", "a/b", ".Tidelock", "a\0", "x".repeat(256))) {
      assertThatThrownBy(() -> directories.build(Map.of(name, FILE), objects))
          .isInstanceOf(MalformedException.class);
    }
    DirectoryMap map = directories.build(Map.of("a", FILE), objects);
    Entry.Directory lying = new Entry.Directory(map.entry().root(), new Summary(2, 1, 3, 0));
    assertThatThrownBy(() -> directories.open(lying).get("a"))
        .isInstanceOf(MalformedException.class);
    assertThat(directories.open(map.entry()).get("a")).contains(FILE);
    assertThat(map.entry().summary()).isEqualTo(new Summary(1, 1, 3, 0));
  }

  private static SortedMap<TreePath, Entry> changed(Tape tape, SortedMap<TreePath, Entry> before) {
    SortedMap<TreePath, Entry> after = new TreeMap<>(before);
    for (int i = tape.nextInt(8); i > 0; i--) {
      TreePath path = RandomTrees.path(tape);
      if (tape.nextBoolean()) {
        RandomTrees.remove(after, path);
      }
      RandomTrees.put(after, path, RandomTrees.leafOrConflict(tape));
    }
    return after;
  }

  private static Optional<Entry> flat(Optional<Entry> entry) {
    return entry.map(e -> e instanceof Entry.Directory ? RandomTrees.DIRECTORY : e);
  }
}
