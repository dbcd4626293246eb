package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.core.record.SchemaCodec;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.tree.Content;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.scan.Problem;
import dev.tidelock.engine.sync.Decision;
import dev.tidelock.engine.sync.SyncOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What another device of the project can do to this one, through a place that takes everything: it
/// makes its hashes right, and lies in all else.
@Timeout(60)
class HostileDeviceTest {
  @RegisterExtension final World world = new World();

  private final Forger forger = new Forger();
  private Device a;

  @BeforeEach
  void begin() {
    a = world.device("A");
    a.write("mine", "what I wrote");
    a.write("d/other", "and more");
    a.sync();
  }

  private ObjectId head() {
    return Forger.head(a).orElseThrow();
  }

  private void land(ObjectId commit) {
    assertThat(forger.land(a, commit)).isEqualTo(new Remote.Outcome.Moved());
  }

  /// Everything around the workspace: what a device must not touch.
  private SortedMap<String, Bytes> surroundings() throws IOException {
    SortedMap<String, Bytes> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(world.directory())) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        if (!path.startsWith(a.root()) && !path.startsWith(world.main().directory())) {
          files.put(path.toString(), Bytes.wrap(Files.readAllBytes(path)));
        }
      }
    }
    return files;
  }

  /// A device that is given such a tree takes nothing of it, goes on keeping what is written, and
  /// syncs again once the place is mended.
  private void assertRefuses(Entry.Directory tree, String words) throws IOException {
    Path backup = world.main().backUp();
    SortedMap<String, Sight> before = a.sees();
    SortedMap<String, Bytes> around = surroundings();
    land(forger.commit(tree, head()));
    assertRefused(words);
    assertThat(a.sees()).isEqualTo(before);
    assertThat(surroundings()).isEqualTo(around);
    a.write("mine", "what I write goes on being kept");
    a.keep();
    assertThat(a.log()).hasSize(2);
    assertRefused(words);

    world.main().restore(backup);
    a.sync();
    Device b = world.device("B");
    b.sync();
    assertThat(b).shows("mine", "what I write goes on being kept");
  }

  /// A device that is given such a head takes nothing of it, and syncs again once the place is
  /// mended.
  private void assertRefusesHead(ObjectId commit, String words) {
    Path backup = world.main().backUp();
    SortedMap<String, Sight> before = a.sees();
    land(commit);
    assertRefused(words);
    assertRefused(words);
    assertThat(a.sees()).isEqualTo(before);
    world.main().restore(backup);
    a.sync();
  }

  private ObjectId odd() {
    return forger.put(
        new RawObject(ObjectKind.DETAIL, 0, References.none(), Bytes.utf8("anything")));
  }

  @Test
  void aTreeThatWasRefusedIsRefusedAgainAfterThePlaceWentBackToIt() {
    ObjectId good = head();
    ObjectId bad = forger.commit(forger.directory(Map.of("..", Forger.file("x"))), good);
    land(bad);
    Path backup = world.main().backUp();
    land(forger.commit(forger.directory(Map.of("..", Forger.file("y"))), bad));
    assertRefused("the name");
    world.main().restore(backup);
    assertRefused("the name");
    a.write("mine", "what I write goes on being kept");
    a.keep();
    land(good);
    a.sync();
  }

  @Test
  void aHeadThatIsNoCommitIsRefused() {
    assertRefusesHead(odd(), "expected a commit");
  }

  @Test
  void aParentThatIsNoCommitIsRefused() {
    Entry.Directory files = forger.directory(Map.of("theirs", Forger.file("theirs")));
    ObjectId parent = forger.commit(files, odd());
    assertRefusesHead(forger.commit(files, parent), "expected a commit");
  }

  @Test
  void aContentThatIsNoSequenceIsRefused() {
    Content content = new Content.Sequence(odd());
    Entry file = new Entry.File(false, 5_000, 0, content);
    assertRefusesHead(
        forger.commit(forger.directory(Map.of("theirs", file)), head()), "expected a sequence");
  }

  @Test
  void anObjectThatNoDeviceCanHaveWrittenNeverGetsIntoTheStore() {
    ObjectId nonsense =
        forger.put(new RawObject(ObjectKind.SEQUENCE, 0, References.none(), Bytes.utf8("?")));
    Entry file = new Entry.File(false, 5_000, 0, new Content.Sequence(nonsense));
    Entry.Directory mine = forger.directory(Map.of("mine", Forger.file("what I wrote")));
    ObjectId bad = forger.commit(forger.directory(Map.of("theirs", file)), head());
    Path backup = world.main().backUp();
    land(bad);
    assertRefused("expected an array");
    land(forger.commit(mine, bad));
    a.sync();
    assertThat(a).shows("mine", "what I wrote");
    world.main().restore(backup);
    a.sync();
  }

  @Test
  void aFileThatIsLargerThanItsChunkIsNotMerged() {
    Entry.File honest = forger.file(Bytes.utf8("a line that is long enough for a chunk\n"));
    Entry.File lie = new Entry.File(false, honest.size() + 1, 0, honest.content());
    land(forger.commit(forger.directory(Map.of("theirs", lie)), head()));
    a.sync();
    a.write("theirs", "what I write there is kept");
    a.sync();
    assertThat(a).shows("theirs", "what I write there is kept");
    a.resolve("theirs", new Decision.TakeTerm(a.conflict("theirs").mine().orElseThrow()));
    a.sync();
  }

  private void assertRefused(String words) {
    assertThatThrownBy(() -> a.sync())
        .isInstanceOfSatisfying(
            RemoteFailure.class,
            failure -> assertThat(failure.reason()).isEqualTo(RemoteFailure.Reason.CORRUPT))
        .hasMessageContaining(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        ".",
        "",
        "../escaped",
        "/escaped",
        "a/../../escaped",
        "nul\0",
        ".tidelock",
        ".Tidelock",
        ".TIDELOCK",
        ".tideloc\u212A",
        ".t\u0131delock",
        ".tide\u200Block",
        ".tidelock\uFEFF",
        "\u2060.tidelock",
        ".tide\u00ADlock",
      })
  void aNameThatLeadsElsewhereIsRefused(String name) throws IOException {
    Entry link = new Entry.Link("../../outside");
    Entry below = forger.directory(Map.of("x", link));
    assertRefuses(forger.directory(Map.of("d", forger.directory(Map.of(name, below)))), "the name");
  }

  @Test
  void aNameThatIsTooLongIsRefused() throws IOException {
    assertRefuses(forger.directory(Map.of("n".repeat(256), Forger.file("x"))), "the name");
  }

  private Entry.Directory deep(int levels) {
    Entry.Directory tree = forger.directory(Map.of("file", Forger.file("deep")));
    for (int i = 0; i < levels; i++) {
      tree = forger.directory(Map.of("d", tree));
    }
    return tree;
  }

  @Test
  void aTreeWithoutBottomIsRefused() throws IOException {
    assertRefuses(deep(5_000), "deep");
  }

  /// As deep as a tree may be, before threads with little stack.
  @Test
  void aTreeDeeperThanAStackArrivesAndHarmsNobody() throws InterruptedException {
    land(forger.commit(deep(390), head()));
    AtomicReference<Throwable> end = new AtomicReference<>();
    Runnable syncs =
        () -> {
          a.sync();
          a.write("mine", "written later");
          a.sync();
        };
    Thread small = new Thread(null, syncs, "small stack", 512 << 10);
    small.setUncaughtExceptionHandler((_, failure) -> end.set(failure));
    small.start();
    small.join();

    assertThat(end).hasNullValue();
    assertThat(a).shows("mine", "written later");
    assertThat(a.sync().problems()).extracting(Problem::kind).contains(Problem.Kind.NAME);
    world.setApart("d");
  }

  @Test
  void aTreeThatUnfoldsToMoreThanADiskHoldsIsRefused() throws IOException {
    Entry.Directory tree = forger.directory(Map.of("file", Forger.file("many")));
    for (int i = 0; i < 40; i++) {
      tree = forger.directory(Map.of("l", tree, "r", tree));
    }
    assertRefuses(tree, "entries");
  }

  @Test
  void aHeadThatMovesBackIsNotFollowed() {
    ObjectId first = head();
    a.write("new", "written later");
    a.write("mine", "written again");
    a.sync();
    ObjectId second = head();
    land(first);

    a.sync();
    a.sync();

    assertThat(a).shows("new", "written later");
    assertThat(a).shows("mine", "written again");
    assertThat(head()).isEqualTo(second);
  }

  @Test
  void aHistoryOfNothingDeletesNothing() {
    land(forger.commit(forger.directory(Map.of())));

    a.sync();
    a.sync();

    assertThat(a).shows("mine", "what I wrote");
    assertThat(a).shows("d/other", "and more");
    Device b = world.device("B");
    b.sync();
    assertThat(b).shows("mine", "what I wrote");
  }

  @Test
  void aHistoryOfSomethingElseOverwritesNothing() {
    Map<String, Entry> entries = new HashMap<>();
    entries.put("mine", Forger.file("not yours"));
    entries.put("d", Forger.file("a file now"));
    land(forger.commit(forger.directory(entries)));

    a.sync();

    assertThat(a).shows("mine", "what I wrote");
    assertThat(a).shows("d/other", "and more");
    assertThat(a.conflicts()).isNotEmpty();
    world.setApart("mine");
  }

  @Test
  void aCommitOfAnotherProjectIsRefused() {
    Forger stranger = new Forger(Bytes.utf8("another seed, that cuts otherwise").slice(0, 32));
    Map<String, Entry> many = new HashMap<>();
    for (int i = 0; i < 5000; i++) {
      many.put("file" + i, Forger.file("content " + i));
    }
    Path backup = world.main().backUp();
    SortedMap<String, Sight> before = a.sees();
    ObjectId commit = stranger.commit(stranger.directory(many), head());
    assertThat(stranger.land(a, commit)).isEqualTo(new Remote.Outcome.Moved());

    assertRefused("map");

    assertThat(a.sees()).isEqualTo(before);
    world.main().restore(backup);
  }

  @Test
  void aTableWhoseSchemaCannotBeReadIsRefused() {
    RawObject nonsense =
        new RawObject(ObjectKind.SCHEMA, 0, References.none(), Bytes.utf8("no schema"));
    assertRefusesTable(forger.table(World.SEED, nonsense), "cannot be taken");
  }

  @Test
  void aTableOfAnotherProjectIsRefused() {
    Bytes seed = Bytes.utf8("another seed, that cuts otherwise").slice(0, 32);
    assertRefusesTable(forger.table(seed, SchemaCodec.toObject(TableAuthor.schema())), "map");
  }

  private void assertRefusesTable(Table table, String words) {
    Path backup = world.main().backUp();
    Entry.Directory files = forger.directory(Map.of("theirs", Forger.file("theirs")));
    SortedMap<String, Sight> before = a.sees();
    land(forger.commit(files, table, head()));

    assertRefused(words);

    assertThat(a.sees()).isEqualTo(before);
    a.write("mine", "what I write goes on being kept");
    a.keep();
    world.main().restore(backup);
    a.sync();
  }

  @Test
  void aRepositoryOfAnotherToolIsNotPutHere() {
    Entry.Directory hooks = forger.directory(Map.of("post-checkout", Forger.file("#!/bin/sh")));
    Map<String, Entry> entries = new HashMap<>();
    entries.put(".git", forger.directory(Map.of("hooks", hooks)));
    entries.put(".GIT", forger.directory(Map.of("hooks", hooks)));
    entries.put("mine", Forger.file("what I wrote"));
    land(forger.commit(forger.directory(entries), head()));

    SyncOutcome outcome = a.sync();

    assertThat(outcome).isNotNull();
    assertThat(a).lacks(".git/hooks/post-checkout");
    assertThat(a).lacks(".GIT/hooks/post-checkout");
  }

  @Test
  void aLinkThatLeadsOutIsNotWrittenThrough() throws IOException {
    Path outside = Files.createDirectories(world.directory().resolve("outside"));
    SortedMap<String, Bytes> around = surroundings();
    Entry link = new Entry.Link(outside.toString());
    ObjectId first = forger.commit(forger.directory(Map.of("l", link)), head());
    land(first);
    a.sync();
    Entry.Directory inside = forger.directory(Map.of("evil", Forger.file("evil")));
    land(forger.commit(forger.directory(Map.of("l", inside)), first));
    a.sync();
    assertThat(surroundings()).isEqualTo(around);
    assertThat(outside).isEmptyDirectory();
  }
}
