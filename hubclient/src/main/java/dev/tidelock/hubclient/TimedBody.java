package dev.tidelock.hubclient;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// A body that is read as it comes, and no faster than it is read: an input stream that fails when
/// nothing comes for a while, or next to nothing for long. The JDK's own waits for ever. Only the
/// time spent waiting counts.
final class TimedBody extends InputStream implements BodySubscriber<InputStream> {
  /// What stands in the queue: bytes, the end, or a failure.
  private sealed interface Arrival {
    record Content(List<ByteBuffer> buffers) implements Arrival {}

    record End() implements Arrival {}

    record Failure(Throwable cause) implements Arrival {}
  }

  /// One arrival is asked for at a time, and an end may follow it.
  private static final int WAITING = 4;

  /// How much must come on average once this many times the longest silence was waited for.
  private static final long LEAST_BYTES_PER_SECOND = 128;

  private static final int GRACE = 4;

  private final Duration idle;
  private final BlockingQueue<Arrival> arrivals = new ArrayBlockingQueue<>(WAITING);
  private final AtomicReference<Optional<Flow.Subscription>> subscription =
      new AtomicReference<>(Optional.empty());
  private final Deque<ByteBuffer> buffers = new ArrayDeque<>();
  private long waited;
  private long bytes;
  private boolean ended;
  private volatile boolean closed;

  TimedBody(Duration idle) {
    this.idle = idle;
  }

  @Override
  public CompletionStage<InputStream> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription.set(Optional.of(given));
    if (closed) {
      given.cancel();
    } else {
      given.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> content) {
    arrivals.add(new Arrival.Content(content));
  }

  @Override
  public void onError(Throwable cause) {
    arrivals.add(new Arrival.Failure(cause));
  }

  @Override
  public void onComplete() {
    arrivals.add(new Arrival.End());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!ended && buffers.isEmpty()) {
      await();
    }
    if (buffers.isEmpty()) {
      return -1;
    }
    ByteBuffer next = buffers.element();
    int count = Math.min(length, next.remaining());
    next.get(target, offset, count);
    if (!next.hasRemaining()) {
      buffers.remove();
    }
    return count;
  }

  private void await() throws IOException {
    switch (next()) {
      case Arrival.Content(List<ByteBuffer> content) -> {
        content.stream().filter(ByteBuffer::hasRemaining).forEach(buffers::add);
        bytes += content.stream().mapToLong(ByteBuffer::remaining).sum();
        requireHeadway();
        subscription.get().ifPresent(source -> source.request(1));
      }
      case Arrival.End _ -> ended = true;
      case Arrival.Failure(Throwable cause) -> throw new IOException(cause.getMessage(), cause);
    }
  }

  private void requireHeadway() throws IOException {
    boolean dripping = bytes < LEAST_BYTES_PER_SECOND * waited / 1_000_000_000;
    if (waited > GRACE * idle.toNanos() && dripping) {
      close();
      throw new HttpTimeoutException(
          "only %d bytes came in %d seconds".formatted(bytes, waited / 1_000_000_000));
    }
  }

  private Arrival next() throws IOException {
    long began = System.nanoTime();
    try {
      Arrival arrival = arrivals.poll(idle.toMillis(), TimeUnit.MILLISECONDS);
      waited += System.nanoTime() - began;
      if (arrival == null) {
        close();
        throw new HttpTimeoutException("nothing came for " + idle.toSeconds() + " seconds");
      }
      return arrival;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    if (!ended) {
      subscription.get().ifPresent(Flow.Subscription::cancel);
    }
  }
}
