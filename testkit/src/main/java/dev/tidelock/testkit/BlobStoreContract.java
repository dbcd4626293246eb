package dev.tidelock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.remote.BlobStore;
import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What every [BlobStore] must do, as tests.
public interface BlobStoreContract {
  /// An empty store; a fresh one for each test.
  BlobStore freshStore();

  /// Another client of the same store, for a thread of its own.
  BlobStore another(BlobStore store);

  @Test
  default void aBlobIsCreatedOnce() {
    BlobStore store = freshStore();

    assertThat(store.read("log/1")).isEmpty();
    assertThat(store.create("log/1", Bytes.utf8("one"))).isTrue();
    assertThat(store.create("log/1", Bytes.utf8("two"))).isFalse();
    assertThat(store.read("log/1")).contains(Bytes.utf8("one"));
    assertThat(another(store).read("log/1")).contains(Bytes.utf8("one"));
    assertThat(another(store).create("log/1", Bytes.utf8("three"))).isFalse();
  }

  @Test
  default void contentsOfAllSizesAreKept() {
    BlobStore store = freshStore();
    Tape tape = Tape.of(3);
    for (int size : new int[] {0, 1, 4095, 4096, 70_000, 3_000_000}) {
      Bytes content = Bytes.wrap(tape.bytes(size));
      assertThat(store.create("b/" + size, content)).isTrue();
      assertThat(store.read("b/" + size)).contains(content);
    }
  }

  @Test
  default void aBlobIsReplacedWholeOrLeftAsItIs() {
    BlobStore store = freshStore();
    store.create("log/1", Bytes.utf8("a long content"));

    boolean able = store.replace("log/1", Bytes.utf8("short"));
    assertThat(another(store).read("log/1"))
        .contains(Bytes.utf8(able ? "short" : "a long content"));
    assertThat(store.replace("log/2", Bytes.utf8("new"))).isFalse();
    assertThat(store.read("log/2")).isEmpty();
  }

  @Test
  default void anyRangeCanBeRead() {
    BlobStore store = freshStore();
    store.create("a", Bytes.utf8("0123456789"));

    assertThat(store.read("a", 0, 10)).contains(Bytes.utf8("0123456789"));
    assertThat(store.read("a", 3, 4)).contains(Bytes.utf8("3456"));
    assertThat(store.read("a", 8, 4)).contains(Bytes.utf8("89"));
    assertThat(store.read("a", 10, 4)).contains(Bytes.empty());
    assertThat(store.read("a", 1L << 40, 4)).contains(Bytes.empty());
    assertThat(store.read("a", 3, 0)).contains(Bytes.empty());
    assertThat(store.read("a", 3, Integer.MAX_VALUE)).contains(Bytes.utf8("3456789"));
    assertThat(store.read("b", 0, 1)).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> store.read("a", -1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> store.read("a", 1, -1));
  }

  @Test
  default void listsTheNamesThatBeginWithAPrefix() {
    BlobStore store = freshStore();
    List<String> names =
        List.of("a", "ab", "log/1", "log/10", "log/2/x", "logs", "p/q/r/s", "with.dot/-_", "0");
    names.forEach(name -> store.create(name, Bytes.utf8(name)));

    assertThat(store.list("")).containsExactlyInAnyOrderElementsOf(names);
    assertThat(store.list("a")).containsExactlyInAnyOrder("a", "ab");
    assertThat(store.list("log/")).containsExactlyInAnyOrder("log/1", "log/10", "log/2/x");
    assertThat(store.list("log/1")).containsExactlyInAnyOrder("log/1", "log/10");
    assertThat(store.list("lo")).containsExactlyInAnyOrder("log/1", "log/10", "log/2/x", "logs");
    assertThat(store.list("p/q/")).containsExactly("p/q/r/s");
    assertThat(store.list("none/")).isEmpty();
    assertThat(store.list("a/")).isEmpty();
  }

  @Test
  default void aDeletedBlobIsGoneAndItsNameFree() {
    BlobStore store = freshStore();
    store.create("d/a", Bytes.utf8("a"));
    store.create("d/b", Bytes.utf8("b"));

    store.delete("d/a");
    store.delete("d/a");
    store.delete("never");

    assertThat(store.read("d/a")).isEmpty();
    assertThat(store.list("")).containsExactly("d/b");
    assertThat(store.create("d/a", Bytes.utf8("again"))).isTrue();
    assertThat(store.read("d/a")).contains(Bytes.utf8("again"));
  }

  @Test
  default void refusesWhatIsNoName() {
    BlobStore store = freshStore();
    for (String name :
        List.of(
            "", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "A", "é", "a b", "a\\b", "~a",
            "a\0", "a:b", "a\n")) {
      assertThatIllegalArgumentException()
          .as(name)
          .isThrownBy(() -> store.create(name, Bytes.empty()));
      assertThatIllegalArgumentException().as(name).isThrownBy(() -> store.read(name));
      assertThatIllegalArgumentException().as(name).isThrownBy(() -> store.delete(name));
    }
    assertThat(store.list("")).isEmpty();
  }

  @Test
  default void ofManyCreatorsExactlyOneWins() {
    BlobStore store = freshStore();
    int writers = 8;
    int rounds = 25;
    AtomicInteger[] wins = new AtomicInteger[rounds];
    for (int round = 0; round < rounds; round++) {
      wins[round] = new AtomicInteger();
    }
    Phaser together = new Phaser(writers);
    runAll(
        writers,
        writer -> {
          try {
            BlobStore mine = another(store);
            for (int round = 0; round < rounds; round++) {
              Bytes content = Bytes.utf8(("writer " + writer + " ").repeat(2000));
              together.arriveAndAwaitAdvance();
              if (mine.create("log/" + round, content)) {
                wins[round].incrementAndGet();
                assertThat(mine.read("log/" + round)).contains(content);
              }
            }
          } finally {
            together.arriveAndDeregister();
          }
        });

    assertThat(wins).extracting(AtomicInteger::get).containsOnly(1);
  }

  @Test
  default void whoReadsDuringACreateSeesNothingOrEverything() {
    BlobStore store = freshStore();
    Bytes content = Bytes.wrap(Tape.of(5).bytes(500_000));
    int blobs = 20;
    CountDownLatch writing = new CountDownLatch(1);
    runAll(
        3,
        worker -> {
          BlobStore mine = another(store);
          if (worker == 0) {
            try {
              for (int i = 0; i < blobs; i++) {
                mine.create("b/" + i, content);
              }
            } finally {
              writing.countDown();
            }
          } else {
            while (writing.getCount() > 0) {
              for (String name : mine.list("b/")) {
                assertThat(mine.read(name)).contains(content);
              }
            }
          }
        });
    assertThat(store.list("b/")).hasSize(blobs);
  }

  /// What one of several workers does.
  @FunctionalInterface
  interface Work {
    /// @param worker its number, from 0
    void run(int worker);
  }

  private static void runAll(int workers, Work work) {
    ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      int worker = i;
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                try {
                  work.run(worker);
                } catch (RuntimeException | Error failure) {
                  failures.add(failure);
                }
              }));
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
    }
    assertThat(failures).isEmpty();
  }
}
