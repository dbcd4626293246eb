package dev.tidelock.hubclient;

import dev.tidelock.core.Bytes;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// A body on its way to a hub, which tells when its last piece was taken.
final class SteadyBody {
  private static final int PIECE = 1 << 16;

  private final List<Bytes> content;
  private final AtomicLong progress = new AtomicLong(System.nanoTime());
  private final AtomicBoolean taken = new AtomicBoolean();

  SteadyBody(List<Bytes> content) {
    this.content = content;
    taken.set(content.isEmpty());
  }

  BodyPublisher publisher() {
    long length = content.stream().mapToLong(Bytes::size).sum();
    return length == 0
        ? BodyPublishers.noBody()
        : BodyPublishers.fromPublisher(BodyPublishers.ofByteArrays(Pieces::new), length);
  }

  /// When something was taken last, in the time of [System#nanoTime].
  long progress() {
    return progress.get();
  }

  /// Whether all of it was taken.
  boolean isTaken() {
    return taken.get();
  }

  private final class Pieces implements Iterator<byte[]> {
    private int index;
    private int offset;

    @Override
    public boolean hasNext() {
      progress.set(System.nanoTime());
      boolean more = index < content.size();
      if (!more) {
        taken.set(true);
      }
      return more;
    }

    @Override
    public byte[] next() {
      if (index >= content.size()) {
        throw new NoSuchElementException();
      }
      Bytes current = content.get(index);
      int end = Math.min(current.size(), offset + PIECE);
      byte[] piece = current.slice(offset, end).toByteArray();
      offset = end;
      if (offset == current.size()) {
        index++;
        offset = 0;
      }
      return piece;
    }
  }
}
