package dev.tidelock.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.engine.port.Clock;
import dev.tidelock.hub.Caller.Answer;
import dev.tidelock.hub.report.CheckReport;
import dev.tidelock.hub.report.Freed;
import dev.tidelock.hub.store.StoreFailure;
import dev.tidelock.platform.linux.SystemClock;
import dev.tidelock.testkit.SampleHistory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What keeps a hub in order, while it serves.
class UpkeepTest {
  @TempDir private Path scratch = Path.of("");

  private final SampleHistory history = new SampleHistory();
  private TestHub hub;
  private Caller ann;
  private String project = "";

  @BeforeEach
  void startHub() {
    hub = TestHub.start(scratch.resolve("data"));
    hub.addAccount("ann@example.org");
    ann = Caller.signedIn(hub, "ann@example.org");
    project = ann.makeProject("project-1");
  }

  @AfterEach
  void stopHub() {
    hub.close();
  }

  private ObjectId land(
      String message, List<String> files, Optional<ObjectId> from, long sequence) {
    ObjectId commit = history.commit(message, files, from.stream().toList());
    ann.store(project, history, history.tree(commit));
    assertThat(ann.move(project, from, commit, "a", sequence).json().get("outcome").asString())
        .isEqualTo("moved");
    return commit;
  }

  /// Collects garbage as if `days` had passed.
  private Freed collect(long days) {
    return Collecting.of(hub, new ShiftedClock(Duration.ofDays(days)));
  }

  @Test
  void whatNeverLandedIsKeptForADayAndThenFreed() {
    ObjectId head = land("one", List.of("x", "y"), Optional.empty(), 1);
    ObjectId never = history.commit("never", List.of("z".repeat(5000)), List.of(head));
    List<ObjectId> fresh = new ArrayList<>(history.tree(never));
    fresh.removeAll(history.tree(head));
    ann.store(project, history, fresh);
    assertThat(collect(0)).isEqualTo(Freed.NOTHING);
    assertThat(ann.read(project, fresh).objects()).hasSize(fresh.size());
    Freed freed = collect(2);
    assertThat(freed.objects()).isEqualTo(fresh.size());
    assertThat(freed.packs()).isEqualTo(1);
    assertThat(freed.bytes()).isPositive();
    assertThat(ann.read(project, fresh).objects()).isEmpty();
    assertThat(ann.lacking(project, fresh).ids()).isEqualTo(fresh);
    assertThat(ann.read(project, history.tree(head)).objects()).hasSize(history.tree(head).size());
    assertThat(ann.move(project, Optional.of(head), never, "a", 2).json().get("outcome").asString())
        .isEqualTo("incomplete");
    ann.store(project, history, fresh);
    assertThat(ann.move(project, Optional.of(head), never, "a", 2).json().get("outcome").asString())
        .isEqualTo("moved");
    assertThat(check().findings()).isEmpty();
  }

  @Test
  void manySmallPacksBecomeOneAndEverythingIsStillRead() {
    Optional<ObjectId> head = Optional.empty();
    for (int i = 1; i <= 40; i++) {
      head = Optional.of(land("commit " + i, List.of("file " + i, "same"), head, i));
    }
    Freed freed = collect(0);
    assertThat(freed.packs()).isEqualTo(40);
    assertThat(ann.read(project, history.objects().keySet()).objects().keySet())
        .isEqualTo(history.objects().keySet());
    assertThat(collect(0)).isEqualTo(Freed.NOTHING);
    land("after", List.of("more"), head, 41);
    assertThat(check().findings()).isEmpty();
  }

  /// Wherever a collection is cut off: of what the hub still takes for whole, and is not sent
  /// again, nothing may be gone.
  @Test
  void collectionThatIsCutOffLeavesNothingThatCountsAsWholeAndIsNot() {
    LeapingClock clock = new LeapingClock(new AtomicLong());
    hub.close();
    hub = TestHub.start(scratch.resolve("leaping"), clock);
    hub.addAccount("ann@example.org");
    ann = Caller.signedIn(hub, "ann@example.org");
    ShiftedClock late = new ShiftedClock(Duration.ofDays(2));
    boolean cut = true;
    for (int transactions = 1; cut; transactions++) {
      project = ann.makeProject("project-cut-" + transactions);
      Optional<ObjectId> head = Optional.empty();
      for (int i = 1; i <= 5; i++) {
        int number = i;
        List<String> files =
            IntStream.range(0, 4).mapToObj(file -> "file " + file + " of " + number).toList();
        head = Optional.of(land("commit " + i, files, head, i));
        clock.leap();
      }
      try {
        Collecting.cut(hub, late, transactions);
        cut = false;
      } catch (Collecting.CutException _) {
        requireWholeIsWhole();
      }
      assertThat(collect(2).objects()).isNotNegative();
    }
    requireWholeIsWhole();
    assertThat(ann.lacking(project, history.objects().keySet()).ids()).isNotEmpty();
  }

  /// A clock that can be made to leap over what the guard looks back at.
  private record LeapingClock(AtomicLong leaps) implements Clock {
    private static final SystemClock RIGHT = new SystemClock();
    private static final Duration LEAP = Duration.ofMinutes(15);

    void leap() {
      leaps.incrementAndGet();
    }

    @Override
    public long wallMillis() {
      return RIGHT.wallMillis();
    }

    @Override
    public long monotonicNanos() {
      return RIGHT.monotonicNanos() + LEAP.multipliedBy(leaps.get()).toNanos();
    }

    @Override
    public String boot() {
      return RIGHT.boot();
    }
  }

  private void requireWholeIsWhole() {
    List<ObjectId> trees =
        history.objects().entrySet().stream()
            .filter(each -> each.getValue().kind() != ObjectKind.COMMIT)
            .map(Map.Entry::getKey)
            .toList();
    List<ObjectId> held = new ArrayList<>(trees);
    held.removeAll(ann.lacking(project, trees).ids());
    for (ObjectId id : held) {
      assertThat(ann.read(project, history.tree(id)).objects().keySet())
          .as("what a held %s refers to", history.get(id).kind())
          .containsAll(history.tree(id));
    }
  }

  /// By the collector's clock everything came long ago, so it takes what is on its way, too; what a
  /// head needs it must leave, and a push that lost something sends it again.
  @Test
  void collectionBesidePushesAndClonesTakesNothingThatAHeadNeeds() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<Long> freed =
          thread.submit(() -> {
            long objects = 0;
            while (!over.get()) {
              objects += collect(2).objects();
            }
            return objects;
          });
      try {
        pushAndClone(4);
      } finally {
        over.set(true);
      }
      assertThat(freed.get()).isNotNegative();
    }
    assertThat(check().findings()).isEmpty();
  }

  private void pushAndClone(int times) {
    Optional<ObjectId> head = Optional.empty();
    for (int i = 1; i <= times; i++) {
      List<String> files = List.of("file " + i, "same");
      ObjectId next = history.commit("commit " + i, files, head.stream().toList());
      landInTheEnd(next, head, i);
      head = Optional.of(next);
      assertThat(ann.fetch(project, "history", List.of(next), List.of()).objects()).hasSize(i);
      assertThat(ann.read(project, history.tree(next)).objects()).hasSize(5);
    }
  }

  /// Sends object by object, so that a collection may come in between.
  private void landInTheEnd(ObjectId commit, Optional<ObjectId> from, int sequence) {
    String outcome = "";
    for (int attempt = 0; attempt < 50 && !outcome.equals("moved"); attempt++) {
      for (ObjectId id : history.tree(commit)) {
        ann.store(project, history, attempt < 5 ? List.of(id) : history.tree(commit));
      }
      Answer answer = ann.move(project, from, commit, "a", sequence);
      assertThat(answer.status()).as(answer.body().toUtf8()).isIn(200, 503);
      outcome = answer.json().path("outcome").asString("busy");
      assertThat(outcome).isIn("moved", "incomplete", "busy");
    }
    assertThat(outcome).isEqualTo("moved");
  }

  @Test
  void rowsAreKeptAndMovedWithTheFiles() {
    ObjectId files = history.directory(Bytes.utf8("file"));
    Optional<ObjectId> head = Optional.empty();
    Set<ObjectId> all = new HashSet<>();
    for (int i = 1; i <= 40; i++) {
      ObjectId commit = history.commitWithTable(files, 100, "commit " + i, head.stream().toList());
      all.addAll(history.tree(commit));
      ann.store(project, history, history.tree(commit));
      assertThat(ann.move(project, head, commit, "a", i).json().get("outcome").asString())
          .isEqualTo("moved");
      head = Optional.of(commit);
    }
    assertThat(collect(0).packs()).isEqualTo(40);
    assertThat(ann.read(project, all).objects().keySet()).isEqualTo(all);
    // The rows of old commits may go; those of the head stay.
    collect(2);
    List<ObjectId> kept = history.tree(head.orElseThrow());
    assertThat(ann.read(project, kept).objects()).hasSize(kept.size());
    assertThat(check().findings()).isEmpty();
  }

  private CheckReport check() {
    try (Upkeep upkeep = Upkeep.find(hub.data()).orElseThrow()) {
      return upkeep.check();
    }
  }

  @Test
  void backupWhileServingIsAHubOfItsOwn() {
    ObjectId one = land("one", List.of("x"), Optional.empty(), 1);
    Path backup = scratch.resolve("backup");
    try (Upkeep upkeep = Upkeep.find(hub.data()).orElseThrow()) {
      assertThat(upkeep.backup(backup).packs()).isEqualTo(1);
      ObjectId two = land("two", List.of("y"), Optional.of(one), 2);
      assertThat(upkeep.backup(backup).packs()).as("only what is new").isEqualTo(1);
      land("three", List.of("z"), Optional.of(two), 3);
      Path restored = scratch.resolve("restored");
      Upkeep.restore(backup, restored);
      try (TestHub other = TestHub.start(restored)) {
        Caller again = Caller.signedIn(other, "ann@example.org");
        assertThat(again.get(project).json().get("heads").get("main").asString())
            .isEqualTo(two.toString());
        assertThat(again.read(project, history.tree(two)).objects())
            .hasSize(history.tree(two).size());
      }
      assertThatThrownBy(() -> Upkeep.restore(backup, restored))
          .isInstanceOf(StoreFailure.class)
          .hasMessageContaining("holds a hub already");
    }
  }

  @Test
  void checkNamesWhatIsDamaged() {
    ObjectId one = land("one", List.of("x"), Optional.empty(), 1);
    assertThat(check().findings()).isEmpty();
    assertThat(check().objects()).isEqualTo(history.objects().size());
    hub.damage();
    assertThat(check().findings())
        .hasSizeGreaterThanOrEqualTo(history.objects().size())
        .anyMatch(finding -> finding.contains(one.toString()));
    assertThat(collect(2).objects()).as("nothing is freed where something is damaged").isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"COMMIT", "STATE"})
  void collectionBelievesNothingThatClaimsToReferElsewhere(ObjectKind kind) {
    land("one", List.of("x"), Optional.empty(), 1);
    hub.misdirect(kind);
    assertThat(collect(2).objects()).as("freed, as nobody seems to refer to it").isZero();
    assertThat(check().findings()).isNotEmpty();
    hub.misdirect(kind);
    assertThat(check().findings()).as("with the right bytes in place").isEmpty();
  }

  @Test
  void checkCountsAgainWhatWasBroughtBack() {
    land("one", List.of("x"), Optional.empty(), 1);
    hub.damage();
    assertThat(check().findings()).isNotEmpty();
    hub.damage(); // A second time turns the same bits back.
    assertThat(check().findings()).as("with the right bytes in place").isEmpty();
    assertThat(check().findings()).isEmpty();
  }

  @Test
  void secondHubOnOneDirectoryIsRefused() {
    assertThatThrownBy(() -> TestHub.start(hub.data()))
        .isInstanceOf(DataDirectory.HeldException.class)
        .hasMessageContaining("process " + ProcessHandle.current().pid());
  }
}
