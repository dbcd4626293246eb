package dev.tidelock.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.engine.store.ObjectDelta;
import dev.tidelock.hub.Caller.Answer;
import dev.tidelock.testkit.SampleHistory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Changes that the hub took a moment ago and sends without looking at the disk again.
class RememberedChangesTest {
  private static final int DELTA = 4;

  @TempDir private Path scratch = Path.of("");

  private final SampleHistory history = new SampleHistory();
  private ObjectId first;
  private ObjectId second;
  private SampleDeltas changes;
  private TestHub hub;
  private Caller ann;
  private String project = "";

  @BeforeEach
  void aHubThatTookAChange() {
    hub = TestHub.start(scratch.resolve("data"));
    hub.addAccount("ann@example.org");
    ann = Caller.signedIn(hub, "ann@example.org");
    project = ann.makeProject("project-1");
    ObjectId directory = history.directory(Bytes.utf8("inline"));
    first = history.commitWithTable(directory, 5000, "note", List.of());
    second = history.commitWithTable(directory, 5001, "note", List.of(first));
    changes = SampleDeltas.between(history, first, second);
    assertThat(changes.whole()).isEmpty();
    ann.store(project, history, history.tree(first));
    ann.move(project, Optional.empty(), first, "device", 1);
    assertThat(ann.storeDeltas(project, changes.deltas().values()).status()).isEqualTo(200);
  }

  @AfterEach
  void stopHub() {
    hub.close();
  }

  private void moveToTheSecond() {
    Answer moved = ann.move(project, Optional.of(first), second, "device", 2);
    assertThat(moved.json().path("outcome").asString("")).isEqualTo("moved");
  }

  private Answer fetch(String from) {
    return ann.post(
        from + "/fetch",
        "{\"scope\":\"trees\",\"wants\":[\"%s\"],\"whole\":[\"%s\"],\"deltas\":true}"
            .formatted(second, first));
  }

  private static Set<ObjectDelta> deltas(Answer answer) {
    Set<ObjectDelta> deltas = new HashSet<>();
    for (Map.Entry<Integer, Bytes> frame : answer.frames()) {
      if (frame.getKey() == DELTA) {
        Bytes content = frame.getValue();
        deltas.add(
            new ObjectDelta(
                new ObjectId(content.slice(0, 32)),
                new ObjectId(content.slice(32, 64)),
                content.slice(64, content.size())));
      }
    }
    return deltas;
  }

  @Test
  void whoHasTheirBasesIsSentTheVeryDeltasThatCame() {
    moveToTheSecond();
    hub.damage();

    assertThat(deltas(fetch(project))).isEqualTo(new HashSet<>(changes.deltas().values()));
  }

  @Test
  void whoHasOtherBasesIsSentWholeObjects() {
    moveToTheSecond();
    ObjectId other = history.commit("other", List.of("x"), List.of());
    ann.store(project, history, history.tree(other));

    Answer answer =
        ann.post(
            project + "/fetch",
            "{\"scope\":\"trees\",\"wants\":[\"%s\"],\"whole\":[\"%s\"],\"deltas\":true}"
                .formatted(second, other));

    assertThat(answer.objects().keySet()).containsAll(changes.deltas().keySet());
  }

  @Test
  void whatIsKnownToBeDamagedIsNotSentThoughItIsRemembered() {
    moveToTheSecond();
    hub.damage();
    ObjectId damaged =
        changes.deltas().keySet().stream()
            .filter(id -> history.get(id).kind() == ObjectKind.ROWS)
            .reduce((_, last) -> last)
            .orElseThrow();
    ann.read(project, List.of(damaged));

    assertThat(deltas(fetch(project)))
        .hasSize(changes.deltas().size() - 1)
        .extracting(ObjectDelta::id)
        .doesNotContain(damaged);
    ann.store(project, history, List.of(damaged));
    assertThat(ann.read(project, List.of(damaged)).objects()).containsOnlyKeys(damaged);
  }

  @Test
  void whatWasCollectedIsNotSentThoughItIsRemembered() {
    assertThat(deltas(fetch(project))).hasSameSizeAs(changes.deltas().values());
    Collecting.of(hub, new ShiftedClock(Duration.ofDays(2)));

    assertThat(fetch(project).frames()).hasSize(1);
    Answer move = ann.move(project, Optional.of(first), second, "device", 2);
    assertThat(move.json().path("outcome").asString("")).isEqualTo("incomplete");
  }

  @Test
  void anotherProjectHasNothingOfIt() {
    moveToTheSecond();
    String stranger = ann.makeProject("project-2");

    assertThat(fetch(stranger).frames()).hasSize(1);
    Answer answer = ann.storeDeltas(stranger, changes.deltas().values());
    assertThat(answer.code()).isEqualTo("no-base");
    assertThat(ann.read(stranger, changes.deltas().keySet()).objects()).isEmpty();
  }

  @Test
  void aMoveThatLacksOneLeafNamesIt() {
    ObjectId third =
        history.commitWithTable(
            history.directory(Bytes.utf8("inline")), 5010, "note", List.of(second));
    moveToTheSecond();
    SampleDeltas more = SampleDeltas.between(history, second, third);
    ObjectId lacking =
        more.deltas().keySet().stream()
            .filter(id -> history.get(id).kind() == ObjectKind.ROWS)
            .filter(id -> history.get(id).level() == 0)
            .findFirst()
            .orElseThrow();
    List<ObjectDelta> sent = new ArrayList<>(more.deltas().values());
    sent.removeIf(delta -> delta.id().equals(lacking));
    ann.store(project, history, more.whole());
    assertThat(ann.storeDeltas(project, sent).status()).isEqualTo(200);

    Answer move = ann.move(project, Optional.of(second), third, "device", 3);

    assertThat(move.json().path("outcome").asString("")).isEqualTo("incomplete");
    assertThat(move.json().path("missing").toString()).isEqualTo("[\"" + lacking + "\"]");
  }
}
