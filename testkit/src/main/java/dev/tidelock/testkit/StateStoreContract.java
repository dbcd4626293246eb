package dev.tidelock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.port.StateStore.Batch;
import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// What every [StateStore] must do, as tests.
public interface StateStoreContract {
  /// An empty store; a fresh one for each call. Whoever makes it closes it.
  StateStore freshStore();

  /// The same store as after a restart of the program, `before` being closed.
  StateStore reopen(StateStore before);

  @Test
  default void aKeyHasTheValueThatWasLastPut() {
    StateStore store = freshStore();
    Bytes key = Bytes.utf8("key");

    assertThat(store.get(Space.META, key)).isEmpty();
    store.write(batch -> batch.put(Space.META, key, Bytes.utf8("one")));
    assertThat(store.get(Space.META, key)).contains(Bytes.utf8("one"));
    store.write(batch -> {
      batch.put(Space.META, key, Bytes.utf8("two"));
      batch.delete(Space.META, key);
      batch.put(Space.META, key, Bytes.utf8("three"));
    });
    assertThat(store.get(Space.META, key)).contains(Bytes.utf8("three"));
    store.write(batch -> batch.delete(Space.META, key));
    assertThat(store.get(Space.META, key)).isEmpty();
    store.write(batch -> batch.delete(Space.META, key));
  }

  @Test
  default void spacesAreApart() {
    StateStore store = freshStore();
    Bytes key = Bytes.utf8("key");
    store.write(batch -> {
      for (Space space : Space.values()) {
        batch.put(space, key, Bytes.utf8(space.name()));
      }
      batch.deleteRange(Space.HELD, Bytes.empty(), Bytes.hex("ff"));
    });

    assertThat(store.get(Space.HELD, key)).isEmpty();
    assertThat(store.get(Space.TRASH, key)).contains(Bytes.utf8("TRASH"));
    assertThat(keys(store, Space.SHOWN, "", "ff")).containsExactly(key.toHex());
  }

  @Test
  default void emptyAndLargeAndBinaryKeysAndValuesAreKept() {
    StateStore store = freshStore();
    Tape tape = Tape.of(7);
    Bytes large = Bytes.wrap(tape.bytes(3_000_000));
    Bytes zeros = Bytes.wrap(new byte[3]);
    store.write(batch -> {
      batch.put(Space.META, Bytes.empty(), Bytes.empty());
      batch.put(Space.META, zeros, zeros);
      batch.put(Space.META, large.slice(0, 2000), large);
    });

    StateStore again = reopen(store);

    assertThat(again.get(Space.META, Bytes.empty())).contains(Bytes.empty());
    assertThat(again.get(Space.META, zeros)).contains(zeros);
    assertThat(again.get(Space.META, large.slice(0, 2000))).contains(large);
    assertThat(again.get(Space.META, Bytes.wrap(new byte[2]))).isEmpty();
    assertThat(keys(again, Space.META, "", "01")).containsExactly("", "000000");
  }

  @Test
  default void scansInUnsignedOrderFromInclusiveToExclusive() {
    StateStore store = freshStore();
    store.write(batch -> {
      for (String key : List.of("80", "7f", "00", "0000", "ff", "ffff", "7fff", "01")) {
        batch.put(Space.SHOWN, Bytes.hex(key), Bytes.hex(key));
      }
    });

    assertThat(keys(store, Space.SHOWN, "", "ffffff"))
        .containsExactly("00", "0000", "01", "7f", "7fff", "80", "ff", "ffff");
    assertThat(keys(store, Space.SHOWN, "01", "80")).containsExactly("01", "7f", "7fff");
    assertThat(keys(store, Space.SHOWN, "02", "7e")).isEmpty();
    assertThat(keys(store, Space.SHOWN, "80", "01")).isEmpty();
    assertThat(keys(store, Space.SHOWN, "01", "01")).isEmpty();
  }

  @Test
  default void aScanEndsWhenItsVisitorHasEnough() {
    StateStore store = freshStore();
    fill(store, 10);
    List<Bytes> seen = new ArrayList<>();

    store.scan(
        Space.SHOWN,
        Bytes.empty(),
        Bytes.hex("ff"),
        (key, _) -> {
          seen.add(key);
          return seen.size() < 3;
        });

    assertThat(seen).containsExactly(Bytes.hex("00"), Bytes.hex("01"), Bytes.hex("02"));
  }

  @Test
  default void aVisitorMayReadAndScanItself() {
    StateStore store = freshStore();
    fill(store, 4);
    List<String> seen = new ArrayList<>();

    store.scan(
        Space.SHOWN,
        Bytes.empty(),
        Bytes.hex("ff"),
        (key, value) -> {
          assertThat(store.get(Space.SHOWN, key)).contains(value);
          seen.addAll(keys(store, Space.SHOWN, key.toHex(), "ff"));
          return true;
        });

    assertThat(seen).containsExactly("00", "01", "02", "03", "01", "02", "03", "02", "03", "03");
  }

  @Test
  default void aVisitorMustNotWrite() {
    StateStore store = freshStore();
    fill(store, 1);

    assertThatIllegalStateException()
        .isThrownBy(() ->
            store.scan(
                Space.SHOWN,
                Bytes.empty(),
                Bytes.hex("ff"),
                (key, _) -> {
                  store.write(batch -> batch.delete(Space.SHOWN, key));
                  return true;
                }));
    assertThat(keys(store, Space.SHOWN, "", "ff")).hasSize(1);
    fill(store, 2);
    assertThat(keys(store, Space.SHOWN, "", "ff")).hasSize(2);
  }

  @Test
  default void changesThatFailHappenNotAtAll() {
    StateStore store = freshStore();
    fill(store, 3);
    IllegalArgumentException failure = new IllegalArgumentException("stop");

    assertThatThrownBy(() ->
            store.write(batch -> {
              batch.put(Space.META, Bytes.utf8("new"), Bytes.empty());
              batch.deleteRange(Space.SHOWN, Bytes.empty(), Bytes.hex("ff"));
              throw failure;
            }))
        .isSameAs(failure);

    assertThat(store.get(Space.META, Bytes.utf8("new"))).isEmpty();
    assertThat(keys(store, Space.SHOWN, "", "ff")).hasSize(3);
    assertThat(keys(reopen(store), Space.SHOWN, "", "ff")).hasSize(3);
  }

  @Test
  default void changesInTheMakingUseNothingButTheirBatch() {
    StateStore store = freshStore();
    AtomicReference<Batch> kept = new AtomicReference<>();

    assertThatIllegalStateException()
        .isThrownBy(() -> store.write(_ -> store.get(Space.META, Bytes.empty())));
    assertThatIllegalStateException().isThrownBy(() -> store.write(_ -> store.write(_ -> {})));
    store.write(kept::set);
    assertThatIllegalStateException()
        .isThrownBy(() -> kept.get().delete(Space.META, Bytes.empty()));
    fill(store, 1);
  }

  @Test
  default void whatWasWrittenIsThereAfterARestart() {
    StateStore store = freshStore();
    fill(store, 200);

    StateStore again = reopen(store);

    assertThat(keys(again, Space.SHOWN, "", "ff")).hasSize(200);
    fill(again, 250);
    assertThat(keys(reopen(again), Space.SHOWN, "", "ff")).hasSize(250);
  }

  @Test
  default void behavesLikeASortedMap() {
    ForAll.cases(
        20,
        tape -> {
          StateStore store = freshStore();
          NavigableMap<Bytes, Bytes> model = new TreeMap<>();
          for (int step = 0; step < 40; step++) {
            store.write(batch -> changeBoth(tape, batch, model));
            Bytes from = key(tape);
            Bytes to = key(tape);
            List<Map.Entry<Bytes, Bytes>> seen = new ArrayList<>();
            store.scan(Space.LARGE, from, to, (key, value) -> seen.add(Map.entry(key, value)));
            assertThat(seen)
                .containsExactlyElementsOf(
                    from.compareTo(to) < 0 ? model.subMap(from, to).entrySet() : List.of());
            Bytes key = key(tape);
            assertThat(store.get(Space.LARGE, key)).isEqualTo(Optional.ofNullable(model.get(key)));
          }
        });
  }

  private static void changeBoth(Tape tape, Batch batch, NavigableMap<Bytes, Bytes> model) {
    for (int i = tape.nextSize(8); i >= 0; i--) {
      Bytes key = key(tape);
      switch (tape.nextInt(4)) {
        case 0 -> {
          batch.delete(Space.LARGE, key);
          model.remove(key);
        }
        case 1 -> {
          Bytes to = key(tape);
          batch.deleteRange(Space.LARGE, key, to);
          if (key.compareTo(to) < 0) {
            model.subMap(key, to).clear();
          }
        }
        default -> {
          Bytes value = Bytes.wrap(tape.bytes(tape.nextSize(20)));
          batch.put(Space.LARGE, key, value);
          model.put(key, value);
        }
      }
    }
  }

  private static Bytes key(Tape tape) {
    return Bytes.wrap(tape.bytes(tape.nextSize(3)));
  }

  private static void fill(StateStore store, int count) {
    store.write(batch -> {
      for (int i = 0; i < count; i++) {
        batch.put(Space.SHOWN, Bytes.wrap(new byte[] {(byte) i}), Bytes.utf8("value " + i));
      }
    });
  }

  private static List<String> keys(StateStore store, Space space, String from, String to) {
    List<String> keys = new ArrayList<>();
    store.scan(space, Bytes.hex(from), Bytes.hex(to), (key, _) -> keys.add(key.toHex()));
    return keys;
  }
}
