package dev.tidelock.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.testkit.SampleHistory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A history of many commits, one after the other.
class LongHistoryTest {
  private static final int COMMITS = Integer.getInteger("tidelock.many", 3000);

  /// More objects than these take another request.
  private static final int AT_ONCE = 8192;

  @TempDir private Path scratch;

  private final SampleHistory history = new SampleHistory();

  private List<ObjectId> commits() {
    List<ObjectId> commits = new ArrayList<>();
    for (int i = 0; i < COMMITS; i++) {
      ObjectId tree = history.directory(Bytes.utf8("content " + i));
      List<ObjectId> parents = commits.isEmpty() ? List.of() : List.of(commits.getLast());
      commits.add(history.commit(tree, "commit " + i, parents));
    }
    return commits;
  }

  @Test
  void aLongHistoryIsPushedAndFetchedInFewRequests() {
    List<ObjectId> commits = commits();
    ObjectId head = commits.getLast();
    try (HubRemotePlace place = new HubRemotePlace(scratch)) {
      ProjectId project = place.create("p");
      Remote writer = place.open(project, "a");
      writer.refresh();
      try (Remote.Push push = writer.push()) {
        history.send(push, history.objects().keySet());
        Remote.Writer who = new Remote.Writer("a", "first", 1);
        assertThat(
                push.move(
                    new Remote.HeadMove("main", Optional.empty(), head, who, Optional.empty())))
            .isEqualTo(new Remote.Outcome.Moved());
      }
      Map<ObjectId, RawObject> all = new HashMap<>();
      Remote reader = place.open(project, "b");
      reader.fetch(List.of(head), Remote.Scope.HISTORY, Remote.Known.NOTHING, all::put);
      assertThat(all).containsOnlyKeys(commits);
      Map<ObjectId, RawObject> latest = new HashMap<>();
      ObjectId known = commits.get(COMMITS - 10);
      reader.fetch(
          List.of(head),
          Remote.Scope.HISTORY,
          new Remote.Known(known::equals, List.of(known)),
          latest::put);
      assertThat(latest).containsOnlyKeys(commits.subList(COMMITS - 9, COMMITS));
      assertThat(requests(place, "objects")).isEqualTo(1 + history.objects().size() / AT_ONCE);
      assertThat(requests(place, "heads")).isEqualTo(1);
      assertThat(requests(place, "fetch")).isEqualTo(2);
    }
  }

  /// How many requests of a kind the hub answered.
  private static int requests(HubRemotePlace place, String kind) {
    return new Caller(place.hub().url())
        .get("/metrics")
        .body()
        .toUtf8()
        .lines()
        .filter(line -> line.startsWith("tidelock_hub_requests_seconds_count"))
        .filter(line -> line.contains("/" + kind + "\""))
        .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
