package dev.tidelock.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.luben.zstd.Zstd;
import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import org.junit.jupiter.api.Test;

class ZstdCompressionTest {
  private final ZstdCompression zstd = new ZstdCompression();

  @Test
  void whatWasCompressedComesBack() {
    ForAll.cases(
        200,
        tape -> {
          Bytes plain = Bytes.utf8(tape.text("abcd", tape.nextSize(300_000)));
          zstd.compress(plain)
              .ifPresent(compressed -> {
                assertThat(compressed.size()).isLessThan(plain.size());
                assertThat(zstd.decompress(compressed, plain.size())).isEqualTo(plain);
              });
        });
    assertThat(zstd.compress(Bytes.wrap(new byte[1_000_000]))).isPresent();
  }

  @Test
  void whatDoesNotShrinkStaysAsItIs() {
    Tape tape = Tape.of(1);
    assertThat(zstd.compress(Bytes.empty())).isEmpty();
    assertThat(zstd.compress(Bytes.utf8("a"))).isEmpty();
    assertThat(zstd.compress(Bytes.wrap(tape.bytes(10_000)))).isEmpty();
    Bytes photo = Bytes.wrap(tape.bytes(64 * 1024)).concat(Bytes.wrap(new byte[1_000_000]));
    assertThat(zstd.compress(photo)).isEmpty();
  }

  @Test
  void aWrongSizeIsRefused() {
    Bytes plain = Bytes.wrap(new byte[1000]);
    Bytes compressed = zstd.compress(plain).orElseThrow();

    for (int size : new int[] {0, 999, 1001, Integer.MAX_VALUE}) {
      assertThatExceptionOfType(MalformedException.class)
          .isThrownBy(() -> zstd.decompress(compressed, size));
    }
  }

  @Test
  void damageIsRefusedOrHarmless() {
    Bytes plain = Bytes.utf8("some text, some more text, ".repeat(200));
    Bytes compressed = zstd.compress(plain).orElseThrow();
    ForAll.cases(
        2000,
        tape -> {
          byte[] damaged = compressed.slice(0, 1 + tape.nextInt(compressed.size())).toByteArray();
          damaged[tape.nextInt(damaged.length)] ^= (byte) (1 << tape.nextInt(8));
          try {
            Bytes result = zstd.decompress(Bytes.wrap(damaged), plain.size());
            assertThat(result.size()).isEqualTo(plain.size());
          } catch (MalformedException refused) {
            assertThat(refused).hasMessageContaining("zstd");
          }
        });
  }

  @Test
  void aBombOfSeveralFramesIsRefused() {
    byte[] frame = Zstd.compress(new byte[1_000_000], 3);
    Bytes bomb = Bytes.wrap(frame).concat(Bytes.wrap(frame));

    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> zstd.decompress(bomb, 1_000_000));
  }

  @Test
  void whatIsLikeItsBaseTakesFewBytesBesideIt() {
    Bytes base = Bytes.copyOf(Tape.of(3).bytes(4000));
    Bytes plain = base.concat(Bytes.utf8("and more"));
    Bytes beside = zstd.compress(plain, base).orElseThrow();

    assertThat(beside.size()).isLessThan(100);
    assertThat(zstd.decompress(beside, base, plain.size())).isEqualTo(plain);
  }

  @Test
  void aBaseThatLooksLikeATrainedDictionaryIsNone() {
    Bytes base = Bytes.hex("37a430ec").concat(Bytes.copyOf(Tape.of(4).bytes(4000)));

    assertThat(zstd.compress(base, base)).isEmpty();
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> zstd.decompress(base, base, base.size()));
  }
}
