package dev.tidelock.testkit;

import static dev.tidelock.testkit.RemoteSteps.assertMoved;
import static dev.tidelock.testkit.RemoteSteps.fetch;
import static dev.tidelock.testkit.RemoteSteps.lacks;
import static dev.tidelock.testkit.RemoteSteps.land;
import static dev.tidelock.testkit.RemoteSteps.move;
import static dev.tidelock.testkit.RemoteSteps.objects;
import static dev.tidelock.testkit.RemoteSteps.writer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.Remote.HeadMove;
import dev.tidelock.engine.remote.Remote.Known;
import dev.tidelock.engine.remote.Remote.Outcome;
import dev.tidelock.engine.remote.Remote.Scope;
import dev.tidelock.engine.remote.Remote.Writer;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteFailure.Reason;
import dev.tidelock.engine.remote.RemoteView;
import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every [Remote] promises, as tests.
public interface RemoteContract extends RemoteFaultContract {
  @Test
  default void anEmptyProjectHasNothing() {
    RemotePlace place = place();
    Remote remote = place.open(place.create("empty"), "a");
    ObjectId unknown = ObjectId.parse("01".repeat(32));
    assertThat(remote.refresh()).isEqualTo(new RemoteView(Map.of(), Map.of(), false));
    assertThat(remote.refresh()).isEqualTo(new RemoteView(Map.of(), Map.of(), false));
    assertThat(lacks(remote, unknown)).isTrue();
    assertThat(remote.lacking(List.of())).isEmpty();
    assertThat(objects(remote, List.of(unknown))).isEmpty();
    assertThatThrownBy(() -> fetch(remote, List.of(unknown), Scope.TREES, _ -> false))
        .isInstanceOfSatisfying(
            RemoteFailure.class, failure -> assertThat(failure.reason()).isEqualTo(Reason.CORRUPT));
  }

  @Test
  default void aProjectThatIsNotThereIsNotFound() {
    Remote remote = place().open(new ProjectId("nowhere-to-be-found"), "a");
    assertThatThrownBy(remote::refresh)
        .isInstanceOfSatisfying(
            RemoteFailure.class,
            failure -> assertThat(failure.reason()).isEqualTo(Reason.NOT_FOUND));
  }

  @Test
  default void whatLandedIsSeenByAllAndAfterARestart() {
    RemotePlace place = place();
    ProjectId project = place.create("p");
    SampleHistory history = new SampleHistory();
    ObjectId commit = history.commit("one", List.of("x", "y"), List.of());
    Remote mine = place.open(project, "a");
    Remote other = place.open(project, "b");
    other.refresh();
    assertMoved(land(mine, history, commit, writer("a", 1)));
    for (Remote remote : List.of(mine, other, place.open(project, "a"))) {
      RemoteView view = remote.refresh();
      assertThat(view.head("main")).contains(commit);
      assertThat(view.lastSequence("a", "first")).isEqualTo(1);
      assertThat(view.restored()).isFalse();
      assertThat(remote.lacking(history.tree(commit))).isEmpty();
      assertThat(objects(remote, history.tree(commit))).isEqualTo(history.objects());
    }
  }

  @Test
  default void tablesTravelWithTheFilesAndAreNeededAsThey() {
    RemotePlace place = place();
    ProjectId project = place.create("p");
    SampleHistory history = new SampleHistory();
    ObjectId files = history.directory(Bytes.utf8("x"));
    ObjectId one = history.commitWithTable(files, 500, "one", List.of());
    List<ObjectId> parts = history.tree(one);
    assertThat(parts.stream().map(id -> history.get(id).kind()))
        .contains(ObjectKind.SCHEMA, ObjectKind.ROWS, ObjectKind.TABLES);
    for (ObjectKind kind : List.of(ObjectKind.SCHEMA, ObjectKind.ROWS, ObjectKind.CHUNK)) {
      ObjectId missing =
          parts.stream().filter(id -> history.get(id).kind() == kind).findFirst().orElseThrow();
      Remote partly = place.open(place.create("without-" + kind.code()), "a");
      partly.refresh();
      try (Remote.Push push = partly.push()) {
        history.send(push, parts.stream().filter(id -> !id.equals(missing)).toList());
        assertThat(push.move(move("main", Optional.empty(), one, writer("a", 1))))
            .isEqualTo(new Outcome.Incomplete(List.of(missing)));
      }
    }
    assertMoved(land(place.open(project, "a"), history, one, writer("a", 1)));
    Remote other = place.open(project, "b");
    other.refresh();
    ObjectId state = history.get(one).references().strong().getFirst();
    Map<ObjectId, RawObject> tree = fetch(other, List.of(state), Scope.TREES, _ -> false);
    assertThat(tree.keySet())
        .containsExactlyInAnyOrderElementsOf(
            parts.stream()
                .filter(id -> !id.equals(one) && history.get(id).kind() != ObjectKind.CHUNK)
                .toList());
  }

  @Test
  default void aHeadMovesOnlyFromWhereItStands() {
    RemotePlace place = place();
    ProjectId project = place.create("p");
    SampleHistory history = new SampleHistory();
    ObjectId one = history.commit("one", List.of("x"), List.of());
    ObjectId two = history.commit("two", List.of("y"), List.of());
    Remote mine = place.open(project, "a");
    Remote late = place.open(project, "b");
    mine.refresh();
    late.refresh();
    assertMoved(land(mine, history, one, writer("a", 1)));
    try (Remote.Push push = late.push()) {
      history.send(push, history.tree(two));
      Outcome outcome = push.move(move("main", Optional.empty(), two, writer("b", 1)));
      assertThat(outcome).isEqualTo(new Outcome.Lost(Optional.of(one)));
    }
    assertThat(place.open(project, "c").refresh().head("main")).contains(one);
    assertMoved(land(late, history, two, writer("b", 1)));
    assertThat(mine.refresh().head("main")).contains(two);
  }

  @Test
  default void aBranchThatIsNotThereIsNotMoved() {
    RemotePlace place = place();
    Remote remote = place.open(place.create("p"), "a");
    SampleHistory history = new SampleHistory();
    ObjectId commit = history.commit("one", List.of("x"), List.of());
    remote.refresh();
    try (Remote.Push push = remote.push()) {
      history.send(push, history.tree(commit));
      Optional<ObjectId> imagined = Optional.of(ObjectId.parse("02".repeat(32)));
      assertThat(push.move(move("main", imagined, commit, writer("a", 1))))
          .isEqualTo(new Outcome.Lost(Optional.empty()));
    }
  }

  @Test
  default void branchesMoveWithoutRegardToEachOther() {
    RemotePlace place = place();
    ProjectId project = place.create("p");
    SampleHistory history = new SampleHistory();
    ObjectId one = history.commit("one", List.of("x"), List.of());
    ObjectId two = history.commit("two", List.of("y"), List.of(one));
    Remote mine = place.open(project, "a");
    Remote late = place.open(project, "b");
    late.refresh();
    assertMoved(land(mine, history, one, writer("a", 1)));
    try (Remote.Push push = late.push()) {
      history.send(push, history.tree(one));
      history.send(push, history.tree(two));
      assertMoved(push.move(move("side", Optional.empty(), two, writer("b", 1))));
    }
    assertThat(mine.refresh().heads()).isEqualTo(Map.of("main", one, "side", two));
  }

  @Test
  default void aBranchThatStandsThereAlreadyHasMoved() {
    RemotePlace place = place();
    ProjectId project = place.create("p");
    SampleHistory history = new SampleHistory();
    ObjectId commit = history.commit("one", List.of("x"), List.of());
    assertMoved(land(place.open(project, "a"), history, commit, writer("a", 1)));
    Remote other = place.open(project, "b");
    other.refresh();
    try (Remote.Push push = other.push()) {
      assertMoved(push.move(move("main", Optional.empty(), commit, writer("b", 1))));
    }
  }

  @Test
  default void aSequenceIsLandedOnce() {
    RemotePlace place = place();
    Remote remote = place.open(place.create("p"), "a");
    SampleHistory history = new SampleHistory();
    ObjectId one = history.commit("one", List.of("x"), List.of());
    ObjectId two = history.commit("two", List.of("y"), List.of(one));
    assertMoved(land(remote, history, one, writer("a", 5)));
    assertThat(land(remote, history, two, writer("a", 5)))
        .isEqualTo(new Outcome.Lost(Optional.of(one)));
    assertMoved(land(remote, history, two, new Writer("a", "second", 1)));
    assertThat(remote.refresh().sequences()).isEqualTo(Map.of("a/first", 5L, "a/second", 1L));
  }

  @Test
  default void fetchingFollowsWhatItsScopeNames() {
    RemotePlace place = place();
    ProjectId project = place.create("p");
    SampleHistory history = new SampleHistory();
    ObjectId chunk = history.chunk(Bytes.utf8("content"));
    ObjectId leaf = history.directory(List.of(chunk));
    ObjectId root = history.directory(List.of(leaf, leaf));
    ObjectId first = history.commit(root, "first", List.of());
    ObjectId second = history.commitWithDetail(root, "second", List.of(first));
    ObjectId detail = history.get(second).references().ancestor().getLast();
    Remote remote = place.open(project, "a");
    assertMoved(land(remote, history, first, writer("a", 1)));
    try (Remote.Push push = remote.push()) {
      history.send(push, List.of(detail));
      history.send(push, history.tree(second));
      assertMoved(push.move(move("main", Optional.of(first), second, writer("a", 2))));
    }
    Remote reader = place.open(project, "b");
    reader.refresh();
    ObjectId state = history.get(second).references().strong().getFirst();
    assertThat(fetch(reader, List.of(second), Scope.HISTORY, _ -> false).keySet())
        .containsExactlyInAnyOrder(second, first, detail);
    assertThat(fetch(reader, List.of(second), Scope.TREES, _ -> false).keySet())
        .containsExactly(second, state, root, leaf);
    assertThat(fetch(reader, List.of(second), Scope.HISTORY, first::equals).keySet())
        .containsExactlyInAnyOrder(second, detail);
    assertThat(fetch(reader, List.of(second), Scope.TREES, root::equals).keySet())
        .containsExactly(second, state);
    assertThat(fetch(reader, List.of(second, second), Scope.TREES, second::equals)).isEmpty();
    assertThat(fetch(reader, List.of(chunk), Scope.TREES, _ -> false).keySet())
        .containsExactly(chunk);
  }

  @Test
  default void whatIsKnownWholeIsNotDeliveredAndWhatIsOnlyThoughtSoIs() {
    RemotePlace place = place();
    ProjectId project = place.create("p");
    SampleHistory history = new SampleHistory();
    List<ObjectId> files = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      files.add(history.directory(List.of(history.chunk(Bytes.utf8("file " + i)))));
    }
    ObjectId left = history.directory(files.subList(0, 20));
    ObjectId right = history.directory(files.subList(20, 40));
    ObjectId one = history.commit(history.directory(List.of(left, right)), "one", List.of());
    ObjectId fresh = history.directory(List.of(history.chunk(Bytes.utf8("fresh"))));
    ObjectId changed = history.directory(List.of(files.get(20), fresh));
    ObjectId root = history.directory(List.of(left, changed));
    ObjectId two = history.commit(root, "two", List.of(one));
    Remote remote = place.open(project, "a");
    assertMoved(land(remote, history, one, writer("a", 1)));
    assertMoved(land(remote, history, two, writer("a", 2)));
    Set<ObjectId> had = new HashSet<>(history.tree(one));
    List<ObjectId> nodes =
        history.tree(two).stream()
            .filter(id -> history.get(id).kind() != ObjectKind.CHUNK)
            .toList();
    assertThat(delivered(remote, two, Scope.TREES, new Known(had::contains, List.of(one))))
        .containsExactlyInAnyOrderElementsOf(without(had, nodes))
        .hasSizeLessThan(8);
    assertThat(delivered(remote, two, Scope.HISTORY, new Known(one::equals, List.of(one))))
        .containsExactly(two);
    had.remove(left);
    had.remove(files.get(3));
    assertThat(delivered(remote, two, Scope.TREES, new Known(had::contains, List.of(one))))
        .contains(left)
        .isSubsetOf(without(had, nodes));
    ObjectId nowhere = ObjectId.parse("04".repeat(32));
    assertThat(delivered(remote, two, Scope.HISTORY, new Known(_ -> false, List.of(nowhere))))
        .containsExactlyInAnyOrder(two, one);
  }

  private static List<ObjectId> without(Set<ObjectId> had, List<ObjectId> all) {
    return all.stream().filter(id -> !had.contains(id)).toList();
  }

  private static Set<ObjectId> delivered(Remote remote, ObjectId want, Scope scope, Known known) {
    Set<ObjectId> delivered = new HashSet<>();
    remote.fetch(List.of(want), scope, known, (id, _) -> assertThat(delivered.add(id)).isTrue());
    return delivered;
  }

  @Test
  default void aLargeTreeArrivesWholeParentsFirst() {
    RemotePlace place = place();
    ProjectId project = place.create("p");
    Tape tape = Tape.of(7);
    SampleHistory history = new SampleHistory();
    List<ObjectId> level = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      level.add(history.directory(Bytes.wrap(tape.bytes(32))));
    }
    while (level.size() > 1) {
      List<ObjectId> above = new ArrayList<>();
      for (int i = 0; i < level.size(); i += 9) {
        above.add(history.directory(level.subList(i, Math.min(i + 9, level.size()))));
      }
      level = above;
    }
    ObjectId commit = history.commit(level.getFirst(), "large", List.of());
    assertMoved(land(place.open(project, "a"), history, commit, writer("a", 1)));
    Remote reader = place.open(project, "b");
    reader.refresh();
    Map<ObjectId, RawObject> fetched = fetch(reader, List.of(commit), Scope.TREES, _ -> false);
    assertThat(fetched).isEqualTo(history.objects());
    Set<ObjectId> announced = new HashSet<>(Set.of(commit));
    fetched.forEach((id, object) -> {
      assertThat(announced).contains(id);
      announced.addAll(object.references().strong());
    });
    assertThat(objects(reader, history.objects().keySet())).isEqualTo(history.objects());
  }

  @Test
  default void weakReferencesAreNeitherRequiredNorFollowed() {
    RemotePlace place = place();
    ProjectId project = place.create("p");
    SampleHistory history = new SampleHistory();
    ObjectId never = ObjectId.parse("03".repeat(32));
    ObjectId root = history.conflict(never);
    ObjectId commit = history.commit(root, "weak", List.of());
    Remote remote = place.open(project, "a");
    assertMoved(land(remote, history, commit, writer("a", 1)));
    assertThat(fetch(remote, List.of(commit), Scope.TREES, _ -> false)).hasSize(3);
  }

  @Test
  default void anIncompletePushIsRefusedUntilItIsComplete() {
    RemotePlace place = place();
    SampleHistory history = new SampleHistory();
    ObjectId parent = history.commit("parent", List.of("x"), List.of());
    ObjectId commit = history.commit("child", List.of("y"), List.of(parent));
    List<ObjectId> tree = history.tree(commit);
    HeadMove move = move("main", Optional.empty(), commit, writer("a", 1));
    for (ObjectId omitted : tree) {
      ProjectId project = place.create("without-" + omitted.toString().substring(0, 16));
      Remote remote = place.open(project, "a");
      remote.refresh();
      try (Remote.Push push = remote.push()) {
        history.send(push, history.tree(parent));
        history.send(push, tree.stream().filter(id -> !id.equals(omitted)).toList());
        assertThat(push.move(move)).isEqualTo(new Outcome.Incomplete(List.of(omitted)));
        assertThat(place.open(project, "b").refresh().heads()).isEmpty();
        history.send(push, List.of(omitted));
        assertMoved(push.move(move));
      }
    }
    ProjectId project = place.create("without-its-parent");
    Remote remote = place.open(project, "a");
    remote.refresh();
    try (Remote.Push push = remote.push()) {
      history.send(push, tree);
      assertThat(push.move(move)).isEqualTo(new Outcome.Incomplete(List.of(parent)));
      history.send(push, history.tree(parent));
      assertMoved(push.move(move));
    }
    assertThat(place.open(project, "b").refresh().head("main")).contains(commit);
  }

  @Test
  default void theTreesOfOldCommitsMayBePruned() {
    RemotePlace place = place();
    ProjectId project = place.create("p");
    SampleHistory history = new SampleHistory();
    ObjectId parent = history.commit("parent", List.of("x"), List.of());
    ObjectId state = history.get(parent).references().strong().getFirst();
    ObjectId commit = history.commit("child", List.of("y"), List.of(parent));
    Remote remote = place.open(project, "a");
    remote.refresh();
    try (Remote.Push push = remote.push()) {
      history.send(push, List.of(parent));
      history.send(push, history.tree(commit));
      assertMoved(push.move(move("main", Optional.empty(), commit, writer("a", 1))));
    }
    Remote reader = place.open(project, "b");
    reader.refresh();
    assertThat(reader.lacking(Set.of(parent, state)))
        .as("a commit without its tree may count as lacking")
        .contains(state)
        .isSubsetOf(parent, state);
    assertThat(fetch(reader, List.of(commit), Scope.HISTORY, _ -> false)).hasSize(2);
    try (Remote.Push push = reader.push()) {
      assertThat(push.move(move("old", Optional.empty(), parent, writer("b", 1))))
          .as("a head needs its tree")
          .isEqualTo(new Outcome.Incomplete(List.of(state)));
      history.send(push, history.tree(parent));
      assertMoved(push.move(move("old", Optional.empty(), parent, writer("b", 1))));
    }
  }

  @Test
  default void whatIsDepositedIsHeldAndMovesNothing() {
    RemotePlace place = place();
    ProjectId project = place.create("p");
    SampleHistory history = new SampleHistory();
    ObjectId one = history.commit("one", List.of("x"), List.of());
    ObjectId two = history.commit("two", List.of("y", "z"), List.of(one));
    List<ObjectId> tree = history.tree(two);
    Remote remote = place.open(project, "a");
    assertMoved(land(remote, history, one, writer("a", 1)));
    try (Remote.Push push = remote.push()) {
      history.send(push, tree.subList(0, 2));
      assertMoved(push.deposit(writer("a", 1)));
    }
    Remote other = place.open(project, "b");
    RemoteView view = other.refresh();
    assertThat(view.head("main")).contains(one);
    assertThat(view.lastSequence("a", "first")).isEqualTo(1);
    assertThat(other.lacking(tree.subList(0, 2))).isEmpty();
    try (Remote.Push push = other.push()) {
      history.send(push, tree.subList(3, 4));
      assertThat(push.deposit(writer("b", 0)))
          .isEqualTo(new Outcome.Incomplete(List.of(tree.get(2))));
    }
    try (Remote.Push push = other.push()) {
      history.send(push, tree.subList(2, tree.size()));
      assertMoved(push.move(move("main", Optional.of(one), two, writer("b", 1))));
    }
    remote.refresh();
    assertThat(objects(remote, history.objects().keySet())).isEqualTo(history.objects());
  }

  @Test
  default void projectsNeverSeeEachOthersObjects() {
    RemotePlace place = place();
    ProjectId one = place.create("one");
    ProjectId two = place.create("two");
    SampleHistory history = new SampleHistory();
    ObjectId commit = history.commit("secret", List.of("x"), List.of());
    assertMoved(land(place.open(one, "a"), history, commit, writer("a", 1)));
    Remote other = place.open(two, "b");
    assertThat(other.refresh().heads()).isEmpty();
    assertThat(other.lacking(history.tree(commit))).hasSameElementsAs(history.tree(commit));
    assertThat(objects(other, history.tree(commit))).isEmpty();
    try (Remote.Push push = other.push()) {
      assertThat(push.move(move("main", Optional.empty(), commit, writer("b", 1))))
          .isEqualTo(new Outcome.Incomplete(List.of(commit)));
    }
    assertMoved(land(other, history, commit, writer("b", 1)));
    assertThat(objects(other, history.tree(commit))).isEqualTo(history.objects());
  }
}
