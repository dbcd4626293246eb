package dev.tidelock.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.hub.Caller.Answer;
import dev.tidelock.testkit.SampleHistory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The protocol from sign-in to the move of a head, over a real socket.
class HubTest {
  @TempDir private Path scratch = Path.of("");

  private TestHub hub;
  private Caller ann;

  @BeforeEach
  void startHub() {
    hub = TestHub.start(scratch.resolve("data"));
    hub.addAccount("ann@example.org");
    ann = Caller.signedIn(hub, "ann@example.org");
  }

  @AfterEach
  void stopHub() {
    hub.close();
  }

  @Test
  void hubSaysWhatItIs() {
    Answer answer = ann.get("/v0");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("service").asString()).isEqualTo("tidelock-hub");
    assertThat(answer.json().get("protocols").get(0).asInt()).isZero();
    assertThat(ann.get("/healthz").body()).isEqualTo(Bytes.utf8("ok\n"));
    assertThat(ann.get("/readyz").body()).isEqualTo(Bytes.utf8("ok\n"));
    assertThat(ann.get("/metrics").body().toUtf8()).contains("tidelock_hub_requests");
  }

  @Test
  void emptyProjectStandsNowhere() {
    String project = ann.makeProject("project-1");
    JsonNode picture = ann.get(project + "?seen=0-00").json();
    assertThat(picture.get("sequence").asLong()).isZero();
    assertThat(picture.get("token").asString()).isEqualTo("00");
    assertThat(picture.get("known").asBoolean()).isTrue();
    assertThat(picture.get("heads").isEmpty()).isTrue();
    assertThat(ann.get("/v0/projects").json().get("projects").get(0).get("id").asString())
        .isEqualTo("project-1");
  }

  @Test
  void whatIsPushedIsFetched() {
    String project = ann.makeProject("project-1");
    SampleHistory history = new SampleHistory();
    ObjectId one = history.commit("one", List.of("x", "y"), List.of());
    List<ObjectId> tree = history.tree(one);
    assertThat(ann.lacking(project, tree).ids()).isEqualTo(tree);
    assertThat(ann.store(project, history, tree).json().get("stored").asInt())
        .isEqualTo(tree.size());
    assertThat(ann.lacking(project, tree).ids())
        .as("leaves are whole at once")
        .isEqualTo(tree.stream().filter(id -> !isLeaf(history, id)).toList());
    JsonNode moved = ann.move(project, Optional.empty(), one, "device", 1).json();
    assertThat(moved.get("outcome").asString()).isEqualTo("moved");
    assertThat(moved.get("sequence").asLong()).isEqualTo(1);
    assertThat(ann.lacking(project, tree).ids()).isEmpty();
    JsonNode picture = ann.get(project + "?seen=1-" + moved.get("token").asString()).json();
    assertThat(picture.get("known").asBoolean()).isTrue();
    assertThat(picture.get("heads").get("main").asString()).isEqualTo(one.toString());
    assertThat(picture.get("sequences").get("device/first").asLong()).isEqualTo(1);
    assertThat(ann.get(project + "?seen=1-ab").json().get("known").asBoolean()).isFalse();
    assertThat(ann.read(project, tree).objects().keySet())
        .containsExactlyInAnyOrderElementsOf(tree);
    assertThat(ann.fetch(project, "trees", List.of(one), List.of()).objects().keySet())
        .containsExactlyInAnyOrderElementsOf(
            tree.stream().filter(id -> !isLeaf(history, id)).toList());
  }

  private static boolean isLeaf(SampleHistory history, ObjectId id) {
    return history.get(id).references().size() == 0;
  }

  @Test
  void moveIsLostWhereTheHeadStandsElsewhere() {
    String project = ann.makeProject("project-1");
    SampleHistory history = new SampleHistory();
    ObjectId one = history.commit("one", List.of("x"), List.of());
    ObjectId two = history.commit("two", List.of("y"), List.of());
    ann.store(project, history, history.objects().keySet());
    JsonNode moved = ann.move(project, Optional.empty(), one, "a", 1).json();
    JsonNode lost = ann.move(project, Optional.empty(), two, "b", 1).json();
    assertThat(lost.get("outcome").asString()).isEqualTo("lost");
    assertThat(lost.get("head").asString()).isEqualTo(one.toString());
    assertThat(ann.move(project, Optional.of(one), two, "a", 1).json().get("outcome").asString())
        .as("a sequence is landed once")
        .isEqualTo("lost");
    assertThat(ann.move(project, Optional.of(one), two, "b", 1).json().get("outcome").asString())
        .isEqualTo("moved");
    assertThat(ann.move(project, Optional.empty(), one, "a", 1).json())
        .as("asking again for a move that was made")
        .isEqualTo(moved);
  }

  @Test
  void moveNamesWhatIsMissing() {
    String project = ann.makeProject("project-1");
    SampleHistory history = new SampleHistory();
    ObjectId parent = history.commit("one", List.of("x"), List.of());
    ObjectId child = history.commit("two", List.of("y"), List.of(parent));
    List<ObjectId> tree = history.tree(child);
    for (ObjectId omitted : tree) {
      String each = ann.makeProject("without-" + omitted.abbreviated());
      ann.store(each, history, history.tree(parent));
      ann.store(each, history, tree.stream().filter(id -> !id.equals(omitted)).toList());
      JsonNode answer = ann.move(each, Optional.empty(), child, "a", 1).json();
      assertThat(answer.get("outcome").asString()).isEqualTo("incomplete");
      assertThat(answer.get("missing")).hasSize(1);
      assertThat(answer.get("missing").get(0).asString()).isEqualTo(omitted.toString());
    }
    ann.store(project, history, tree);
    JsonNode answer = ann.move(project, Optional.empty(), child, "a", 1).json();
    assertThat(answer.get("missing").get(0).asString()).isEqualTo(parent.toString());
  }

  @Test
  void fetchSendsOnlyWhatIsNew() {
    String project = ann.makeProject("project-1");
    SampleHistory history = new SampleHistory();
    List<String> files = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      files.add("a file with the content " + i);
    }
    ObjectId one = history.commit("one", files, List.of());
    files.set(700, "changed");
    ObjectId two = history.commit("two", files, List.of(one));
    ann.store(project, history, history.objects().keySet());
    ann.move(project, Optional.empty(), two, "a", 1);
    List<ObjectId> trees =
        List.copyOf(ann.fetch(project, "trees", List.of(two), List.of(one)).objects().keySet());
    assertThat(trees).startsWith(two).hasSizeLessThan(8).doesNotContain(one);
    List<ObjectId> fresh = new ArrayList<>(history.tree(two));
    fresh.removeAll(history.tree(one));
    fresh.removeIf(id -> isLeaf(history, id));
    assertThat(trees).containsExactlyInAnyOrderElementsOf(fresh);
    assertThat(ann.fetch(project, "history", List.of(two), List.of(one)).objects())
        .containsOnlyKeys(two);
    assertThat(ann.fetch(project, "history", List.of(two), List.of()).objects().keySet())
        .containsExactly(two, one);
  }

  @Test
  void othersProjectsAreNotThere() {
    String project = ann.makeProject("project-1");
    hub.addAccount("bob@example.org");
    Caller bob = Caller.signedIn(hub, "bob@example.org");
    SampleHistory history = new SampleHistory();
    ObjectId one = history.commit("one", List.of("x"), List.of());
    ann.store(project, history, history.tree(one));
    Answer theirs = bob.get(project);
    Answer nobodys = bob.get("/v0/projects/project-2");
    assertThat(theirs.status()).isEqualTo(404);
    assertThat(theirs.body().toUtf8().replace("project-1", "project-2"))
        .isEqualTo(nobodys.body().toUtf8());
    assertThat(bob.lacking(project, List.of(one)).status()).isEqualTo(404);
    assertThat(bob.read(project, List.of(one)).status()).isEqualTo(404);
    assertThat(bob.store(project, history, List.of(one)).status()).isEqualTo(404);
    assertThat(bob.move(project, Optional.empty(), one, "b", 1).status()).isEqualTo(404);
    String own = bob.makeProject("project-3");
    assertThat(bob.lacking(own, List.of(one)).ids()).containsExactly(one);
    assertThat(bob.read(own, List.of(one)).objects()).isEmpty();
  }

  @Test
  void everythingIsThereAfterARestart() {
    String project = ann.makeProject("project-1");
    SampleHistory history = new SampleHistory();
    ObjectId one = history.commit("one", List.of("x"), List.of());
    ann.store(project, history, history.tree(one));
    ann.move(project, Optional.empty(), one, "a", 1);
    hub.stop();
    hub.startAgain();
    assertThat(ann.get(project).json().get("heads").get("main").asString())
        .isEqualTo(one.toString());
    assertThat(ann.read(project, history.tree(one)).objects()).hasSize(history.tree(one).size());
  }
}
