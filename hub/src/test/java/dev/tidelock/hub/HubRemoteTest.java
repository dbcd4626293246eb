package dev.tidelock.hub;

import dev.tidelock.testkit.RemoteContract;
import dev.tidelock.testkit.RemotePlace;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// A hub keeps the promises of every remote.
class HubRemoteTest implements RemoteContract {
  @TempDir private Path scratch;

  private final Deque<HubRemotePlace> places = new ArrayDeque<>();

  @Override
  public RemotePlace place() {
    HubRemotePlace place = new HubRemotePlace(scratch.resolve("place" + places.size()));
    places.push(place);
    return place;
  }

  @AfterEach
  void close() {
    places.forEach(HubRemotePlace::close);
  }
}
