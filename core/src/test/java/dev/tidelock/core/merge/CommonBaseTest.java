package dev.tidelock.core.merge;

import static dev.tidelock.core.merge.Forest.renames;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.commit.Rename;
import dev.tidelock.core.object.ObjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Merges of commits, found through their history.
class CommonBaseTest {
  private final Forest forest = new Forest();
  private final Commits commits = new Commits(forest);

  private ObjectId root(String... lines) {
    return commits.root(forest.tree(lines));
  }

  private ObjectId after(ObjectId parent, List<Rename> renames, String... lines) {
    return commits.after(parent, Optional.of(forest.tree(lines)), renames);
  }

  private MergeResult result(ObjectId first, ObjectId second) {
    return commits.result(first, second);
  }

  private ObjectId merge(ObjectId first, ObjectId second) {
    return commits.merge(first, second);
  }

  @Test
  void renamesComposeAlongTheWay() {
    ObjectId base = root("f=1", "d/x=1");
    ObjectId one = after(base, renames("f>g", "d>e"), "g=1", "e/x=1");
    ObjectId two = after(one, renames("g>e/h"), "e/h=1", "e/x=1");
    ObjectId other = after(base, List.of(), "f=2", "d/x=1", "d/new=3");
    MergeResult result = result(two, other);
    assertThat(forest.lines(result.tree())).containsExactly("e/h=2", "e/new=3", "e/x=1");
    assertThat(result.notes()).isEmpty();
  }

  @Test
  void strangersMeetOnAnEmptyBase() {
    MergeResult result = result(root("a=1", "s=1"), root("b=2", "s=1"));
    assertThat(forest.lines(result.tree())).containsExactly("a=1", "b=2", "s=1");
  }

  @Test
  void aBaseThatIsNotKeptIsEmpty() {
    ObjectId base = commits.rootWithoutTree();
    ObjectId one = after(base, List.of(), "f=1", "g=1");
    ObjectId other = after(base, List.of(), "f=2", "g=1");
    assertThat(forest.lines(result(one, other).tree())).containsExactly("f!:1|2", "g=1");
  }

  @Test
  void aTreeInBetweenNeedNotBeKept() {
    ObjectId base = root("f=1");
    ObjectId between = commits.after(base, Optional.empty(), renames("f>g"));
    ObjectId one = after(between, renames("g>h"), "h=1");
    ObjectId other = after(base, List.of(), "f=2");
    assertThat(forest.lines(result(one, other).tree())).containsExactly("h=2");
  }

  /// Three devices, each of which syncs with one place and then with another.
  @Test
  void namesThatWereDecidedOtherwiseAtTwoPlacesSettle() {
    ObjectId base = root("f=1");
    ObjectId one = after(base, renames("f>g"), "g=1");
    ObjectId other = after(base, renames("f>h"), "h=1");
    List<ObjectId> places = new ArrayList<>(List.of(one, other));
    List<ObjectId> devices = new ArrayList<>(List.of(one, other, base));
    for (int i = 0; i < 9; i++) {
      int device = i % 3;
      for (int place = 0; place < 2; place++) {
        ObjectId met = joined(places.get(place), devices.get(device));
        places.set(place, met);
        devices.set(device, met);
      }
    }
    assertThat(commits.files(places.get(0))).isEqualTo(commits.files(places.get(1)));
  }

  private ObjectId joined(ObjectId place, ObjectId device) {
    if (MergeBases.isAncestor(commits, place, device)) {
      return device;
    }
    boolean nothingNew =
        MergeBases.isAncestor(commits, device, place)
            || commits.files(device).equals(commits.files(place));
    return nothingNew ? place : merge(place, device);
  }

  @Test
  void crossedMergesOfTheSameChangesAgree() {
    ObjectId base = root("f.txt=a b", "g=1", "d/x=1");
    ObjectId a = after(base, renames("d>e"), "f.txt=A b", "g=1", "e/x=1");
    ObjectId b = after(base, renames("g>h"), "f.txt=a B", "h=1", "d/x=1", "d/new=1");
    ObjectId x = merge(a, b);
    ObjectId y = merge(b, a);
    MergeResult result = result(x, y);
    assertThat(forest.lines(result.tree())).containsExactly("e/new=1", "e/x=1", "f.txt=A B", "h=1");
    assertThat(result.notes()).isEmpty();
    assertThat(result.opened()).isEmpty();
  }

  @Test
  void workAfterCrossedMergesIsMergedAgainstTheMergedBase() {
    ObjectId base = root("f=0", "g.txt=a b c");
    ObjectId a = after(base, renames("f>k"), "k=0", "g.txt=A b c");
    ObjectId b = after(base, List.of(), "f=5", "g.txt=a B c");
    ObjectId x = after(merge(a, b), List.of(), "k=6", "g.txt=A B c");
    ObjectId y = after(merge(b, a), renames("k>m"), "m=5", "g.txt=A B C");
    MergeResult result = result(x, y);
    assertThat(forest.lines(result.tree())).containsExactly("g.txt=A B C", "m=6");
    assertThat(Forest.kinds(result)).isEmpty();
  }

  @Test
  void aConflictBetweenBasesThatOneSideResolvedStaysResolved() {
    ObjectId base = root("f=0");
    ObjectId a = after(base, List.of(), "f=1");
    ObjectId b = after(base, List.of(), "f=2");
    ObjectId x = merge(a, b);
    ObjectId y = merge(b, a);
    ObjectId resolved = after(x, List.of(), "f=3");
    assertThat(forest.lines(result(x, y).tree())).containsExactly("f!0:1|2");
    assertThat(forest.lines(result(resolved, y).tree())).containsExactly("f=3");
    ObjectId otherwise = after(y, List.of(), "f=4");
    assertThat(forest.lines(result(resolved, otherwise).tree())).containsExactly("f!0:3|4");
  }
}
