package dev.tidelock.core.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.commit.Note;
import dev.tidelock.core.commit.Rename;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// What holds for every merge, on random trees that two random scripts of work made from one base.
class MergeLawsTest {
  private static final int CASES = 1000;

  /// One base and what two sides made of it.
  private record Scene(Forest forest, Script base, Script first, Script second) {
    /// With few values of every kind, so that sides often agree by chance.
    static Scene alike(Tape tape) {
      return of(
          tape,
          () ->
              tape.pick(
                  "=0",
                  "=0",
                  "=1",
                  "=1",
                  "=2",
                  "=1@7",
                  "*=1",
                  "->x",
                  "!0:1|2",
                  "!0:1~3|2",
                  "!:0|1|2"));
    }

    /// With a fresh content for every write, so that a content tells whose it is.
    static Scene distinct(Tape tape) {
      int[] next = {100};
      return of(tape, () -> "=v" + next[0]++);
    }

    private static Scene of(Tape tape, Supplier<String> contents) {
      Script base = Script.base(tape, contents, tape.nextInt(2, 12));
      Script first = base.fork(tape).work(tape.nextInt(6));
      Script second = base.fork(tape).work(tape.nextInt(6));
      return new Scene(new Forest(), base, first, second);
    }

    MergeResult merge() {
      return merge(first.side(forest), second.side(forest));
    }

    MergeResult merge(Side one, Side other) {
      return forest.merge(base.tree(forest), one, other);
    }

    List<String> lines(MergeResult result) {
      return forest.lines(result.tree());
    }
  }

  @Test
  void aSideWithoutChangesGivesWay() {
    ForAll.cases(
        CASES,
        tape -> {
          Scene scene = Scene.alike(tape);
          Side changed = withNonsense(scene, scene.first, tape);
          Side still = Side.of(scene.base.tree(scene.forest));
          MergeResult one = scene.merge(changed, still);
          MergeResult other = scene.merge(still, changed);
          assertThat(scene.lines(one))
              .as("%s %s", scene, changed.renames())
              .isEqualTo(scene.forest.lines(changed.tree()));
          assertThat(one.tree()).isEqualTo(changed.tree());
          assertThat(other.tree()).isEqualTo(changed.tree());
          assertThat(one.fromFirst()).isEmpty();
          assertThat(other.fromSecond()).isEmpty();
        });
  }

  @Test
  void equalSidesAreTheResult() {
    ForAll.cases(
        CASES,
        tape -> {
          Scene scene = Scene.alike(tape);
          Side side = scene.first.side(scene.forest);
          MergeResult result = scene.merge(side, side);
          assertThat(result.tree()).isEqualTo(side.tree());
          assertThat(result.notes()).isEmpty();
          assertThat(result.fromFirst()).isEmpty();
          assertThat(result.fromSecond()).isEmpty();
        });
  }

  @Test
  void theSidesMayChangePlacesButForTheFirstSidesMoves() {
    ForAll.cases(
        CASES,
        tape -> {
          Scene scene = Scene.alike(tape);
          Entry.Directory base = scene.base.tree(scene.forest);
          Side first = withNonsense(scene, scene.first, tape);
          Side second = withNonsense(scene, scene.second, tape);
          MergeResult one = scene.forest.mergeEquals(base, first, second);
          MergeResult other = scene.forest.mergeEquals(base, second, first);
          if (decidedByPlace(one) || decidedByPlace(other)) {
            return;
          }
          assertThat(scene.lines(one)).as("%s", scene).isEqualTo(scene.lines(other));
          assertThat(one.tree()).as("%s %s", scene, scene.lines(one)).isEqualTo(other.tree());
          assertThat(Forest.notes(one)).isEqualTo(Forest.notes(other));
          assertThat(one.fromFirst()).isEqualTo(other.fromSecond());
        });
  }

  private static boolean decidedByPlace(MergeResult result) {
    return Forest.kinds(result).contains(Note.Kind.RENAME_DECIDED)
        || Forest.kinds(result).contains(Note.Kind.CYCLE_DROPPED);
  }

  @Test
  void whatASideWroteIsInTheResult() {
    ForAll.cases(
        CASES,
        tape -> {
          Scene scene = Scene.distinct(tape);
          Side first = withNonsense(scene, scene.first, tape);
          Side second = withNonsense(scene, scene.second, tape);
          Set<String> kept = contents(scene, scene.merge(first, second).tree()).keySet();
          Set<String> old = new HashSet<>(texts(scene.base));
          Set<String> written = new HashSet<>(texts(scene.first));
          written.addAll(texts(scene.second));
          written.removeAll(old);
          assertThat(kept).containsAll(written);
        });
  }

  @Test
  void whatOneSideDeletedAndTheOtherLeftAloneIsGone() {
    ForAll.cases(
        CASES,
        tape -> {
          Scene scene = Scene.distinct(tape);
          if (!scene.second.renames().isEmpty()) {
            return;
          }
          Set<String> kept = contents(scene, scene.merge().tree()).keySet();
          Set<String> deleted = new HashSet<>(texts(scene.base));
          deleted.removeAll(texts(scene.first));
          assertThat(deleted).doesNotContainAnyElementsOf(kept.isEmpty() ? Set.of("") : kept);
        });
  }

  @Test
  void renamesLeadFromEachSideToTheResult() {
    ForAll.cases(
        CASES,
        tape -> {
          Scene scene = Scene.distinct(tape);
          MergeResult result = scene.merge();
          assertLeads(scene, scene.first, result.fromFirst(), result);
          assertLeads(scene, scene.second, result.fromSecond(), result);
        });
  }

  private static void assertLeads(
      Scene scene, Script side, List<Rename> renames, MergeResult result) {
    Map<String, List<TreePath>> places = contents(scene, result.tree());
    side.entries()
        .forEach((path, content) -> {
          List<TreePath> found =
              content.map(text -> places.getOrDefault(text, List.of())).orElse(List.of());
          if (!found.isEmpty()) {
            assertThat(found).as("%s by %s", path, renames).contains(apply(renames, path));
          }
        });
  }

  @Test
  void theResultIsAChangeOfEitherSide() {
    ForAll.cases(
        CASES,
        tape -> {
          Scene scene = Scene.alike(tape);
          MergeResult result = scene.merge();
          assertIsChangeOf(scene, scene.first, new Side(result.tree(), result.fromFirst()));
          assertIsChangeOf(scene, scene.second, new Side(result.tree(), result.fromSecond()));
        });
  }

  private static void assertIsChangeOf(Scene scene, Script old, Side merged) {
    Entry.Directory before = old.tree(scene.forest);
    assertThat(scene.forest.merge(before, merged, Side.of(before)).tree()).isEqualTo(merged.tree());
    assertThat(scene.forest.merge(before, Side.of(before), merged).tree()).isEqualTo(merged.tree());
  }

  @Test
  void aLaterEditOfOneSideGoesWhereTheResultHasTheThing() {
    ForAll.cases(
        CASES,
        tape -> {
          Scene scene = Scene.distinct(tape);
          MergeResult result = scene.merge();
          List<TreePath> files = new ArrayList<>();
          scene.first.entries().forEach((path, text) -> text.ifPresent(_ -> files.add(path)));
          if (files.isEmpty()) {
            return;
          }
          TreePath path = tape.pick(files);
          Script later = scene.first.fork(tape).edit(path, "=edited");
          Entry.Directory before = scene.first.tree(scene.forest);
          MergeResult next =
              scene.forest.merge(
                  before,
                  new Side(result.tree(), result.fromFirst()),
                  Side.of(later.tree(scene.forest)));
          assertThat(contents(scene, next.tree())).containsKey("=edited");
          boolean gaveWay = Forest.kinds(next).contains(Note.Kind.NAME_GIVEN);
          if (result.notes().isEmpty() && result.opened().isEmpty() && !gaveWay) {
            assertThat(contents(scene, next.tree()).getOrDefault("=edited", List.of()))
                .as("%s, %s, then edit of %s", scene, scene.lines(result), path)
                .containsExactly(apply(result.fromFirst(), path));
          }
        });
  }

  @Test
  void theOrderOfPairsAndWhatLiesBesideChangeNothing() {
    ForAll.cases(
        CASES,
        tape -> {
          Scene scene = Scene.alike(tape);
          Side first = withNonsense(scene, scene.first, tape);
          Side second = withNonsense(scene, scene.second, tape);
          MergeResult one = scene.merge(first, second);
          MergeResult shuffled =
              scene.merge(
                  new Side(first.tree(), tape.shuffle(first.renames())),
                  new Side(second.tree(), tape.shuffle(second.renames())));
          assertThat(shuffled).isEqualTo(one);
          MergeResult beside =
              scene.forest.merge(
                  beside(scene, scene.base.tree(scene.forest), "z=1"),
                  below(first, beside(scene, first.tree(), "z=2")),
                  below(second, beside(scene, second.tree(), "z=1", "y=3")));
          assertThat(scene.forest.maps().get(beside.tree(), "x")).contains(one.tree());
        });
  }

  private static Entry.Directory beside(Scene scene, Entry.Directory tree, String... lines) {
    Entry.Directory other = scene.forest.tree(lines);
    return scene.forest.maps().with(other, Map.of("x", Optional.of(tree)));
  }

  private static Side below(Side side, Entry.Directory tree) {
    TreePath x = TreePath.ROOT.child("x");
    return new Side(
        tree,
        side.renames().stream()
            .filter(pair -> !pair.from().isRoot() && !pair.to().isRoot())
            .map(pair -> new Rename(x.resolve(pair.from()), x.resolve(pair.to())))
            .toList());
  }

  /// A side whose renames hold, now and then, what nobody did.
  private static Side withNonsense(Scene scene, Script script, Tape tape) {
    List<Rename> renames = new ArrayList<>(script.renames());
    if (tape.nextBoolean()) {
      List<TreePath> sources = new ArrayList<>(scene.base.entries().keySet());
      List<TreePath> targets = new ArrayList<>(script.entries().keySet());
      sources.add(TreePath.ROOT);
      targets.add(TreePath.ROOT);
      for (int i = tape.nextInt(4); i > 0; i--) {
        renames.add(new Rename(tape.pick(sources), tape.pick(targets)));
      }
    }
    return new Side(script.tree(scene.forest), renames);
  }

  private static TreePath apply(List<Rename> renames, TreePath path) {
    TreePath at = path;
    while (true) {
      for (Rename rename : renames) {
        if (rename.from().equals(at)) {
          return path.rebase(at, rename.to());
        }
      }
      if (at.isRoot()) {
        return path;
      }
      at = at.parent().orElseThrow();
    }
  }

  private static List<String> texts(Script script) {
    return script.entries().values().stream().flatMap(Optional::stream).toList();
  }

  /// Where each content stands, alone or as a term.
  private static Map<String, List<TreePath>> contents(Scene scene, Entry.Directory tree) {
    Map<String, List<TreePath>> found = new HashMap<>();
    collect(scene, TreePath.ROOT, tree, found);
    return found;
  }

  private static void collect(
      Scene scene, TreePath path, Entry entry, Map<String, List<TreePath>> found) {
    switch (entry) {
      case Entry.Directory directory ->
          scene
              .forest
              .maps()
              .forEach(
                  directory,
                  child -> collect(scene, path.child(child.name()), child.entry(), found));
      case Entry.Conflict conflict ->
          conflict.terms().forEach(term -> collect(scene, path, term.entry(), found));
      case Entry.Leaf leaf ->
          found.computeIfAbsent(Forest.text(leaf), _ -> new ArrayList<>()).add(path);
    }
  }
}
