package dev.tidelock.platform;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.engine.port.Compression;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/// Zstandard (RFC 8878) at level 3. Safe for use by any thread.
public final class ZstdCompression implements Compression {
  private static final int CODE = 1;
  private static final int LEVEL = 3;

  /// A body whose beginning does not shrink is taken for compressed already: photos, archives.
  private static final int PROBE_SIZE = 64 * 1024;

  private static final int WORTH_HANDING_OVER = 2 * 1024;

  /// What a trained dictionary begins with.
  private static final Bytes TRAINED = Bytes.hex("37a430ec");

  /// Contexts not in use. Making one costs more than compressing a small object with it.
  private final Queue<ZstdCompressCtx> compressors = new ConcurrentLinkedQueue<>();

  private final Queue<ZstdDecompressCtx> decompressors = new ConcurrentLinkedQueue<>();

  /// Those that hold the base of their last use, until the next.
  private final Queue<ZstdCompressCtx> besideCompressors = new ConcurrentLinkedQueue<>();

  private final Queue<ZstdDecompressCtx> besideDecompressors = new ConcurrentLinkedQueue<>();

  @Override
  public int code() {
    return CODE;
  }

  /// What takes longer than to hand it over is done by another thread.
  @Override
  public Supplier<Optional<Bytes>> begin(Bytes plain) {
    if (plain.size() < WORTH_HANDING_OVER) {
      return Compression.super.begin(plain);
    }
    Future<Optional<Bytes>> coming = Beside.submit(() -> compress(plain));
    return () -> Beside.await(coming);
  }

  @Override
  public Optional<Bytes> compress(Bytes plain) {
    if (plain.size() > PROBE_SIZE && compressAll(plain.slice(0, PROBE_SIZE)).isEmpty()) {
      return Optional.empty();
    }
    return compressAll(plain);
  }

  private Optional<Bytes> compressAll(Bytes plain) {
    ZstdCompressCtx context =
        Optional.ofNullable(compressors.poll())
            .orElseGet(() -> new ZstdCompressCtx().setLevel(LEVEL));
    byte[] compressed = context.compress(plain.toByteArray());
    compressors.add(context);
    boolean worthIt = compressed.length <= plain.size() - plain.size() / 20 && !plain.isEmpty();
    return worthIt ? Optional.of(Bytes.wrap(compressed)) : Optional.empty();
  }

  /// The base is a dictionary of raw content. One that looks like a trained dictionary would be
  /// read as that, so it is none.
  @Override
  public Optional<Bytes> compress(Bytes plain, Bytes base) {
    if (base.startsWith(TRAINED)) {
      return Optional.empty();
    }
    ZstdCompressCtx context =
        Optional.ofNullable(besideCompressors.poll())
            .orElseGet(() -> new ZstdCompressCtx().setLevel(LEVEL));
    context.loadDict(base.toByteArray());
    Bytes compressed = Bytes.wrap(context.compress(plain.toByteArray()));
    besideCompressors.add(context);
    return Optional.of(compressed);
  }

  @Override
  public Bytes decompress(Bytes compressed, int size) {
    ZstdDecompressCtx context =
        Optional.ofNullable(decompressors.poll()).orElseGet(ZstdDecompressCtx::new);
    try {
      return decompress(context, compressed, size);
    } finally {
      decompressors.add(context);
    }
  }

  @Override
  public Bytes decompress(Bytes compressed, Bytes base, int size) {
    if (base.startsWith(TRAINED)) {
      throw new MalformedException("a base that nothing is compressed beside");
    }
    ZstdDecompressCtx context =
        Optional.ofNullable(besideDecompressors.poll()).orElseGet(ZstdDecompressCtx::new);
    try {
      context.loadDict(base.toByteArray());
      return decompress(context, compressed, size);
    } finally {
      besideDecompressors.add(context);
    }
  }

  private static Bytes decompress(ZstdDecompressCtx context, Bytes compressed, int size) {
    byte[] source = compressed.toByteArray();
    // Asked before anything is reserved: a liar costs nothing.
    if (source.length == 0 || Zstd.getFrameContentSize(source) != size) {
      throw new MalformedException("a zstd frame of other than " + size + " bytes");
    }
    byte[] plain = new byte[size];
    int count;
    try {
      count = context.decompressByteArray(plain, 0, size, source, 0, source.length);
    } catch (ZstdException damaged) {
      throw new MalformedException("a damaged zstd frame", damaged);
    }
    if (count != size) {
      throw new MalformedException("a damaged zstd frame");
    }
    return Bytes.wrap(plain);
  }
}
