package dev.tidelock.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
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
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
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
  void streamCutAtAnyByteLeavesNothing() {
    ObjectId commit = history.commit("one", List.of("x", "y"), List.of());
    List<ObjectId> tree = history.tree(commit);
    Bytes stream = Caller.stream(tree.stream().map(history::sealed).toList());
    for (int cut = 0; cut < stream.size(); cut += cut < 80 ? 7 : 61) {
      Answer answer = ann.post(project + "/objects", stream.slice(0, cut));
      assertThat(answer.code()).isEqualTo("malformed");
    }
    assertThat(ann.lacking(project, tree).ids()).isEqualTo(tree);
    assertThat(ann.post(project + "/objects", stream).status()).isEqualTo(200);
    assertThat(ann.post(project + "/objects", stream).status()).as("repeated").isEqualTo(200);
    assertThat(ann.move(project, Optional.empty(), commit, "a", 1).status()).isEqualTo(200);
  }

  @Test
  void connectionCutWithinABodyLeavesNothing() throws IOException {
    ObjectId commit = history.commit("one", List.of("x", "y"), List.of());
    List<ObjectId> tree = history.tree(commit);
    Bytes stream = Caller.stream(tree.stream().map(history::sealed).toList());
    String head =
        """
        POST %s/objects HTTP/1.1\r
        Host: hub\r
        Tidelock-Protocol: 0\r
        Authorization: Bearer %s\r
        Content-Length: %d\r
        \r
        """
            .formatted(project, ann.token(), stream.size());
    try (Socket socket = new Socket(hub.url().getHost(), hub.url().getPort())) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(stream.slice(0, stream.size() / 2).toByteArray());
      socket.getOutputStream().flush();
    }
    assertThat(ann.lacking(project, tree).ids()).isEqualTo(tree);
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
    assertThat(ann.post(heads, " ".repeat((1 << 20) + 1)).status()).isEqualTo(413);
    assertThat(ann.post(project + "/lacking", Bytes.wrap(new byte[33])).code())
        .isEqualTo("malformed");
    assertThat(ann.post(project + "/lacking", Bytes.wrap(new byte[(1 << 21) + 32])).code())
        .isEqualTo("too-large");
    assertThat(ann.get(project + "?seen=x").code()).isEqualTo("malformed");
    assertThat(ann.get("/v0/projects/..%2f..").status()).isBetween(400, 404);
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
}
