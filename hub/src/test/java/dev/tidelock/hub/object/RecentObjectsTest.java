package dev.tidelock.hub.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.engine.store.ObjectDelta;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentObjectsTest {
  private static final int SIZE = 1000;
  private static final long LIMIT = 100_000;

  private final RecentObjects recent = new RecentObjects(LIMIT);

  private static RawObject object(int number, int size) {
    Bytes payload = Bytes.wrap(ByteBuffer.allocate(size).putInt(number).array());
    References none = new References(List.of(), List.of(), List.of());
    return new RawObject(ObjectKind.CHUNK, 0, none, payload);
  }

  private ObjectId put(long project, int number, int size) {
    RawObject object = object(number, size);
    ObjectId id = ObjectIdentity.of(object);
    recent.put(project, id, object);
    return id;
  }

  @Test
  void howeverManyProjectsThereAreTheyTakeNoMoreThanTheLimit() {
    for (int i = 0; i < 10_000; i++) {
      put(i % 100, i, 4 + i % SIZE);
      assertThat(recent.bytes()).isLessThanOrEqualTo(LIMIT);
    }
    assertThat(recent.bytes()).isGreaterThan(LIMIT / 2);
  }

  @Test
  void whatIsUsedStaysAndWhatIsNotGoes() {
    ObjectId used = put(1, -1, SIZE);
    ObjectId unused = put(1, -2, SIZE);
    for (int i = 0; i < 1000; i++) {
      put(1, i, SIZE);
      assertThat(recent.get(1, used)).isPresent();
    }
    assertThat(recent.get(1, unused)).isEmpty();
  }

  @Test
  void whatAnotherProjectHasIsUnknown() {
    ObjectId id = put(1, 7, SIZE);

    assertThat(recent.get(1, id)).isPresent();
    assertThat(recent.get(2, id)).isEmpty();
  }

  @Test
  void aLargeObjectPushesOutNothing() {
    ObjectId small = put(1, 1, SIZE);
    ObjectId large = put(1, 2, (int) LIMIT / 2);

    assertThat(recent.get(1, small)).isPresent();
    assertThat(recent.get(1, large)).isEmpty();
  }

  @Test
  void aDeltaStaysWhenItsObjectIsReadAgain() {
    RawObject object = object(1, SIZE);
    ObjectDelta delta =
        new ObjectDelta(ObjectIdentity.of(object), put(1, 2, SIZE), Bytes.utf8("what differs"));
    recent.put(1, object, delta);
    long bytes = recent.bytes();
    recent.put(1, delta.id(), object);
    recent.put(1, object, delta);

    assertThat(recent.get(1, delta.id()).flatMap(RecentObjects.Recent::delta)).contains(delta);
    assertThat(recent.bytes()).isEqualTo(bytes);
  }

  @Test
  void withoutRoomNothingIsRemembered() {
    RecentObjects none = new RecentObjects(0);
    RawObject object = object(1, 4);
    none.put(1, ObjectIdentity.of(object), object);

    assertThat(none.get(1, ObjectIdentity.of(object))).isEmpty();
    assertThat(none.bytes()).isZero();
  }
}
