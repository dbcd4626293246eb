package dev.tidelock.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.generators.Tape;
import dev.tidelock.hub.Caller.Answer;
import dev.tidelock.testkit.SampleHistory;
import dev.tidelock.testkit.SystemTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A hub whose disk is full.
class FullDiskTest {
  @TempDir private Path scratch = Path.of("");

  @Test
  void fullDiskIsNamedLosesNothingAndHealsWhenThereIsRoom() throws Exception {
    Path data = Files.createDirectory(scratch.resolve("data"));
    assumeTrue(
        SystemTool.ran("mount", "-t", "tmpfs", "-o", "size=6m", "none", data.toString()),
        "only root can mount");
    try (TestHub hub = TestHub.start(data)) {
      hub.addAccount("ann@example.org");
      Caller ann = Caller.signedIn(hub, "ann@example.org");
      String project = ann.makeProject("project-1");
      SampleHistory history = new SampleHistory();
      ObjectId one = history.commit("one", List.of("x"), List.of());
      ann.store(project, history, history.tree(one));
      ann.move(project, Optional.empty(), one, "a", 1);
      Tape tape = Tape.of(5);
      List<ObjectId> large = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        large.add(history.chunk(Bytes.wrap(tape.bytes(200_000))));
      }
      Answer full = ann.store(project, history, large);
      assertThat(full.status()).isEqualTo(507);
      assertThat(full.code()).isEqualTo("no-space");
      assertThat(ann.lacking(project, large).ids()).isEqualTo(large);
      assertThat(ann.read(project, history.tree(one)).objects()).hasSize(history.tree(one).size());
      assertThat(SystemTool.ran("mount", "-o", "remount,size=60m", data.toString())).isTrue();
      assertThat(ann.store(project, history, large).status()).isEqualTo(200);
      assertThat(ann.lacking(project, large).ids()).isEmpty();
    } finally {
      SystemTool.ran("umount", "-l", data.toString());
    }
  }
}
