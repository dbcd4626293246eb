package dev.tidelock.hubclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.remote.Remote;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HubPictureTest {
  private static HubPicture picture(long sequence, String token) {
    String text =
        "{\"sequence\":%d,\"token\":\"%s\",\"known\":true,\"heads\":{},\"sequences\":{}}"
            .formatted(sequence, token);
    return HubPicture.of(Message.decode(Bytes.utf8(text)));
  }

  @Test
  void aNewProjectStandsAtNumberZero() {
    assertThat(picture(0, "00").sequence()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"-1, 00", "9223372036854775807, 00", "1, ''", "1, ../..", "1, 0&seen"})
  void whatTheHubWouldNotUnderstandLaterIsNotBelieved(long sequence, String token) {
    assertThatThrownBy(() -> picture(sequence, token)).isInstanceOf(MalformedException.class);
  }

  @Test
  void aMoveHasANumberThatTheHubWouldUnderstand() {
    Remote.HeadMove move =
        new Remote.HeadMove(
            "main",
            Optional.empty(),
            new ObjectId(Bytes.wrap(new byte[ObjectId.SIZE])),
            new Remote.Writer("device", "incarnation", 1),
            Optional.empty());
    assertThatThrownBy(() -> new HubPush.Moved(move, -1, "00"))
        .isInstanceOf(MalformedException.class);
  }
}
