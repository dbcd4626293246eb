package dev.tidelock.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.engine.port.Compression;
import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class LocalObjectsTest {
  private static final TreePath DIRECTORY = TreePath.parse(".tidelock/objects");

  private final Plug plug = new Plug();
  private final TestDisk disk = new TestDisk(plug);
  private final TestState state = new TestState(plug);
  private final Tape names = Tape.of(42);

  private LocalObjects open() {
    return open(4096);
  }

  private LocalObjects open(int target) {
    return new LocalObjects(
        disk,
        DIRECTORY,
        state,
        new EnvelopeCodec(new PairCompression()),
        size -> Bytes.wrap(names.bytes(size)),
        new LocalObjects.Limits(target, 2000, 3));
  }

  private static RawObject chunk(long seed, int size) {
    Bytes payload = Bytes.wrap(Tape.of(seed).bytes(size));
    return new RawObject(ObjectKind.CHUNK, 0, References.none(), payload);
  }

  private static void assertHolds(LocalObjects objects, Map<ObjectId, RawObject> expected) {
    expected.forEach((id, object) -> {
      assertThat(objects.contains(id)).isTrue();
      assertThat(objects.get(id)).isEqualTo(object);
      assertThat(objects.sealed(id).id()).isEqualTo(id);
    });
  }

  private static Map<ObjectId, RawObject> putMany(LocalObjects objects, int from, int to) {
    Map<ObjectId, RawObject> all = new LinkedHashMap<>();
    for (int i = from; i < to; i++) {
      RawObject object = chunk(i, 100 + i % 50);
      all.put(objects.put(object), object);
    }
    return all;
  }

  @Test
  void whatWasPutIsReadAtOnceAndAfterReopening() {
    ForAll.cases(
        30,
        tape -> {
          LocalObjects objects = open();
          Map<ObjectId, RawObject> all = new LinkedHashMap<>();
          for (int i = 0; i < 30; i++) {
            RawObject object = Objects.draw(tape);
            all.put(objects.put(object), object);
            if (tape.chance(0.1)) {
              objects.flush();
            }
          }
          assertHolds(objects, all);
          objects.flush();
          objects.close();
          assertThat(disk.open()).isZero();
          disk.crash();
          try (LocalObjects reopened = open()) {
            assertHolds(reopened, all);
          }
        });
  }

  @Test
  void whatIsStillBeingCompressedIsReadLikeTheRest() {
    Late late = new Late();
    LocalObjects objects =
        new LocalObjects(
            disk,
            DIRECTORY,
            state,
            new EnvelopeCodec(late),
            size -> Bytes.wrap(names.bytes(size)),
            new LocalObjects.Limits(4096, 0, 3));
    Map<ObjectId, RawObject> all = putMany(objects, 0, 40);
    putMany(objects, 0, 40);
    assertThat(late.asked).isZero();
    assertHolds(objects, all);
    putMany(objects, 40, 80).forEach(all::put);
    objects.flush();
    assertHolds(objects, all);
    assertThat(late.asked).isEqualTo(80);
  }

  /// Compresses when it is asked for the result.
  private static final class Late implements Compression {
    private final Compression pairs = new PairCompression();
    private int asked;

    @Override
    public Supplier<Optional<Bytes>> begin(Bytes plain) {
      return () -> {
        asked++;
        return pairs.compress(plain);
      };
    }

    @Override
    public int code() {
      return pairs.code();
    }

    @Override
    public Optional<Bytes> compress(Bytes plain) {
      return pairs.compress(plain);
    }

    @Override
    public Bytes decompress(Bytes compressed, int size) {
      return pairs.decompress(compressed, size);
    }
  }

  @Test
  void whatIsNotThereIsMissing() {
    ObjectId id = ObjectIdentity.of(chunk(1, 10));
    assertThat(open().contains(id)).isFalse();
    assertThatThrownBy(() -> open().get(id)).isInstanceOf(MissingObjectException.class);
  }

  @Test
  void anObjectThatIsThereTakesNoSpaceAgain() {
    LocalObjects objects = open();
    putMany(objects, 0, 20);
    objects.flush();
    long size = objects.size();
    putMany(objects, 0, 20);
    objects.flush();
    assertThat(objects.size()).isEqualTo(size);
  }

  @Test
  void theNumberOfPacksAndOpenFilesStaysBounded() {
    LocalObjects objects = open(1 << 16);
    Map<ObjectId, RawObject> all = new LinkedHashMap<>();
    int most = 0;
    for (int i = 0; i < 400; i++) {
      all.putAll(putMany(objects, i, i + 1));
      objects.flush();
      most = Math.max(most, disk.files().size());
    }
    assertThat(most).isLessThanOrEqualTo(30);
    assertHolds(objects, all);
    assertThat(disk.open()).isLessThanOrEqualTo(3);
    disk.crash();
    assertHolds(open(), all);
  }

  @Test
  void aLostIndexIsFoundAgainInThePacks() {
    LocalObjects objects = open();
    Map<ObjectId, RawObject> all = putMany(objects, 0, 100);
    objects.flush();
    state.lose();
    assertHolds(open(), all);
    objects.rebuild();
    assertHolds(objects, all);
  }

  @Test
  void aPackThatIsGoneTakesItsObjectsWithItAndTheyCanBePutAgain() {
    LocalObjects objects = open();
    Map<ObjectId, RawObject> all = putMany(objects, 0, 100);
    objects.flush();
    disk.delete(disk.files().keySet().iterator().next());
    LocalObjects reopened = open();
    assertThat(all.keySet()).anyMatch(id -> !reopened.contains(id));
    putMany(reopened, 0, 100);
    reopened.flush();
    assertHolds(open(), all);
  }

  @Test
  void aPackThatWasCutOffStillGivesWhatItHolds() {
    LocalObjects objects = open();
    Map<ObjectId, RawObject> all = putMany(objects, 0, 20);
    objects.flush();
    Map.Entry<TreePath, Bytes> pack = disk.files().entrySet().iterator().next();
    disk.damage(pack.getKey(), pack.getValue().slice(0, pack.getValue().size() / 2));
    LocalObjects reopened = open();
    assertThat(all.keySet().stream().filter(reopened::contains).count()).isBetween(5L, 15L);
    all.keySet().stream().filter(reopened::contains).forEach(reopened::get);
  }

  @Test
  void aDamagedObjectIsNamedNeverReturnedAndCanBePutAgain() {
    ForAll.cases(
        50,
        tape -> {
          LocalObjects objects = open();
          RawObject object = chunk(tape.nextLong(), 500);
          ObjectId id = objects.put(object);
          objects.flush();
          Map.Entry<TreePath, Bytes> pack = fileHolding(id);
          byte[] bytes = pack.getValue().toByteArray();
          int start = indexOf(pack.getValue(), object.payload());
          bytes[start + tape.nextInt(500)] ^= (byte) (1 << tape.nextInt(8));
          disk.damage(pack.getKey(), Bytes.wrap(bytes));
          LocalObjects reopened = open();
          assertThatThrownBy(() -> reopened.get(id))
              .isInstanceOf(MalformedException.class)
              .hasMessageContaining(id.toString());
          assertThatThrownBy(() -> reopened.sealed(id)).isInstanceOf(MalformedException.class);
          assertThat(verify(reopened)).containsKey(id);
          assertThat(reopened.contains(id)).isFalse();
          reopened.put(object);
          assertThat(reopened.get(id)).isEqualTo(object);
          reopened.flush();
          assertThat(open().get(id)).isEqualTo(object);
          assertThat(verify(open())).isEmpty();
        });
  }

  private Map.Entry<TreePath, Bytes> fileHolding(ObjectId id) {
    return disk.files().entrySet().stream()
        .filter(file -> indexOf(file.getValue(), id.bytes()) >= 0)
        .findFirst()
        .orElseThrow();
  }

  private static int indexOf(Bytes whole, Bytes part) {
    for (int i = 0; i + part.size() <= whole.size(); i++) {
      if (whole.get(i) == part.get(0) && whole.slice(i, i + part.size()).equals(part)) {
        return i;
      }
    }
    return -1;
  }

  private static Map<ObjectId, String> verify(LocalObjects objects) {
    Map<ObjectId, String> damaged = new TreeMap<>();
    objects.verify(
        new LocalObjects.Verdicts() {
          @Override
          public void intact(ObjectId id, RawObject object) {
            assertThat(ObjectIdentity.of(object)).isEqualTo(id);
          }

          @Override
          public void damaged(ObjectId id, ObjectKind kind, Optional<Bytes> found, String reason) {
            damaged.put(id, reason);
          }
        });
    return damaged;
  }

  @Test
  void compactionForgetsTheDeadAndGivesBackTheirSpace() {
    LocalObjects objects = open();
    List<ObjectId> all = new ArrayList<>(putMany(objects, 0, 400).keySet());
    objects.flush();
    Set<ObjectId> live = new HashSet<>(all.subList(150, 200));
    long before = objects.size();
    long freed = objects.compact(live::contains);
    assertThat(objects.size()).isEqualTo(before - freed).isLessThan(before / 3);
    assertThat(disk.files().values().stream().mapToLong(Bytes::size).sum())
        .isEqualTo(objects.size());
    for (ObjectId id : all) {
      assertThat(objects.contains(id)).isEqualTo(live.contains(id));
    }
    live.forEach(open()::get);
    assertThat(objects.compact(live::contains)).isZero();
  }

  @Test
  void aCrashAtAnyStepLosesNothingThatWasFlushedAndNothingThatIsLive() {
    for (int step = 0; ; step++) {
      LocalObjects objects = open();
      int first = 1000 * step;
      Map<ObjectId, RawObject> flushed = putMany(objects, first, first + 60);
      objects.flush();
      Set<ObjectId> live = Set.copyOf(new ArrayList<>(flushed.keySet()).subList(0, 20));
      plug.pullAfter(step);
      try {
        putMany(objects, first + 60, first + 100);
        objects.flush();
        objects.compact(live::contains);
        return;
      } catch (Plug.Pulled _) {
        plug.putIn();
      }
      if (step % 2 == 0) {
        disk.crash();
      }
      LocalObjects survivor = open();
      flushed.keySet().retainAll(live);
      assertHolds(survivor, flushed);
      assertThat(verify(survivor)).isEmpty();
      assertThat(disk.files().keySet()).allMatch(path -> path.name().endsWith(PackName.FINAL));
      survivor.compact(_ -> false);
      assertThat(disk.files()).isEmpty();
    }
  }
}
