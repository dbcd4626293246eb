package dev.tidelock.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.remote.Announcements;
import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteFailure.Reason;
import dev.tidelock.hubclient.HubAnnouncements;
import dev.tidelock.hubclient.HubConnection;
import dev.tidelock.hubclient.Patience;
import dev.tidelock.testkit.SampleHistory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a device hears of a hub's heads.
class HubAnnouncementsTest {
  @TempDir private Path scratch = Path.of("");
  private final SampleHistory history = new SampleHistory();
  private final Ear ear = new Ear();
  private HubRemotePlace place;
  private ProjectId project;

  @BeforeEach
  void startHub() {
    place = new HubRemotePlace(scratch);
    project = place.create("p");
  }

  @AfterEach
  void stopHub() {
    place.close();
  }

  /// Everything that was heard, in order.
  private static final class Ear implements Announcements.Listener {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @Override
    public void announced(String branch, Optional<ObjectId> head) {
      heard.add(branch + " " + head.orElseThrow());
    }

    @Override
    public void ended(RemoteFailure reason) {
      heard.add("ended: " + reason.reason());
    }

    String next() throws InterruptedException {
      return Optional.ofNullable(heard.poll(20, TimeUnit.SECONDS)).orElse("nothing");
    }
  }

  private ObjectId land(String message, Optional<ObjectId> from, long sequence) {
    ObjectId commit = history.commit(message, List.of(message), from.stream().toList());
    try (Remote.Push push = place.open(project, "a").push()) {
      history.send(push, history.tree(commit));
      Remote.Writer writer = new Remote.Writer("a", "first", sequence);
      push.move(new Remote.HeadMove("main", from, commit, writer, Optional.empty()));
    }
    return commit;
  }

  @Test
  void whereItStandsIsToldFirstAndThenEveryMove() throws InterruptedException {
    ObjectId one = land("one", Optional.empty(), 1);
    try (Announcements.Subscription _ =
        new HubAnnouncements(place.connect(place.address()), project).listen(ear)) {
      assertThat(ear.next()).isEqualTo("main " + one);
      ObjectId two = land("two", Optional.of(one), 2);
      assertThat(ear.next()).isEqualTo("main " + two);
    }
  }

  @Test
  void theEndOfTheHubIsHeardOnceAndAfterwardsOneCanListenAgain() throws InterruptedException {
    Announcements announcements = new HubAnnouncements(place.connect(place.address()), project);
    try (Announcements.Subscription _ = announcements.listen(ear)) {
      place.hub().stop();
      assertThat(ear.next()).isEqualTo("ended: UNREACHABLE");
      assertThatThrownBy(() -> announcements.listen(ear))
          .isInstanceOfSatisfying(
              RemoteFailure.class,
              failure -> assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE));
      place.hub().startAgain();
    }
    ObjectId one = land("one", Optional.empty(), 1);
    try (Announcements.Subscription _ = announcements.listen(ear)) {
      assertThat(ear.next()).isEqualTo("main " + one);
    }
    assertThat(ear.heard).isEmpty();
  }

  @Test
  void whoMayNotReadMayNotListen() {
    HubConnection stranger =
        new HubConnection(place.address(), Optional.of("tlk_nobody"), Patience.USUAL);
    try (stranger) {
      assertThatThrownBy(() -> new HubAnnouncements(stranger, project).listen(ear))
          .isInstanceOfSatisfying(
              RemoteFailure.class,
              failure -> assertThat(failure.reason()).isEqualTo(Reason.DENIED));
    }
    HubConnection known = place.connect(place.address());
    assertThatThrownBy(
            () -> new HubAnnouncements(known, new ProjectId("no-such-project")).listen(ear))
        .isInstanceOfSatisfying(
            RemoteFailure.class,
            failure -> assertThat(failure.reason()).isEqualTo(Reason.NOT_FOUND));
  }
}
