package dev.tidelock.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Which paths must show what.
class TouchesTest {
  private static final TreePath FILE = TreePath.parse("b.txt");
  private static final TreePath INNER = TreePath.parse("b.txt/a");
  private static final TreeItem OLD = new TreeItem.File(Bytes.utf8("old"), false);
  private static final TreeItem EXECUTABLE = new TreeItem.File(Bytes.utf8("old"), true);
  private static final TreeItem NEW = new TreeItem.File(Bytes.utf8("new"), false);

  private final Touches touches = new Touches(Map.of(FILE, OLD));

  @Test
  void whatNobodyTouchedStands() {
    assertThat(touches.certain()).containsEntry(FILE, Optional.of(OLD));
  }

  @Test
  void theWordOfTheOnlyOneHolds() {
    act("ann", Map.of(FILE, OLD), Map.of(FILE, NEW));

    assertThat(touches.certain()).containsEntry(FILE, Optional.of(NEW));
  }

  @Test
  void whoChangesWhatHeSeesHasTheLastWord() {
    act("ann", Map.of(FILE, OLD), Map.of(FILE, NEW));
    act("bob", Map.of(FILE, NEW), Map.of(FILE, EXECUTABLE));

    assertThat(touches.certain()).containsEntry(FILE, Optional.of(EXECUTABLE));
  }

  @Test
  void twoThatSawNothingOfEachOtherDecideNothing() {
    act("ann", Map.of(FILE, OLD), Map.of(FILE, NEW));
    act("bob", Map.of(FILE, OLD), Map.of());

    assertThat(touches.certain()).doesNotContainKey(FILE);
  }

  @Test
  void whoSeesWhatBecameOfHisOwnWordDoesNotInsistOnIt() {
    Map<TreePath, TreeItem> directory = Map.of(FILE, new TreeItem.Directory(), INNER, NEW);
    act("bob", Map.of(FILE, OLD), directory);
    act("ann", Map.of(FILE, OLD), Map.of(FILE, EXECUTABLE));
    act("ann", directory, Map.of(FILE, new TreeItem.Directory()));

    assertThat(touches.certain()).doesNotContainKey(FILE);
  }

  @Test
  void whatLooksAsBeforeIsSeenByNobody() {
    Map<TreePath, TreeItem> equal = Map.of(FILE, OLD, INNER, OLD);
    Touches all = new Touches(equal);

    all.acted("ann", equal, equal, Set.of(FILE, INNER));
    Map<TreePath, TreeItem> moved = Map.of(INNER, OLD);
    Set<TreePath> paths = all.acted("bob", equal, moved, Set.of());
    all.saw("bob", equal, moved, paths);

    assertThat(all.certain()).doesNotContainKey(FILE);
  }

  @Test
  void whatLooksAsOneLeftItHimselfShowsNobodyElsesWork() {
    act("bob", Map.of(FILE, OLD), Map.of(FILE, EXECUTABLE));
    act("ann", Map.of(FILE, OLD), Map.of(FILE, EXECUTABLE));
    act("bob", Map.of(FILE, EXECUTABLE), Map.of(FILE, OLD));

    assertThat(touches.certain()).doesNotContainKey(FILE);
  }

  @Test
  void whoTookAFileAwayDoesNotSeeThatSomebodyElseDeletedIt() {
    act("ann", Map.of(FILE, OLD), Map.of(INNER, OLD));
    act("bob", Map.of(FILE, OLD), Map.of());
    act("ann", Map.of(INNER, OLD), Map.of(FILE, OLD));

    assertThat(touches.certain()).doesNotContainKey(FILE);
  }

  @Test
  void whoGoesOnFromAnothersMoveTakesItsWordsOver() {
    TreePath inner = TreePath.parse("d/a");
    TreePath moved = TreePath.parse("e/a");
    TreePath around = TreePath.parse("d");
    TreeItem directory = new TreeItem.Directory();
    Touches all = new Touches(Map.of(around, directory, inner, OLD));
    Map<TreePath, TreeItem> before = Map.of(around, directory, inner, OLD);
    Map<TreePath, TreeItem> after = Map.of(around, directory, moved, OLD);

    all.acted("ann", before, after, Set.of(inner, moved));
    Set<TreePath> tried = all.acted("bob", after, after, Set.of(around));
    all.saw("bob", after, after, tried);
    Set<TreePath> gone = all.acted("ann", after, Map.of(moved, OLD), Set.of(around));
    all.saw("ann", after, Map.of(moved, OLD), gone);

    assertThat(all.certain().getOrDefault(inner, Optional.empty())).isEmpty();
  }

  private void act(String user, Map<TreePath, TreeItem> was, Map<TreePath, TreeItem> is) {
    Set<TreePath> changed = touches.acted(user, was, is, Set.of());
    touches.saw(user, was, is, changed);
  }
}
