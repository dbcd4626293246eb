package dev.tidelock.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.hub.Caller.Answer;
import dev.tidelock.testkit.SampleHistory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Requests that come twice, late, or in another order than they were made in.
class RepeatedRequestsTest {
  private static final int COMMITS = 6;

  @TempDir private Path scratch = Path.of("");

  private final SampleHistory history = new SampleHistory();
  private final List<ObjectId> commits = new ArrayList<>();
  private TestHub hub;
  private Caller ann;

  @BeforeEach
  void startHub() {
    hub = TestHub.start(scratch.resolve("data"));
    hub.addAccount("ann@example.org");
    ann = Caller.signedIn(hub, "ann@example.org");
    for (int i = 0; i < COMMITS; i++) {
      List<ObjectId> parents = commits.isEmpty() ? List.of() : List.of(commits.getLast());
      commits.add(history.commit("commit " + i, List.of("same", "file " + i), parents));
    }
  }

  @AfterEach
  void stopHub() {
    hub.close();
  }

  /// What two devices asked for that landed the commits in turn, for a project.
  private List<Supplier<Answer>> requests(String project) {
    List<Supplier<Answer>> all = new ArrayList<>();
    for (int i = 0; i < COMMITS; i++) {
      ObjectId commit = commits.get(i);
      Optional<ObjectId> from = i == 0 ? Optional.empty() : Optional.of(commits.get(i - 1));
      String device = i % 2 == 0 ? "a" : "b";
      long sequence = 1L + i / 2;
      all.add(() -> ann.store(project, history, history.tree(commit)));
      all.add(() -> ann.move(project, from, commit, device, sequence));
    }
    return all;
  }

  private void inOrder(String project) {
    for (Supplier<Answer> request : requests(project)) {
      assertThat(request.get().status()).isEqualTo(200);
    }
  }

  private int standing(String project) {
    String head = ann.get(project).json().path("heads").path("main").asString("");
    return head.isEmpty() ? -1 : commits.indexOf(ObjectId.parse(head));
  }

  @Test
  void inAnyOrderAndTwiceTheyNeverMoveAHeadBackAndInOrderTheyEndWhereTheyShould() {
    for (int seed = 0; seed < 6; seed++) {
      String project = ann.makeProject("project-" + seed);
      List<Supplier<Answer>> shuffled = new ArrayList<>(requests(project));
      shuffled.addAll(requests(project));
      Collections.shuffle(shuffled, new Random(seed));
      int before = -1;
      for (Supplier<Answer> request : shuffled) {
        assertThat(request.get().status()).as("seed %d", seed).isEqualTo(200);
        int now = standing(project);
        assertThat(now).as("seed %d", seed).isBetween(before, before + 1);
        before = now;
      }
      inOrder(project);
      assertThat(standing(project)).as("seed %d", seed).isEqualTo(COMMITS - 1);
      String picture = ann.get(project).body().toUtf8();
      inOrder(project);
      assertThat(ann.get(project).body().toUtf8()).as("again changes nothing").isEqualTo(picture);
      assertThat(ann.read(project, history.objects().keySet()).objects())
          .hasSize(history.objects().size());
    }
  }
}
