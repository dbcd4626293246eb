package dev.tidelock.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.generators.Tape;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryRemoteTest implements RemoteContract {
  @Override
  public RemotePlace place() {
    return new ShelfPlace(new MemoryShelf());
  }

  private record ShelfPlace(MemoryShelf shelf) implements RemotePlace {
    @Override
    public ProjectId create(String name) {
      ProjectId id = new ProjectId("project-" + name);
      shelf.create(id);
      return id;
    }

    @Override
    public Remote open(ProjectId project, String workspace) {
      EnvelopeCodec codec = new EnvelopeCodec(new PlainCompression());
      return new MemoryRemote(shelf, project, workspace, codec, Tape.of(1));
    }

    @Override
    public void damage() {
      shelf.damage();
    }

    @Override
    public Runnable snapshot() {
      return shelf.snapshot();
    }
  }

  @Test
  void whatThePortDoesNotAllowIsRefused() {
    RemotePlace place = place();
    Remote remote = place.open(place.create("p"), "a");
    SampleHistory history = new SampleHistory();
    ObjectId chunk = history.chunk(Bytes.utf8("content"));
    remote.refresh();
    Remote.Push push = remote.push();
    assertThatThrownBy(remote::push).isInstanceOf(IllegalStateException.class);
    push.close();
    assertThatThrownBy(() -> history.send(push, List.of(chunk)))
        .isInstanceOf(IllegalStateException.class);
  }
}
