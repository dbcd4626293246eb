package dev.tidelock.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.store.ObjectDelta;
import dev.tidelock.hub.Caller.Answer;
import dev.tidelock.platform.ZstdCompression;
import dev.tidelock.testkit.SampleHistory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Objects that are sent as what differs from others.
class DeltaFrameTest {
  @TempDir private Path scratch = Path.of("");

  private final SampleHistory history = new SampleHistory();
  private final EnvelopeCodec codec = new EnvelopeCodec(new ZstdCompression());
  private ObjectId first;
  private ObjectId second;
  private SampleDeltas changes;
  private TestHub hub;
  private Caller ann;
  private String project = "";

  @BeforeEach
  void aHubWithTheFirstCommit() {
    hub = TestHub.start(scratch.resolve("data"));
    hub.addAccount("ann@example.org");
    ann = Caller.signedIn(hub, "ann@example.org");
    project = ann.makeProject("project-1");
    ObjectId directory = history.directory(Bytes.utf8("inline"));
    first = history.commitWithTable(directory, 5000, "note", List.of());
    second = history.commitWithTable(directory, 5001, "note", List.of(first));
    changes = SampleDeltas.between(history, first, second);
    ann.store(project, history, history.tree(first));
    ann.move(project, Optional.empty(), first, "device", 1);
  }

  @AfterEach
  void stopHub() {
    hub.close();
  }

  private Answer send(Collection<ObjectDelta> deltas) {
    return ann.storeDeltas(project, deltas);
  }

  /// Which of some objects the hub hands out, each of them opened.
  private List<ObjectId> here(Collection<ObjectId> ids) {
    List<ObjectId> here = new ArrayList<>();
    ann.read(project, ids)
        .objects()
        .forEach((id, envelope) -> {
          assertThat(codec.open(id, envelope)).isEqualTo(history.get(id));
          here.add(id);
        });
    return here;
  }

  @Test
  void deltasBecomeWholeObjects() {
    assertThat(changes.deltas()).hasSizeGreaterThan(3);
    ann.store(project, history, changes.whole());
    Answer answer = send(changes.deltas().values());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("stored").asInt()).isEqualTo(changes.deltas().size());
    assertThat(here(changes.deltas().keySet()))
        .containsExactlyInAnyOrderElementsOf(changes.deltas().keySet());
    Answer moved = ann.move(project, Optional.of(first), second, "device", 2);
    assertThat(moved.json().path("outcome").asString("")).isEqualTo("moved");
  }

  @Test
  void aDeltaWithoutItsBaseIsNamedAndTheOthersAreKept() {
    List<ObjectDelta> deltas = new ArrayList<>(changes.deltas().values());
    ObjectDelta last = deltas.getLast();
    ObjectId nowhere = history.commit("never sent", List.of("x"), List.of());
    ObjectDelta baseless = new ObjectDelta(last.id(), nowhere, last.body());
    deltas.set(deltas.size() - 1, baseless);

    Answer answer = send(deltas);

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.code()).isEqualTo("no-base");
    assertThat(here(changes.deltas().keySet()))
        .hasSize(deltas.size() - 1)
        .doesNotContain(last.id());
  }

  @Test
  void aDeltaWhoseBaseIsDamagedIsNamed() {
    hub.damage();

    Answer answer = send(changes.deltas().values());

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.code()).isEqualTo("no-base");
  }

  @Test
  void aDeltaThatLiesIsRefusedAndNothingIsStored() {
    List<ObjectDelta> deltas = List.copyOf(changes.deltas().values());
    ObjectDelta one = deltas.getLast();
    List<ObjectDelta> lies =
        List.of(
            new ObjectDelta(deltas.getFirst().id(), one.base(), one.body()),
            new ObjectDelta(one.id(), deltas.getFirst().base(), one.body()),
            new ObjectDelta(one.id(), one.base(), Bytes.utf8("no body")),
            new ObjectDelta(one.id(), one.base(), one.body().slice(0, one.body().size() - 1)));
    for (ObjectDelta lie : lies) {
      List<ObjectDelta> sent = new ArrayList<>(deltas.subList(0, deltas.size() - 1));
      sent.add(lie);
      Answer answer = send(sent);
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.code()).isEqualTo("corrupt");
    }

    assertThat(here(changes.deltas().keySet())).isEmpty();
    assertThat(send(deltas).status()).isEqualTo(200);
  }

  @Test
  void whatCameBeforeACutIsKept() {
    List<ObjectDelta> deltas = List.copyOf(changes.deltas().values());
    Bytes whole = Caller.deltaStream(deltas);

    Answer answer = ann.post(project + "/objects", whole.slice(0, whole.size() - 14));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(here(changes.deltas().keySet())).hasSize(deltas.size() - 1);
  }

  private Answer fetch(ObjectId want, ObjectId whole, boolean deltas) {
    return ann.post(
        project + "/fetch",
        "{\"scope\":\"trees\",\"wants\":[\"%s\"],\"whole\":[\"%s\"],\"deltas\":%s}"
            .formatted(want, whole, deltas));
  }

  @Test
  void whoTakesDeltasIsSentThem() {
    ann.store(project, history, history.tree(second));
    ann.move(project, Optional.of(first), second, "device", 2);

    Answer whole = fetch(second, first, false);
    Answer small = fetch(second, first, true);
    Answer nothing = fetch(second, history.commit("never sent", List.of("x"), List.of()), true);

    assertThat(small.frames()).hasSameSizeAs(whole.frames());
    assertThat(small.body().size()).isLessThan(whole.body().size() / 5);
    int deltas = 0;
    for (Map.Entry<Integer, Bytes> frame : small.frames()) {
      if (frame.getKey() == 4) {
        Bytes content = frame.getValue();
        ObjectId id = new ObjectId(content.slice(0, 32));
        ObjectId base = new ObjectId(content.slice(32, 64));
        ObjectDelta delta = new ObjectDelta(id, base, content.slice(64, content.size()));
        assertThat(history.tree(first)).contains(base);
        assertThat(SampleDeltas.CODEC.open(delta, history.get(base))).isEqualTo(history.get(id));
        deltas++;
      }
    }
    assertThat(deltas).isPositive();
    assertThat(nothing.objects()).hasSizeGreaterThan(whole.objects().size());
  }

  @Test
  void framesThatCannotBeAreRefused() {
    for (int length : new int[] {-1, 0, 64, Integer.MAX_VALUE}) {
      ByteBuffer head = ByteBuffer.allocate(5 + 64).put((byte) 4).putInt(length);
      assertThat(ann.post(project + "/objects", Bytes.wrap(head.array())).status()).isEqualTo(400);
    }
  }
}
