package dev.tidelock.cli.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.engine.scan.Problem;
import org.junit.jupiter.api.Test;

class TroubleTest {
  @Test
  void whatAnotherDeviceHasToSendFirstSaysSo() {
    Trouble trouble =
        Trouble.of(
            new Problem(
                "beta.py", Problem.Kind.AWAITED, "cannot be sent: content ade6d824 is not here"));

    assertThat(trouble.weight()).isEqualTo(Trouble.Weight.FAILURE);
    assertThat(trouble.hint()).contains("sync on the device that wrote it");
  }
}
