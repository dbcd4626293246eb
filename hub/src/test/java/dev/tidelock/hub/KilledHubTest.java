package dev.tidelock.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.testkit.SampleHistory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A hub that is killed at once, again and again, in the middle of pushes.
class KilledHubTest {
  private static final String ANN = "ann@example.org";

  @TempDir private Path scratch = Path.of("");

  private HubOfItsOwn start() throws IOException {
    return HubOfItsOwn.start(scratch.resolve("data"), ANN);
  }

  @Test
  void nothingAcknowledgedIsLostWhereverItIsKilled() throws Exception {
    SampleHistory history = new SampleHistory();
    Optional<ObjectId> head = Optional.empty();
    int number = 0;
    for (int round = 0; round < 4; round++) {
      HubOfItsOwn hub = start();
      Caller ann = new Caller(hub.url());
      ann.useToken(ann.signIn(ANN, TestHub.PASSWORD, "device").json().get("token").asString());
      String project = ann.makeProject("project-1");
      String standing = ann.get(project).json().path("heads").path("main").asString("");
      assertThat(head.map(ObjectId::toString).orElse(""))
          .as("what was acknowledged is there, and what was not may be")
          .isIn(standing, ann.get(project).json().path("heads").path("main").asString(""));
      CompletableFuture<Boolean> killed =
          CompletableFuture.supplyAsync(
              () -> {
                hub.kill();
                return true;
              },
              CompletableFuture.delayedExecutor(300 + 170L * round, TimeUnit.MILLISECONDS));
      try {
        while (true) {
          number++;
          ObjectId commit =
              history.commit("commit " + number, List.of("a " + number), head.stream().toList());
          ann.store(project, history, history.tree(commit));
          String outcome =
              ann.move(project, head, commit, "device", number).json().get("outcome").asString();
          assertThat(outcome).isEqualTo("moved");
          head = Optional.of(commit);
        }
      } catch (UncheckedIOException _) {
        // It was killed; the move may have been made without a word.
        assertThat(killed.join()).isTrue();
      }
      head = settled(history, head);
    }
    assertThat(number).isGreaterThan(4);
  }

  /// Where the branch stands after a kill: at the last head that was acknowledged, or one further.
  private Optional<ObjectId> settled(SampleHistory history, Optional<ObjectId> acknowledged)
      throws IOException {
    HubOfItsOwn hub = start();
    Caller ann = new Caller(hub.url());
    ann.useToken(ann.signIn(ANN, TestHub.PASSWORD, "device").json().get("token").asString());
    String text = ann.get("/v0/projects/project-1").json().path("heads").path("main").asString("");
    Optional<ObjectId> standing =
        text.isEmpty() ? Optional.empty() : Optional.of(ObjectId.parse(text));
    standing.ifPresent(id -> {
      List<ObjectId> tree = history.tree(id);
      assertThat(ann.read("/v0/projects/project-1", tree).objects()).hasSize(tree.size());
    });
    if (!standing.equals(acknowledged)) {
      assertThat(history.get(standing.orElseThrow()).references().ancestor())
          .isEqualTo(acknowledged.stream().toList());
    }
    hub.kill();
    try (Upkeep upkeep = Upkeep.find(scratch.resolve("data")).orElseThrow()) {
      assertThat(upkeep.check().findings()).isEmpty();
    }
    return standing;
  }
}
