package dev.tidelock.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.Remote.HeadMove;
import dev.tidelock.engine.remote.Remote.Outcome;
import dev.tidelock.engine.remote.Remote.Writer;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.generators.Tape;
import dev.tidelock.hub.TroubledLine.Trouble;
import dev.tidelock.hub.TroubledLine.Way;
import dev.tidelock.hubclient.Patience;
import dev.tidelock.testkit.SampleHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A device and a hub with a network between them that breaks at any byte.
class TroubledLineTest {
  private static final int STEP = 97;

  /// Gives the hub time to notice a cut, but asks again only twice.
  private static final Patience UNHURRIED =
      new Patience(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          3,
          Duration.ofMillis(150),
          Duration.ofSeconds(30));

  @TempDir private Path scratch;
  private HubRemotePlace place;
  private TroubledLine line;
  private final SampleHistory history = new SampleHistory();

  @BeforeEach
  void connect() throws IOException {
    place = new HubRemotePlace(scratch);
    line = new TroubledLine(place.hub().url());
  }

  @AfterEach
  void close() throws IOException {
    line.close();
    place.close();
  }

  private Remote open(ProjectId project, String workspace) {
    return place.open(place.connect(line.address()), project, workspace);
  }

  private Outcome push(Remote remote, ObjectId commit, Optional<ObjectId> from, long sequence) {
    try (Remote.Push push = remote.push()) {
      history.send(push, history.tree(commit));
      Writer writer = new Writer("a", "first", sequence);
      return push.move(new HeadMove("main", from, commit, writer, Optional.empty()));
    }
  }

  private static Map<ObjectId, RawObject> clone(Remote remote, ObjectId head) {
    Map<ObjectId, RawObject> fetched = new HashMap<>();
    Remote.Known had = new Remote.Known(fetched::containsKey, List.of());
    remote.refresh();
    remote.fetch(List.of(head), Remote.Scope.HISTORY, had, fetched::put);
    RawObject commit = Optional.ofNullable(fetched.get(head)).orElseThrow();
    List<ObjectId> states = commit.references().strong();
    remote.fetch(states, Remote.Scope.TREES, had, fetched::put);
    remote.objects(
        fetched.values().stream()
            .flatMap(object -> object.references().strong().stream())
            .filter(id -> !fetched.containsKey(id))
            .distinct()
            .toList(),
        fetched::put);
    return fetched;
  }

  private List<String> files(int count) {
    Tape tape = Tape.of(9);
    List<String> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      files.add(Bytes.wrap(tape.bytes(300)).toHex());
    }
    return files;
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aPushThatIsCutAtAnyByteGoesOnByItself(Way way) {
    ProjectId project = place.create("p");
    Optional<ObjectId> head = Optional.empty();
    for (int i = 1; i <= 40; i++) {
      ObjectId next = history.commit("commit " + i, List.of("file " + i), head.stream().toList());
      Remote remote = open(project, "a");
      remote.refresh();
      line.trouble(Trouble.CUT, way, (long) i * STEP % 1500);
      assertThat(push(remote, next, head, i)).isEqualTo(new Outcome.Moved());
      line.calm();
      assertThat(open(project, "b").refresh().head("main")).contains(next);
      head = Optional.of(next);
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aPushOfDeltasThatIsCutAtAnyByteGoesOnByItself(Way way) {
    ProjectId project = place.create("p");
    ObjectId directory = history.directory(Bytes.utf8("inline"));
    ObjectId head = history.commitWithTable(directory, 300, "note", List.of());
    push(place.open(project, "a"), head, Optional.empty(), 1);
    for (int i = 2; i <= 20; i++) {
      ObjectId next = history.commitWithTable(directory, 300 + i, "note", List.of(head));
      line.trouble(Trouble.CUT, way, (long) i * STEP % 1500);
      Remote remote = open(project, "a");
      assertThat(pushDeltas(remote, next, head, i)).isEqualTo(new Outcome.Moved());
      line.calm();
      assertThat(open(project, "b").refresh().head("main")).contains(next);
      head = next;
    }
  }

  private Outcome pushDeltas(Remote remote, ObjectId commit, ObjectId from, long sequence) {
    try (Remote.Push push = remote.push()) {
      SampleDeltas.between(history, from, commit).send(push);
      Writer writer = new Writer("a", "first", sequence);
      return push.move(new HeadMove("main", Optional.of(from), commit, writer, Optional.empty()));
    }
  }

  @Test
  void deltasWhoseBasesTheHubLacksAreSentWhole() {
    ProjectId project = place.create("p");
    ObjectId directory = history.directory(Bytes.utf8("inline"));
    ObjectId nowhere = history.commitWithTable(directory, 300, "never sent", List.of());
    ObjectId head = history.commit("first", List.of("a file"), List.of());
    Remote remote = open(project, "a");
    push(remote, head, Optional.empty(), 1);
    ObjectId next = history.commitWithTable(directory, 301, "note", List.of(head));
    try (Remote.Push push = remote.push()) {
      SampleDeltas changes = SampleDeltas.between(history, nowhere, next);
      assertThat(changes.deltas()).isNotEmpty();
      changes.deltas().forEach((id, delta) -> push.send(history.sealed(id), delta));
      history.send(push, history.tree(next));
      Writer writer = new Writer("a", "first", 2);
      HeadMove move = new HeadMove("main", Optional.of(head), next, writer, Optional.empty());
      assertThat(push.move(move)).isEqualTo(new Outcome.Moved());
    }
    assertThat(clone(open(project, "b"), next)).containsKeys(next);
  }

  /// A project with two commits, of which the second has one row more.
  private record Grown(ProjectId project, ObjectId directory, ObjectId one, ObjectId two) {}

  private Grown grown() {
    ProjectId project = place.create("p");
    ObjectId directory = history.directory(Bytes.utf8("inline"));
    ObjectId one = history.commitWithTable(directory, 2000, "note", List.of());
    ObjectId two = history.commitWithTable(directory, 2001, "note", List.of(one));
    push(place.open(project, "a"), one, Optional.empty(), 1);
    push(place.open(project, "a"), two, Optional.of(one), 2);
    return new Grown(project, directory, one, two);
  }

  /// Fetches a commit as somebody who has another one whole.
  private Map<ObjectId, RawObject> fetchBeside(
      Remote remote,
      ObjectId commit,
      ObjectId other,
      Function<ObjectId, Optional<RawObject>> reader) {
    Map<ObjectId, RawObject> fetched = new HashMap<>();
    Set<ObjectId> had = Set.copyOf(history.tree(other));
    Remote.Known known =
        new Remote.Known(id -> had.contains(id) || fetched.containsKey(id), List.of(other), reader);
    remote.fetch(List.of(commit), Remote.Scope.TREES, known, fetched::put);
    return fetched;
  }

  private Optional<RawObject> here(ObjectId id) {
    return Optional.ofNullable(history.objects().get(id));
  }

  private Map<ObjectId, RawObject> lacking(ObjectId commit, ObjectId other) {
    Map<ObjectId, RawObject> lacking = new HashMap<>();
    history.tree(commit).forEach(id -> lacking.put(id, history.get(id)));
    lacking.keySet().removeAll(history.tree(other));
    lacking.values().removeIf(object -> object.kind() == ObjectKind.CHUNK);
    return lacking;
  }

  @ParameterizedTest
  @EnumSource(Trouble.class)
  void aFetchOfDeltasWithTroubleAtAnyByteBringsEverything(Trouble trouble) {
    Grown grown = grown();
    for (int i = 0; i < 15; i++) {
      Remote remote = open(grown.project(), "b");
      line.trouble(trouble, Way.DOWN, 100L + i * 61L);
      assertThat(fetchBeside(remote, grown.two(), grown.one(), this::here))
          .isEqualTo(lacking(grown.two(), grown.one()));
      line.calm();
    }
  }

  @Test
  void deltasBesideWhatIsNotWhatItWasAreFetchedWhole() {
    Grown grown = grown();
    RawObject wrong = history.get(grown.directory());
    Remote remote = open(grown.project(), "b");
    long before = line.passed();
    assertThat(fetchBeside(remote, grown.two(), grown.one(), this::here))
        .isEqualTo(lacking(grown.two(), grown.one()));
    long small = line.passed() - before;
    assertThat(fetchBeside(remote, grown.two(), grown.one(), _ -> Optional.of(wrong)))
        .isEqualTo(lacking(grown.two(), grown.one()));
    assertThat(line.passed() - before - small).isGreaterThan(2 * small);
  }

  @Test
  void whatStandsInTheBaseOfADeltaIsNotLookedUp() {
    Grown grown = grown();
    Set<ObjectId> had = Set.copyOf(history.tree(grown.one()));
    Set<ObjectId> asked = new HashSet<>();
    Remote.Known known =
        new Remote.Known(
            id -> {
              asked.add(id);
              return had.contains(id);
            },
            List.of(grown.one()),
            this::here);
    open(grown.project(), "b").fetch(List.of(grown.two()), Remote.Scope.TREES, known, (_, _) -> {});
    asked.retainAll(had);
    assertThat(had).hasSizeGreaterThan(20);
    assertThat(asked).hasSizeLessThan(5);
  }

  @ParameterizedTest
  @EnumSource(Trouble.class)
  void aFetchWithTroubleAtAnyByteBringsEverything(Trouble trouble) {
    ProjectId project = place.create("p");
    ObjectId commit = history.commit("large", files(60), List.of());
    Remote writer = open(project, "a");
    writer.refresh();
    push(writer, commit, Optional.empty(), 1);
    for (int i = 0; i < 60; i++) {
      line.trouble(trouble, Way.DOWN, 500L + i * 211L);
      assertThat(clone(open(project, "b" + i), commit)).isEqualTo(history.objects());
      line.calm();
    }
  }

  @Test
  void whatIsGarbledOnItsWayUpNeverLands() {
    ProjectId project = place.create("p");
    Optional<ObjectId> head = Optional.empty();
    for (int i = 1; i <= 40; i++) {
      ObjectId next = history.commit("commit " + i, List.of("file " + i), head.stream().toList());
      line.trouble(Trouble.GARBLE, Way.UP, (long) i * STEP % 2500);
      try {
        Remote remote = open(project, "a");
        remote.refresh();
        push(remote, next, head, i);
      } catch (RemoteFailure failure) {
        assertThat(failure.getMessage()).isNotEmpty();
      }
      line.calm();
      Remote again = open(project, "a");
      Optional<ObjectId> now = again.refresh().head("main");
      if (now.equals(head)) {
        assertThat(push(again, next, head, i + 1000L)).isEqualTo(new Outcome.Moved());
      }
      assertThat(clone(open(project, "b" + i), next)).containsKey(next);
      head = Optional.of(next);
    }
  }

  @Test
  void whatArrivedBeforeACutIsNotSentAgain() {
    ProjectId project = place.create("p");
    ObjectId commit = history.commit("large", files(400), List.of());
    Remote writer = open(project, "a");
    writer.refresh();
    push(writer, commit, Optional.empty(), 1);
    Remote reader = open(project, "b");
    reader.refresh();
    long before = line.passed();
    clone(reader, commit);
    long whole = line.passed() - before;
    Remote troubled = open(project, "c");
    troubled.refresh();
    before = line.passed();
    line.trouble(Trouble.CUT, Way.DOWN, whole * 3 / 4);
    assertThat(clone(troubled, commit)).isEqualTo(history.objects());
    assertThat(line.passed() - before).isLessThan(whole * 5 / 4);
  }

  /// The line never carries as much as one request brings, so only headway within one ends this.
  @Test
  void aLargeUploadThatIsCutAgainAndAgainSendsLittleTwice() {
    ProjectId project = place.create("p");
    Tape tape = Tape.of(83);
    List<ObjectId> chunks = new ArrayList<>();
    for (int i = 0; i < 8 * 16; i++) {
      chunks.add(history.chunk(Bytes.wrap(tape.bytes(1 << 16))));
    }
    ObjectId commit = history.commit(history.directory(chunks), "large", List.of());
    Remote remote = place.open(place.connect(line.address(), UNHURRIED), project, "a");
    remote.refresh();
    long before = line.passed();
    line.cutEvery(Way.UP, 1 << 20);
    assertThat(push(remote, commit, Optional.empty(), 1)).isEqualTo(new Outcome.Moved());
    assertThat(line.passed() - before)
        .as("a chunk or two for each cut, and now and then what the hub was still storing")
        .isLessThan((8L << 20) * 7 / 4);
    assertThat(open(project, "b").refresh().head("main")).contains(commit);
  }

  @Test
  void aHubThatStartsAgainMeanwhileIsWaitedFor() {
    ProjectId project = place.create("p");
    ObjectId commit = history.commit("one", List.of("x"), List.of());
    Remote remote = place.open(project, "a");
    remote.refresh();
    place.hub().stop();
    Thread.ofVirtual().start(place.hub()::startAgain);
    assertThat(push(remote, commit, Optional.empty(), 1)).isEqualTo(new Outcome.Moved());
  }

  @Test
  void aHubThatIsGoneIsUnreachable() {
    ProjectId project = place.create("p");
    place.hub().stop();
    Remote remote = place.open(project, "a");
    assertThatThrownBy(remote::refresh)
        .isInstanceOfSatisfying(
            RemoteFailure.class,
            failure -> assertThat(failure.reason()).isEqualTo(RemoteFailure.Reason.UNREACHABLE));
    place.hub().startAgain();
    remote.refresh();
  }
}
