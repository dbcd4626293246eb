package dev.tidelock.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import dev.tidelock.hub.Caller.Answer;
import dev.tidelock.testkit.SampleHistory;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody with an account of his own, who knows everything about another one's project but what
/// is in it: its id, and the ids of all its objects.
class StrangerTest {
  private static final String SECRET = "what nobody else may read";

  @TempDir private Path scratch = Path.of("");

  private final SampleHistory history = new SampleHistory();
  private TestHub hub;
  private Caller ann;
  private Caller bob;
  private String project = "";
  private String own = "";
  private ObjectId commit;
  private List<ObjectId> tree = List.of();

  @BeforeEach
  void startHub() {
    hub = TestHub.start(scratch.resolve("data"));
    hub.addAccount("ann@example.org");
    hub.addAccount("bob@example.org");
    ann = Caller.signedIn(hub, "ann@example.org");
    bob = Caller.signedIn(hub, "bob@example.org");
    project = ann.makeProject("project-of-ann");
    own = bob.makeProject("project-of-bob");
    commit = history.commit("secret", List.of(SECRET, "more"), List.of());
    tree = history.tree(commit);
    ann.store(project, history, tree);
    assertThat(ann.move(project, Optional.empty(), commit, "a", 1).status()).isEqualTo(200);
  }

  @AfterEach
  void stopHub() {
    hub.close();
  }

  private void assertToldNothing(Answer answer, String asked) {
    String text = answer.body().toUtf8();
    assertThat(text).as(asked).doesNotContain(SECRET);
    for (ObjectId id : tree) {
      assertThat(text).as(asked).doesNotContain(id.toString());
    }
    assertThat(answer.status()).as(asked).isBetween(400, 499);
  }

  @Test
  void noRequestToAnothersProjectIsAnsweredWithAnythingOfIt() {
    List<String> ids = tree.stream().map(ObjectId::toString).toList();
    String fetch =
        Caller.JSON.writeValueAsString(
            Map.of("scope", "trees", "wants", ids.subList(0, 1), "whole", List.of()));
    List<Bytes> bodies =
        List.of(Caller.idList(tree), Bytes.utf8(fetch), Bytes.empty(), Bytes.utf8("{}"));
    ForAll.cases(
        300,
        tape -> {
          String path = path(tape);
          String method = tape.pick("GET", "POST", "POST", "DELETE", "PUT");
          HttpRequest.Builder request =
              bob.request(path)
                  .method(method, BodyPublishers.ofByteArray(tape.pick(bodies).toByteArray()));
          if (tape.chance(0.3)) {
            request.header(
                tape.pick("X-Original-URL", "X-Forwarded-User", "X-HTTP-Method-Override", "Range"),
                tape.pick(project + "/read", "ann@example.org", "POST", "bytes=0-"));
          }
          try {
            assertToldNothing(bob.send(request), method + " " + path);
          } catch (UncheckedIOException _) {
            // The hub hung up: nothing was told, either.
          }
        });
  }

  /// A path that leads to the other's project, or would if somebody read it carelessly.
  private String path(Tape tape) {
    String base =
        tape.pick(
            project,
            "/v0/projects/project-of-bob/../project-of-ann",
            "/v0/projects/project-of-bob%2F..%2Fproject-of-ann",
            "/v0/projects/./project-of-ann",
            "/v0//projects/project-of-ann",
            "/v0/projects/PROJECT-OF-ANN",
            "/v0/projects/project-of-ann%00",
            "/v0/projects/project-of-bob;project-of-ann",
            "/v0/projects/project%2Dof%2Dann",
            "/v0/projects/project-of-bob,project-of-ann");
    return base
        + tape.pick(
            "",
            "/read",
            "/fetch",
            "/lacking",
            "/objects",
            "/heads",
            "/events",
            "/read/",
            "?seen=1-00",
            "/fetch?project=project-of-bob");
  }

  @Test
  void idsOfAnothersObjectsAreWorthNothingInOnesOwnProject() {
    assertThat(bob.lacking(own, tree).ids()).containsExactlyInAnyOrderElementsOf(tree);
    assertThat(bob.read(own, tree).objects()).isEmpty();
    for (String scope : List.of("history", "trees")) {
      Answer fetched = bob.fetch(own, scope, tree, List.of());
      assertThat(fetched.body().toUtf8()).doesNotContain(SECRET);
      assertThat(fetched.frames()).noneMatch(frame -> frame.getKey() == 1);
    }
  }

  @Test
  void referringToAnothersObjectsBringsThemNotIn() {
    SampleHistory forged = new SampleHistory();
    ObjectId secret = forged.chunk(Bytes.utf8(SECRET));
    ObjectId root = forged.directory(List.of(secret));
    ObjectId head = forged.commit(root, "forged", List.of());
    List<ObjectId> sent = new ArrayList<>(forged.tree(head));
    sent.remove(secret);
    assertThat(bob.store(own, forged, sent).status()).isEqualTo(200);

    Answer moved = bob.move(own, Optional.empty(), head, "b", 1);

    assertThat(moved.json().get("outcome").asString()).isEqualTo("incomplete");
    assertThat(moved.json().get("missing").toString()).contains(secret.toString());
    assertThat(bob.fetch(own, "trees", List.of(head, secret), List.of()).body().toUtf8())
        .doesNotContain(SECRET);
  }

  @Test
  void makingAProjectOfTheSameIdGivesNothingAway() {
    String genesis = ann.get(project).json().get("project").get("genesis").asString();
    String wanted = Caller.JSON.writeValueAsString(Map.of("genesis", genesis));
    assertThat(bob.post("/v0/projects", wanted).code()).isEqualTo("exists");
    assertThat(bob.get("/v0/projects").body().toUtf8()).doesNotContain("project-of-ann");
    assertThat(bob.read(project, tree).status()).isEqualTo(404);
  }

  @Test
  void nobodyMovesAnothersHead() {
    ObjectId second = history.commit("later", List.of("later"), List.of(commit));
    ann.store(project, history, history.tree(second));
    assertThat(ann.move(project, Optional.of(commit), second, "a", 2).status()).isEqualTo(200);
    assertThat(bob.move(project, Optional.of(second), commit, "b", 1).status()).isEqualTo(404);
    assertThat(ann.get(project).json().get("heads").get("main").asString())
        .isEqualTo(second.toString());
  }
}
