package dev.tidelock.platform.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.port.StateFailure;
import dev.tidelock.engine.port.StateFailure.Reason;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.platform.linux.Shell;
import dev.tidelock.testkit.StateStoreContract;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStateStoreTest implements StateStoreContract {
  @TempDir Path directory;
  private final Map<StateStore, Path> opened = new HashMap<>();

  @Override
  public StateStore freshStore() {
    return open(directory.resolve("state é%?# " + opened.size()));
  }

  @Override
  public StateStore reopen(StateStore before) {
    before.close();
    return open(Optional.ofNullable(opened.get(before)).orElseThrow());
  }

  private SqliteStateStore open(Path file) {
    SqliteStateStore store = SqliteStateStore.open(file, 50);
    opened.put(store, file);
    return store;
  }

  @AfterEach
  void close() {
    opened.keySet().forEach(StateStore::close);
  }

  @Test
  void liesInTheNamedFileAlone() {
    freshStore().close();

    assertThat(directory.toFile().list()).containsExactly("state é%?# 0");
  }

  @Test
  void aKilledProcessLosesNothingThatWasWritten() throws IOException {
    Path file = directory.resolve("state");
    SqliteStateStore store = open(file);
    store.write(batch -> batch.put(Space.META, Bytes.utf8("a"), Bytes.utf8("1")));
    store.write(batch -> batch.put(Space.META, Bytes.utf8("b"), Bytes.utf8("2")));
    // What the disk holds at this moment, without the closing that a killed process misses.
    Path left = Files.createDirectory(directory.resolve("left"));
    for (String suffix : List.of("", "-wal")) {
      Files.copy(directory.resolve("state" + suffix), left.resolve("state" + suffix));
    }

    SqliteStateStore again = open(left.resolve("state"));

    assertThat(again.get(Space.META, Bytes.utf8("a"))).contains(Bytes.utf8("1"));
    assertThat(again.get(Space.META, Bytes.utf8("b"))).contains(Bytes.utf8("2"));
    assertThat(again.verify()).isEmpty();
  }

  @Test
  void aTornLastWriteIsAsIfItNeverWas() throws IOException {
    Path file = directory.resolve("state");
    SqliteStateStore store = open(file);
    store.write(batch -> batch.put(Space.META, Bytes.utf8("a"), Bytes.utf8("1")));
    long durable = Files.size(directory.resolve("state-wal"));
    store.write(batch -> batch.put(Space.META, Bytes.utf8("a"), Bytes.utf8("2")));
    Path left = Files.createDirectory(directory.resolve("left"));
    Files.copy(file, left.resolve("state"));
    Files.copy(directory.resolve("state-wal"), left.resolve("state-wal"));
    try (RandomAccessFile torn = new RandomAccessFile(left.resolve("state-wal").toFile(), "rw")) {
      torn.setLength((durable + torn.length()) / 2);
    }

    assertThat(open(left.resolve("state")).get(Space.META, Bytes.utf8("a")))
        .contains(Bytes.utf8("1"));
  }

  @Test
  void whatIsNoStateIsCorruptAndStaysAsItIs() throws IOException {
    Path text = Files.writeString(directory.resolve("text"), "no database at all".repeat(100));
    Path other = directory.resolve("other");
    Shell.run(directory, "sqlite3 other 'CREATE TABLE mine(a)'");
    byte[] before = Files.readAllBytes(other);

    assertFails(Reason.CORRUPT, () -> SqliteStateStore.open(text));
    assertFails(Reason.CORRUPT, () -> SqliteStateStore.open(other));
    assertThat(text).hasContent("no database at all".repeat(100));
    assertThat(Files.size(other)).isEqualTo(before.length);
    assertThat(Shell.run(directory, "sqlite3 other .schema")).contains("mine");
  }

  @Test
  void aNewerVersionsStateIsNotTouched() {
    open(directory.resolve("state")).close();
    Shell.run(directory, "sqlite3 state 'PRAGMA user_version = 99'");

    assertFails(Reason.CORRUPT, () -> SqliteStateStore.open(directory.resolve("state")));
    assertThat(Shell.run(directory, "sqlite3 state 'PRAGMA user_version'")).startsWith("99");
  }

  @Test
  void damageIsFound() throws IOException {
    Path file = directory.resolve("state");
    SqliteStateStore store = open(file);
    store.write(batch -> {
      for (int i = 0; i < 20_000; i++) {
        batch.put(Space.META, Bytes.utf8("key " + i), Bytes.utf8("value " + i));
      }
    });
    assertThat(store.verify()).isEmpty();
    store.close();
    try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
      for (long page = 4096 * 2; page < damaged.length(); page += 4096 * 3) {
        damaged.seek(page);
        damaged.write(new byte[200]);
      }
    }

    SqliteStateStore again = open(file);

    assertThat(again.verify()).isNotEmpty();
    assertFails(
        Reason.CORRUPT,
        () -> again.scan(Space.META, Bytes.empty(), Bytes.hex("ff"), (_, _) -> true));
  }

  @Test
  void aSecondWriterIsToldThatItIsBusy() {
    Path file = directory.resolve("state");
    SqliteStateStore first = open(file);
    SqliteStateStore second = open(file);

    first.write(batch -> {
      batch.put(Space.META, Bytes.utf8("a"), Bytes.utf8("first"));
      assertFails(Reason.BUSY, () -> second.write(_ -> {}));
      assertThat(second.get(Space.META, Bytes.utf8("a"))).isEmpty();
    });

    second.write(batch -> batch.put(Space.META, Bytes.utf8("b"), Bytes.utf8("second")));
    assertThat(first.get(Space.META, Bytes.utf8("b"))).contains(Bytes.utf8("second"));
  }

  @Test
  void aFullVolumeKeepsWhatWasThere() {
    Shell.run(directory, "mkdir small");
    assumeTrue(
        Shell.succeeds(directory, "mount -t tmpfs -o size=256k none small"), "only root can mount");
    try (SqliteStateStore store = open(directory.resolve("small/state"))) {
      store.write(batch -> batch.put(Space.META, Bytes.utf8("a"), Bytes.utf8("1")));

      assertFails(
          Reason.NO_SPACE,
          () ->
              store.write(batch -> {
                batch.put(Space.META, Bytes.utf8("a"), Bytes.utf8("2"));
                batch.put(Space.META, Bytes.utf8("b"), Bytes.wrap(new byte[1_000_000]));
              }));

      assertThat(store.get(Space.META, Bytes.utf8("a"))).contains(Bytes.utf8("1"));
      store.write(batch -> batch.put(Space.META, Bytes.utf8("a"), Bytes.utf8("3")));
    } finally {
      Shell.run(directory, "umount -l small");
    }
  }

  @Test
  void aVolumeTooFullToOpenItIsNamed() {
    Shell.run(directory, "mkdir small");
    assumeTrue(
        Shell.succeeds(directory, "mount -t tmpfs -o size=24k none small"), "only root can mount");
    try {
      assertFails(
          Reason.NO_SPACE,
          () -> {
            try (SqliteStateStore store = open(directory.resolve("small/state"))) {
              store.write(batch -> batch.put(Space.META, Bytes.utf8("a"), Bytes.utf8("1")));
            }
          });
    } finally {
      Shell.run(directory, "umount -l small");
    }
  }

  @Test
  void nothingIsWrittenOnceAChangeFailedEvenIfThatIsOverlooked() {
    Shell.run(directory, "mkdir small");
    assumeTrue(
        Shell.succeeds(directory, "mount -t tmpfs -o size=256k none small"), "only root can mount");
    try (SqliteStateStore store = open(directory.resolve("small/state"))) {
      Bytes large = Bytes.wrap(new byte[8_000_000]);

      assertThatIllegalStateException()
          .isThrownBy(() ->
              store.write(batch -> {
                assertFails(
                    Reason.NO_SPACE,
                    () -> {
                      for (int i = 0; i < 50; i++) {
                        batch.put(Space.META, Bytes.utf8("large " + i), large);
                      }
                    });
                batch.put(Space.META, Bytes.utf8("b"), Bytes.empty());
              }));

      assertThat(store.get(Space.META, Bytes.utf8("b"))).isEmpty();
    } finally {
      Shell.run(directory, "umount -l small");
    }
  }

  @Test
  void aReadOnlyVolumeIsDenied() {
    Shell.run(directory, "mkdir small");
    assumeTrue(Shell.succeeds(directory, "mount -t tmpfs -o ro none small"), "only root can mount");
    try {
      assertFails(
          Reason.DENIED, () -> SqliteStateStore.open(directory.resolve("small/state")).close());
    } finally {
      Shell.run(directory, "umount -l small");
    }
  }

  @Test
  void aMissingDirectoryIsBroken() {
    List<Reason> reasons = new ArrayList<>();
    try {
      SqliteStateStore.open(directory.resolve("none/state")).close();
    } catch (StateFailure failure) {
      reasons.add(failure.reason());
    }
    assertThat(reasons).containsExactly(Reason.BROKEN);
  }

  private static void assertFails(Reason reason, ThrowingCallable call) {
    assertThatExceptionOfType(StateFailure.class)
        .isThrownBy(call)
        .satisfies(failure -> assertThat(failure.reason()).isEqualTo(reason));
  }
}
