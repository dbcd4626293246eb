package dev.tidelock.workspace.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.workspace.machine.WorkspaceFailure;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteUrlTest {
  @ParameterizedTest
  @CsvSource({
    "file:///mnt/drive, /mnt/drive",
    "file:///mnt/drive/, /mnt/drive",
    "FILE:///mnt/drive, /mnt/drive",
    "file:/mnt/drive, /mnt/drive",
    "file://localhost/mnt/drive, /mnt/drive",
    "file:///mnt/my%20drive, /mnt/my drive",
    "file:///mnt/my drive, /mnt/my drive",
    "file:///mnt/100%25, /mnt/100%",
    "file:///mnt/%C3%A9t%c3%a9, /mnt/été",
    "file:///mnt/été, /mnt/été",
    "file:///mnt/a+b, /mnt/a+b",
    "file:///mnt/../srv/./x, /srv/x"
  })
  void anAddressNamesADirectory(String text, String directory) {
    assertThat(RemoteUrl.parse(text)).isEqualTo(new RemoteUrl.Directory(Path.of(directory)));
  }

  @Test
  void theCanonicalFormNamesTheSameDirectory() {
    RemoteUrl url = new RemoteUrl.Directory(Path.of("/mnt/a b/100% é+#?[]"));

    assertThat(url.toString())
        .isEqualTo("file:///mnt/a%20b/100%25%20%C3%A9+%23%3F%5B%5D")
        .isEqualTo(RemoteUrl.parse(url.toString()).toString());
    assertThat(RemoteUrl.parse(url.toString())).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "drive",
        "/mnt/drive",
        "./drive",
        "https://",
        "https://me:pw@hub.example/",
        "s3://bucket/x",
        "file://host/share",
        "file:drive",
        "file://",
        "file:///a%2",
        "file:///a%zz",
        "file:///a%00b",
        "file:///a%ff",
        "file:///a?b",
        "file:///a#b"
      })
  void everythingElseIsRefusedWithAHint(String text) {
    assertThatThrownBy(() -> RemoteUrl.parse(text))
        .isInstanceOfSatisfying(
            WorkspaceFailure.class,
            failure -> {
              assertThat(failure.reason()).isEqualTo(WorkspaceFailure.Reason.INVALID);
              assertThat(failure.hint()).isNotEmpty();
            });
  }
}
