package dev.tidelock.hubclient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// When what a hub announces stands for asking it.
class LivePictureTest {
  private final LivePicture live = new LivePicture();

  private static ObjectId id(int number) {
    return new ObjectId(ObjectIdentity.sha256(Bytes.utf8("commit " + number)));
  }

  private static HubPicture picture(int sequence) {
    return new HubPicture(
        sequence, "0" + sequence, true, Map.of("main", id(sequence)), Map.of("d/i", 1L));
  }

  private static HubPicture.Moved move(int sequence) {
    return new HubPicture.Moved("main", id(sequence), sequence, "0" + sequence, "e/j", sequence);
  }

  @Test
  void anAnswerIsKeptUpToDateByWhatIsHeard() {
    live.opened();
    live.answered(live.asking(), picture(3));
    live.moved(move(3));
    live.moved(move(4));
    live.moved(move(5));

    HubPicture now = live.since(3, "03").orElseThrow();

    assertThat(now.sequence()).isEqualTo(5);
    assertThat(now.token()).isEqualTo("05");
    assertThat(now.heads()).isEqualTo(Map.of("main", id(5)));
    assertThat(now.sequences()).isEqualTo(Map.of("d/i", 1L, "e/j", 5L));
    assertThat(live.since(5, "05")).contains(now);
  }

  @Test
  void whoSawAnotherMoveHasToAsk() {
    live.opened();
    live.answered(live.asking(), picture(3));
    live.moved(move(4));

    assertThat(live.since(2, "02")).isEmpty();
    assertThat(live.since(3, "ff")).isEmpty();
    assertThat(live.since(5, "05")).isEmpty();
  }

  @Test
  void aMoveThatIsMissingEndsIt() {
    live.opened();
    live.answered(live.asking(), picture(3));
    live.moved(move(5));
    assertThat(live.since(3, "03")).isEmpty();
  }

  @Test
  void anotherMoveUnderAKnownNumberEndsIt() {
    live.opened();
    live.answered(live.asking(), picture(3));
    live.moved(new HubPicture.Moved("main", id(9), 3, "ee", "e/j", 1));
    assertThat(live.since(3, "03")).isEmpty();
  }

  @Test
  void anAnswerOlderThanWhatWasHeardMeanwhileIsNotTaken() {
    live.opened();
    long asked = live.asking();
    live.moved(move(4));
    live.answered(asked, picture(3));
    assertThat(live.since(3, "03")).isEmpty();
  }

  @Test
  void anAnswerToAQuestionOfBeforeTheLineWasOpenedIsNotTaken() {
    long before = live.asking();
    live.opened();
    live.answered(before, picture(3));
    assertThat(live.since(3, "03")).isEmpty();
  }

  @Test
  void nothingIsKnownWhenNobodyListensAnyMore() {
    live.opened();
    live.answered(live.asking(), picture(3));
    live.closed();
    assertThat(live.since(3, "03")).isEmpty();
    live.answered(live.asking(), picture(3));
    assertThat(live.since(3, "03")).isEmpty();
  }

  @Test
  void aHubThatDoesNotTellItsMovesIsAsked() {
    live.opened();
    live.stale();
    live.answered(live.asking(), picture(3));
    assertThat(live.since(3, "03")).isEmpty();
  }
}
