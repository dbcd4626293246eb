package dev.tidelock.engine.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.merge.CommitGraph;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class KeptTreesTest {
  private record Made(List<ObjectId> parents, long time) {}

  private final Map<ObjectId, Made> commits = new LinkedHashMap<>();
  private final CommitGraph graph =
      new CommitGraph() {
        @Override
        public List<ObjectId> parents(ObjectId commit) {
          return made(commit).parents();
        }

        @Override
        public long time(ObjectId commit) {
          return made(commit).time();
        }
      };

  private Made made(ObjectId commit) {
    return Objects.requireNonNull(commits.get(commit));
  }

  private ObjectId commit(long time, ObjectId... parents) {
    ObjectId id = new ObjectId(ObjectIdentity.sha256(Bytes.utf8("commit " + time)));
    commits.put(id, new Made(List.of(parents), time));
    return id;
  }

  @Test
  void headsAndWhereTheyPartKeepTheirTreesWhateverIsRetained() {
    ObjectId first = commit(1);
    ObjectId parting = commit(2, first);
    ObjectId one = commit(3, parting);
    ObjectId between = commit(4, parting);
    ObjectId other = commit(5, between);

    KeptTrees trees = KeptTrees.of(graph, commits.keySet(), List.of(one, other), _ -> false);

    assertThat(trees.kept()).containsExactly(other, one, parting);
    assertThat(trees.pruned()).containsExactly(between, first);
  }

  @Test
  void retentionIsAskedOfAllFromTheNewestOn() {
    ObjectId first = commit(1);
    ObjectId second = commit(2, first);
    ObjectId head = commit(3, second);
    List<Long> asked = new ArrayList<>();

    KeptTrees trees =
        KeptTrees.of(
            graph,
            commits.keySet(),
            List.of(head),
            time -> {
              asked.add(time);
              return time == 1;
            });

    assertThat(asked).containsExactly(3L, 2L, 1L);
    assertThat(trees.kept()).containsExactly(head, first);
    assertThat(trees.pruned()).containsExactly(second);
  }
}
