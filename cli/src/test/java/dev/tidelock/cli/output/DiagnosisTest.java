package dev.tidelock.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.engine.remote.RemoteFailure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiagnosisTest {
  @ParameterizedTest
  @CsvSource({
    "UNREACHABLE, 6",
    "TIMEOUT, 7",
    "DENIED, 4",
    "NO_SPACE, 9",
    "CORRUPT, 1",
    "INCOMPLETE, 1",
    "NOT_FOUND, 3",
    "REFUSED, 1",
    "OUTDATED, 6"
  })
  void whatARemoteFailedWithDecidesTheExitCode(RemoteFailure.Reason reason, int exit) {
    Diagnosis diagnosis = Diagnosis.of(new RemoteFailure(reason, "the remote failed"));
    assertThat(diagnosis.exit().number()).isEqualTo(exit);
    assertThat(diagnosis.message()).isEqualTo("the remote failed");
    assertThat(diagnosis.hint()).isNotEmpty();
  }
}
