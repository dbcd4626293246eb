package dev.tidelock.core.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidelock.core.Bytes;
import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChunkerTest {
  private static final int MEBIBYTE = 1 << 20;
  private static final Bytes SEED = Bytes.utf8("0123456789abcdef0123456789abcdef");
  private static final Gear GEAR = Gear.of(SEED);

  /// The cuts are part of the format: if these numbers change, no large file has the id that it
  /// had. They were computed by a second program as well, from the description alone.
  @Test
  void theFormatsCutsAreThese() {
    assertThat(lengths(chunks(GEAR, noise(1, MEBIBYTE))))
        .containsExactly(
            86353, 94653, 96918, 83088, 81763, 59487, 78333, 79818, 67199, 71500, 87327, 42981,
            73381, 29571, 16204);
    assertThat(lengths(chunks(Gear.of(Bytes.wrap(new byte[32])), noise(1, MEBIBYTE / 2))))
        .containsExactly(79564, 101385, 101529, 68522, 68044, 90851, 14393);
  }

  @Test
  void theCutsAreThoseOfThePlainAlgorithm() {
    ForAll.cases(
        20,
        tape -> {
          byte[] bytes = anyBytes(tape);
          assertThat(lengths(chunks(GEAR, bytes))).isEqualTo(plainCuts(bytes));
        });
  }

  @Test
  void theCutsDoNotDependOnHowTheStreamComesInPieces() {
    ForAll.cases(
        40,
        tape -> {
          byte[] bytes = anyBytes(tape);
          List<Bytes> chunks = new ArrayList<>();
          Chunker chunker = new Chunker(GEAR, chunks::add);
          int largest = tape.pick(7, 1_000, 100_000, MEBIBYTE);
          for (int position = 0; position < bytes.length; ) {
            int count = Math.min(tape.nextInt(0, largest), bytes.length - position);
            writePiece(tape, chunker, bytes, position, count);
            position += count;
          }
          chunker.finish();
          assertThat(chunks).isEqualTo(chunks(GEAR, bytes));
        });
  }

  @Test
  void theChunksAreTheStreamWithinTheBounds() {
    ForAll.cases(
        30,
        tape -> {
          byte[] bytes = anyBytes(tape);
          List<Bytes> chunks = chunks(GEAR, bytes);
          assertThat(chunks.stream().reduce(Bytes.empty(), Bytes::concat))
              .isEqualTo(Bytes.wrap(bytes));
          assertThat(lengths(chunks)).allMatch(length -> length > 0 && length <= CutFinder.MAX);
          if (chunks.size() > 1) {
            assertThat(lengths(chunks.subList(0, chunks.size() - 1)))
                .allMatch(length -> length >= CutFinder.MIN);
          }
        });
  }

  @Test
  void lengthsGatherAroundTheAverage() {
    List<Integer> lengths = lengths(chunks(GEAR, noise(2, 32 * MEBIBYTE)));
    double mean = lengths.stream().mapToInt(Integer::intValue).average().orElseThrow();
    double variance =
        lengths.stream().mapToDouble(length -> Math.pow(length - mean, 2)).average().orElseThrow();
    assertThat(mean).isBetween(65_000.0, 85_000.0);
    assertThat(Math.sqrt(variance) / mean).isLessThan(0.4);
  }

  @Test
  void anInsertedByteChangesAFewChunks() {
    byte[] before = noise(3, 16 * MEBIBYTE);
    Set<Bytes> known = new HashSet<>(chunks(GEAR, before));
    ForAll.cases(
        10,
        tape -> {
          int place = tape.nextInt(before.length);
          byte[] after = new byte[before.length + 1];
          System.arraycopy(before, 0, after, 0, place);
          System.arraycopy(before, place, after, place + 1, before.length - place);
          after[place] = 42;
          assertThat(chunks(GEAR, after).stream().filter(chunk -> !known.contains(chunk)))
              .hasSizeBetween(1, 6);
        });
  }

  @Test
  void bytesThatAreAllAlikeAreCutAtTheLargestSize() {
    List<Bytes> chunks = chunks(GEAR, new byte[4 * CutFinder.MAX + 1]);
    assertThat(lengths(chunks))
        .containsExactly(CutFinder.MAX, CutFinder.MAX, CutFinder.MAX, CutFinder.MAX, 1);
    assertThat(new HashSet<>(chunks)).hasSize(2);
  }

  @Test
  void anotherSeedCutsElsewhere() {
    byte[] bytes = noise(4, MEBIBYTE);
    Gear other = Gear.of(Bytes.utf8("0123456789abcdef0123456789abcdeg"));
    assertThat(lengths(chunks(other, bytes))).isNotEqualTo(lengths(chunks(GEAR, bytes)));
  }

  @Test
  void anEmptyStreamHasNoChunk() {
    assertThat(chunks(GEAR, new byte[0])).isEmpty();
  }

  @Test
  void oneChunkerTakesStreamAfterStream() {
    byte[] bytes = noise(5, 300_000);
    List<Bytes> chunks = new ArrayList<>();
    Chunker chunker = new Chunker(GEAR, chunks::add);
    for (int i = 0; i < 2; i++) {
      chunks.clear();
      chunker.write(bytes, 0, bytes.length);
      chunker.finish();
      assertThat(chunks).isEqualTo(chunks(GEAR, bytes));
    }
  }

  @Test
  void aSeedHas32Bytes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Gear.of(Bytes.utf8("short")))
        .withMessage("a seed has 32 bytes, not 5");
  }

  /// The algorithm as the paper writes it, over a whole file at once.
  private static List<Integer> plainCuts(byte[] bytes) {
    List<Integer> cuts = new ArrayList<>();
    for (int start = 0; start < bytes.length; ) {
      int left = Math.min(bytes.length - start, 262_144);
      long hash = 0;
      int length = Math.min(16_384, left);
      while (length < left) {
        hash = GEAR.roll(hash, bytes[start + length]);
        length++;
        int zeros = length <= 65_536 ? 18 : 14;
        if (Long.numberOfLeadingZeros(hash) >= zeros) {
          break;
        }
      }
      cuts.add(length);
      start += length;
    }
    return cuts;
  }

  private static void writePiece(Tape tape, Chunker chunker, byte[] bytes, int from, int count) {
    switch (tape.nextInt(3)) {
      case 0 -> chunker.write(bytes, from, count);
      case 1 -> {
        ByteBuffer heap = ByteBuffer.wrap(bytes, from, count).slice();
        chunker.write(heap);
        assertThat(heap.hasRemaining()).isFalse();
      }
      default -> {
        ByteBuffer direct = ByteBuffer.allocateDirect(count).put(bytes, from, count).flip();
        chunker.write(direct);
        assertThat(direct.hasRemaining()).isFalse();
      }
    }
  }

  /// Noise with stretches that repeat, as files have them.
  private static byte[] anyBytes(Tape tape) {
    byte[] bytes = tape.bytes(tape.nextSize(2 * MEBIBYTE));
    for (int stretches = tape.nextInt(4); stretches > 0 && bytes.length > 0; stretches--) {
      int from = tape.nextInt(bytes.length);
      int to = Math.min(bytes.length, from + tape.nextSize(MEBIBYTE));
      Arrays.fill(bytes, from, to, (byte) tape.nextInt(256));
    }
    return bytes;
  }

  private static byte[] noise(long seed, int length) {
    return Tape.of(seed).bytes(length);
  }

  private static List<Bytes> chunks(Gear gear, byte[] bytes) {
    List<Bytes> chunks = new ArrayList<>();
    Chunker chunker = new Chunker(gear, chunks::add);
    chunker.write(bytes, 0, bytes.length);
    chunker.finish();
    return chunks;
  }

  private static List<Integer> lengths(List<Bytes> chunks) {
    return chunks.stream().map(Bytes::size).toList();
  }
}
