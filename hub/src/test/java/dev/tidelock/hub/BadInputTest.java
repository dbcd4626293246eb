package dev.tidelock.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.map.MapFormat;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.EntryCodec;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.store.SealedObject;
import dev.tidelock.hub.Caller.Answer;
import dev.tidelock.testkit.PlainCompression;
import dev.tidelock.testkit.SampleHistory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a broken or hostile device sends, over a real socket: each a named error, and nothing kept.
class BadInputTest {
  private static final EnvelopeCodec CODEC = new EnvelopeCodec(new PlainCompression());

  @TempDir private Path scratch = Path.of("");

  private final SampleHistory history = new SampleHistory();
  private TestHub hub;
  private Caller ann;
  private String project = "";

  @BeforeEach
  void startHub() {
    hub = TestHub.start(scratch.resolve("data"), 1 << 20);
    hub.addAccount("ann@example.org");
    ann = Caller.signedIn(hub, "ann@example.org");
    project = ann.makeProject("project-1");
  }

  @AfterEach
  void stopHub() {
    hub.close();
  }

  @Test
  void ofAStreamThatIsCutAtAnyByteWhatCameWholeIsKeptAndNothingElse() {
    ObjectId commit = history.commit("one", List.of("x", "y"), List.of());
    List<ObjectId> tree = history.tree(commit);
    List<SealedObject> objects = tree.stream().map(history::sealed).toList();
    Bytes stream = Caller.stream(objects);
    int cut = 0;
    int end = 0;
    for (int whole = 0; whole < objects.size(); whole++) {
      end += 37 + objects.get(whole).envelope().size();
      for (; cut < end; cut += cut < 80 ? 7 : 61) {
        assertThat(ann.post(project + "/objects", stream.slice(0, cut)).code())
            .isEqualTo("malformed");
      }
      assertThat(ann.read(project, tree).objects().keySet())
          .containsExactlyInAnyOrderElementsOf(tree.subList(0, whole));
    }
    assertThat(ann.move(project, Optional.empty(), commit, "a", 1).json().get("outcome").asString())
        .isEqualTo("incomplete");
    assertThat(ann.post(project + "/objects", stream).status()).isEqualTo(200);
    assertThat(ann.post(project + "/objects", stream).status()).as("repeated").isEqualTo(200);
    assertThat(ann.move(project, Optional.empty(), commit, "a", 1).json().get("outcome").asString())
        .isEqualTo("moved");
  }

  @Test
  void framesThatCannotBeAreRefused() {
    for (byte[] bytes :
        List.of(
            frame(1, Integer.MAX_VALUE).array(),
            frame(1, -1).array(),
            frame(1, 32).array(),
            frame(7, 8).array(),
            frame(0, 9).putLong(0).array(),
            frame(0, 8).putLong(1).array(),
            ByteBuffer.allocate(14).put((byte) 0).putInt(8).putLong(0).array())) {
      assertThat(ann.post(project + "/objects", Bytes.wrap(bytes)).code()).isEqualTo("malformed");
    }
  }

  private static ByteBuffer frame(int kind, int length) {
    return ByteBuffer.allocate(13).put((byte) kind).putInt(length);
  }

  @Test
  void objectThatIsNotWhatItClaimsIsRefusedWithAllThatCameWithIt() {
    ObjectId one = history.chunk(Bytes.utf8("one"));
    ObjectId two = history.chunk(Bytes.utf8("two"));
    Bytes envelope = history.sealed(two).envelope();
    byte[] flipped = envelope.toByteArray();
    flipped[flipped.length - 1] ^= 1;
    for (SealedObject bad :
        List.of(
            new SealedObject(one, ObjectKind.CHUNK, envelope),
            new SealedObject(two, ObjectKind.CHUNK, Bytes.wrap(flipped)),
            new SealedObject(two, ObjectKind.CHUNK, envelope.slice(0, envelope.size() - 1)))) {
      ObjectId good = history.chunk(Bytes.utf8("good"));
      Answer answer = send(List.of(history.sealed(good), bad));
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.code()).isEqualTo("corrupt");
      assertThat(ann.lacking(project, List.of(good)).ids()).containsExactly(good);
    }
  }

  private Answer send(List<SealedObject> objects) {
    return ann.post(project + "/objects", Caller.stream(objects));
  }

  @Test
  void structureAndNamesAreChecked() {
    List<RawObject> bad = new ArrayList<>();
    for (String name : List.of("..", "a/b", ".tidelock", "")) {
      TreeMap<Bytes, Entry> entries = new TreeMap<>();
      entries.put(Bytes.utf8(name), new Entry.Link("target"));
      MapFormat<Entry> lax = new MapFormat<>(new EntryCodec(), SampleHistory.SEED);
      MerkleMap.build(
          entries.entrySet().iterator(),
          lax,
          history::get,
          object -> {
            bad.add(object);
            return ObjectIdentity.of(object);
          });
    }
    for (ObjectKind kind : ObjectKind.values()) {
      if (kind != ObjectKind.CHUNK && kind != ObjectKind.DETAIL) {
        bad.add(new RawObject(kind, 0, References.none(), Bytes.utf8("nonsense")));
      }
    }
    bad.add(new RawObject(ObjectKind.CHUNK, 3, References.none(), Bytes.utf8("of a level")));
    for (RawObject object : bad) {
      assertThat(send(List.of(CODEC.seal(object))).code()).isEqualTo("corrupt");
    }
  }

  @Test
  void messagesThatAreNoneAreRefused() {
    String heads = project + "/heads";
    for (String text :
        List.of(
            "",
            "null",
            "[]",
            "{",
            "{}",
            "{\"branch\":\"main\",\"unknown\":1}",
            "{\"branch\":\"a\",\"branch\":\"b\"}",
            "{\"branch\":1,\"to\":\"00\"} {}")) {
      assertThat(ann.post(heads, text).code()).isEqualTo("malformed");
    }
    assertThat(large(heads, Bytes.utf8(" ".repeat((1 << 20) + 1))).status()).isEqualTo(413);
    assertThat(ann.post(project + "/lacking", Bytes.wrap(new byte[33])).code())
        .isEqualTo("malformed");
    assertThat(large(project + "/lacking", Bytes.wrap(new byte[(1 << 21) + 32])).code())
        .isEqualTo("too-large");
    assertThat(ann.get(project + "?seen=x").code()).isEqualTo("malformed");
    assertThat(ann.get("/v0/projects/..%2f..").status()).isBetween(400, 404);
  }

  /// What a message that is too large is answered. The hub does not wait for the end of it, so that
  /// a caller that still writes may meet the end of the line before it reads the answer.
  private Answer large(String path, Bytes body) {
    UncheckedIOException cut = new UncheckedIOException(new IOException("never tried"));
    for (int i = 0; i < 10; i++) {
      try {
        return ann.post(path, body);
      } catch (UncheckedIOException e) {
        cut = e;
      }
    }
    throw cut;
  }

  @Test
  void whatIsNoHttpIsAnsweredWithoutHtml() throws IOException {
    for (String text :
        List.of(
            "NONSENSE\r\n\r\n",
            "GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: h\r\nX: " + "x".repeat(20_000) + "\r\n\r\n")) {
      try (Socket socket = new Socket(hub.url().getHost(), hub.url().getPort())) {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        socket.setSoTimeout(10_000);
        byte[] answer = socket.getInputStream().readNBytes(2000);
        assertThat(new String(answer, StandardCharsets.US_ASCII))
            .contains("Tidelock-Protocol: 0")
            .contains("{\"error\":")
            .doesNotContainIgnoringCase("<html");
      }
    }
  }

  @Test
  void projectDoesNotOutgrowItsQuota() {
    List<SealedObject> large = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      byte[] content = new byte[250_000];
      content[0] = (byte) i;
      large.add(history.sealed(history.chunk(Bytes.wrap(content))));
    }
    Answer answer = send(large);
    assertThat(answer.status()).isEqualTo(507);
    assertThat(answer.code()).isEqualTo("quota");
    assertThat(send(large.subList(0, 4)).status()).isEqualTo(200);
    assertThat(send(large.subList(0, 4)).status()).as("again takes no more").isEqualTo(200);
    assertThat(send(large).code()).isEqualTo("quota");
  }

  @Test
  void damageOnTheDiskIsNamedAndHealedByADevice() {
    ObjectId commit = history.commit("one", List.of("x", "y"), List.of());
    List<ObjectId> tree = history.tree(commit);
    ann.store(project, history, tree);
    ann.move(project, Optional.empty(), commit, "a", 1);
    hub.damage();
    for (ObjectId id : tree) {
      Bytes failure = ann.read(project, List.of(id)).frames().getLast().getValue();
      assertThat(failure.toUtf8()).contains("\"corrupt\"").contains(id.toString());
    }
    assertThat(ann.lacking(project, tree).ids()).isEqualTo(tree);
    ann.store(project, history, tree);
    ObjectId next = history.commit("two", List.of("x", "y"), List.of(commit));
    ann.store(project, history, history.tree(next));
    assertThat(ann.move(project, Optional.of(commit), next, "a", 2).json().get("outcome"))
        .hasToString("\"moved\"");
    assertThat(ann.read(project, tree).objects()).hasSize(tree.size());
  }

  /// The hub's tables say where an object lies; here they lie, and another one is found there.
  @Test
  void whatLiesElsewhereThanTheTablesSayIsTakenForNothingElseAndHealed() throws IOException {
    ObjectId one = history.chunk(Bytes.utf8("one!"));
    ObjectId two = history.chunk(Bytes.utf8("two!"));
    ann.store(project, history, List.of(one));
    ann.store(project, history, List.of(two));
    exchangePacks();
    Bytes found = ann.read(project, List.of(one)).objects().getOrDefault(one, Bytes.empty());
    assertThatThrownBy(() -> CODEC.open(one, found)).isInstanceOf(MalformedException.class);
    assertThat(ann.store(project, history, List.of(one, two)).status()).isEqualTo(200);
    for (ObjectId id : List.of(one, two)) {
      Bytes healed = ann.read(project, List.of(id)).objects().getOrDefault(id, Bytes.empty());
      assertThat(CODEC.open(id, healed)).isEqualTo(history.get(id));
    }
  }

  private void exchangePacks() throws IOException {
    List<Path> packs;
    try (Stream<Path> files = Files.walk(hub.data().resolve("blobs"))) {
      packs = files.filter(file -> file.toString().contains("/packs/")).toList();
    }
    assertThat(packs).hasSize(2);
    byte[] first = Files.readAllBytes(packs.getFirst());
    Files.write(packs.getFirst(), Files.readAllBytes(packs.getLast()));
    Files.write(packs.getLast(), first);
  }

  @Test
  void nothingTellsWhetherAnotherProjectHasAnObject() {
    hub.addAccount("bob@example.org");
    Caller bob = Caller.signedIn(hub, "bob@example.org");
    String own = bob.makeProject("project-2");
    ObjectId theirs = history.commit("theirs", List.of("x"), List.of());
    ann.store(project, history, history.tree(theirs));
    ann.move(project, Optional.empty(), theirs, "a", 1);
    ObjectId nobodys = new SampleHistory().commit("nobody's", List.of("y"), List.of());
    assertThat(asked(bob, own, theirs)).isEqualTo(asked(bob, own, nobodys));
    assertThat(bob.store(own, history, List.of(theirs)).json().get("stored").asInt()).isEqualTo(1);
    List<ObjectId> below = new ArrayList<>(history.tree(theirs));
    below.remove(theirs);
    assertThat(bob.lacking(own, below).ids()).as("a reference opens nothing").isEqualTo(below);
    assertThat(bob.fetch(own, "trees", List.of(theirs), List.of()).objects())
        .containsOnlyKeys(theirs);
    assertThat(bob.move(own, Optional.empty(), theirs, "b", 1).json().get("outcome"))
        .hasToString("\"incomplete\"");
  }

  /// All that can be asked about an object, and what is answered, with its id made out.
  private static List<String> asked(Caller who, String project, ObjectId id) {
    String text = Bytes.utf8(id.toString()).toHex();
    return Stream.of(
            who.lacking(project, List.of(id)),
            who.read(project, List.of(id)),
            who.fetch(project, "history", List.of(id), List.of()),
            who.fetch(project, "trees", List.of(id), List.of(id)),
            who.move(project, Optional.empty(), id, "b", 1),
            who.move(project, Optional.of(id), id, "b", 1))
        .map(answer -> answer.status() + " " + answer.body().toHex())
        .map(answer -> answer.replace(text, "ID").replace(id.toString(), "ID"))
        .toList();
  }
}
