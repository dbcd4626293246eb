package dev.tidelock.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.testkit.SampleHistory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The guard at the hub, where a device's own guard did not hold.
class MassChangeTest {
  private final SampleHistory history = new SampleHistory();
  private TestHub hub;
  private Caller ann;
  private String project;

  @BeforeEach
  void setUp(@TempDir Path scratch) {
    hub = TestHub.start(scratch.resolve("data"));
    hub.addAccount("ann@example.org");
    ann = Caller.signedIn(hub, "ann@example.org");
    project = ann.makeProject("project-1");
  }

  @AfterEach
  void tearDown() {
    hub.close();
  }

  private void store() {
    ann.store(project, history, history.objects().keySet());
  }

  @Test
  void massDeletionNeedsTheHashOfWhatItDeletes() {
    List<String> files = IntStream.range(0, 200).mapToObj(i -> "content " + i).toList();
    ObjectId all = history.commit("all", files, List.of());
    ObjectId few = history.commit("few", files.subList(0, 100), List.of(all));
    ObjectId none = history.commit("none", List.of(), List.of(few));
    store();
    ann.move(project, Optional.empty(), all, "a", 1);
    JsonNode stopped = ann.move(project, Optional.of(all), few, "a", 2).json();
    assertThat(stopped.get("outcome").asString()).isEqualTo("stopped");
    assertThat(stopped.get("deletes").asLong()).isEqualTo(100);
    assertThat(stopped.get("rewrites").asLong()).isZero();
    assertThat(stopped.get("examples")).hasSize(10);
    assertThat(ann.get(project).json().get("heads").get("main").asString())
        .isEqualTo(all.toString());
    String plan = stopped.get("plan").asString();
    assertThat(outcome(all, few, 2, Optional.of("00ff"))).isEqualTo("stopped");
    assertThat(outcome(all, few, 2, Optional.of(plan))).isEqualTo("moved");
    assertThat(outcome(few, none, 3, Optional.of(plan)))
        .as("an acceptance is spent")
        .isEqualTo("stopped");
  }

  @Test
  void massDeletionOfRowsInSmallStepsNeedsAHashToo() {
    ObjectId files = history.directory(List.of(history.chunk(Bytes.utf8("a file"))));
    ObjectId all = history.commitWithTable(files, 100, "all", List.of());
    ObjectId some = history.commitWithTable(files, 70, "some", List.of(all));
    ObjectId few = history.commitWithTable(files, 40, "few", List.of(some));
    ObjectId fewer = history.commitWithTable(files, 35, "fewer", List.of(few));
    store();
    ann.move(project, Optional.empty(), all, "a", 1);

    assertThat(outcome(all, some, 2, Optional.empty())).isEqualTo("moved");
    JsonNode stopped = ann.move(project, Optional.of(some), few, "a", 3).json();
    assertThat(stopped.get("outcome").asString()).isEqualTo("stopped");
    assertThat(stopped.get("deletes").asLong()).isEqualTo(30);
    Optional<String> plan = Optional.of(stopped.get("plan").asString());
    assertThat(outcome(some, few, 3, plan)).isEqualTo("moved");
    assertThat(outcome(few, fewer, 4, Optional.empty()))
        .as("counting begins anew")
        .isEqualTo("moved");
  }

  @Test
  void massDeletionOfRowsNeedsAHashToo() {
    List<ObjectId> chunks =
        IntStream.range(0, 200)
            .mapToObj(i -> history.chunk(Bytes.utf8("a file that is number " + i)))
            .toList();
    ObjectId files = history.directory(chunks);
    ObjectId fewFiles = history.directory(chunks.subList(0, 20));
    ObjectId all = history.commitWithTable(files, 200, "all", List.of());
    ObjectId few = history.commitWithTable(files, 100, "few", List.of(all));
    ObjectId both = history.commitWithTable(fewFiles, 10, "both", List.of(few));
    store();
    ann.move(project, Optional.empty(), all, "a", 1);
    JsonNode rows = ann.move(project, Optional.of(all), few, "a", 2).json();
    assertThat(rows.get("outcome").asString()).isEqualTo("stopped");
    assertThat(rows.get("deletes").asLong()).isEqualTo(100);
    assertThat(rows.get("rewrites").asLong()).as("the first row's note is another").isOne();
    assertThat(rows.get("examples").get(0).asString()).isEqualTo("app.notes/0");
    assertThat(rows.get("examples").get(1).asString()).isEqualTo("app.notes/100");
    Optional<String> plan = Optional.of(rows.get("plan").asString());
    assertThat(outcome(all, few, 2, plan)).isEqualTo("moved");
    JsonNode together = ann.move(project, Optional.of(few), both, "a", 3).json();
    assertThat(together.get("deletes").asLong()).isEqualTo(180 + 90);
    Optional<String> one = Optional.of(together.get("plan").asString());
    assertThat(outcome(few, both, 3, plan)).isEqualTo("stopped");
    assertThat(outcome(few, both, 3, one))
        .as("a move is made whole, so one hash accepts all of it")
        .isEqualTo("moved");
  }

  @Test
  void tablesMayComeToAProjectAndAreHeldBackWhenAllOfThemGo() {
    ObjectId files = history.directory(List.of(history.chunk(Bytes.utf8("a file"))));
    ObjectId first = history.commit(files, "first", List.of());
    ObjectId rows = history.commitWithTable(files, 200, "rows", List.of(first));
    ObjectId none = history.commit(files, "none", List.of(rows));
    store();
    ann.move(project, Optional.empty(), first, "a", 1);
    assertThat(outcome(first, rows, 2, Optional.empty())).isEqualTo("moved");
    assertThat(outcome(rows, none, 3, Optional.empty())).isEqualTo("stopped");
  }

  private String outcome(ObjectId from, ObjectId to, long sequence, Optional<String> accept) {
    return ann.move(project, Optional.of(from), to, "a", sequence, accept)
        .json()
        .get("outcome")
        .asString();
  }
}
