package dev.tidelock.hub;

import dev.tidelock.hubclient.HubAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;

/// A way through TCP that cuts what passes after so many bytes, or changes a byte of it: once,
/// until the next trouble is made, or again and again.
final class TroubledLine implements AutoCloseable {
  private final ServerSocket socket;
  private final URI target;
  private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);
  private volatile long next = Long.MAX_VALUE;
  private final AtomicLong passed = new AtomicLong();
  private volatile Trouble trouble = Trouble.CUT;
  private volatile Way way = Way.DOWN;

  /// What happens.
  enum Trouble {
    /// Both ways are closed.
    CUT,
    /// A byte changes.
    GARBLE
  }

  /// To whom.
  enum Way {
    /// What the device sends.
    UP,
    /// What the hub sends.
    DOWN
  }

  TroubledLine(URI target) throws IOException {
    this.target = target;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  HubAddress address() {
    return HubAddress.parse("http://127.0.0.1:" + socket.getLocalPort());
  }

  /// Makes trouble for what passes after so many bytes from now on.
  void trouble(Trouble kind, Way whom, long after) {
    trouble = kind;
    way = whom;
    next = Long.MAX_VALUE;
    left.set(after);
  }

  /// Cuts whenever so many more bytes have passed.
  void cutEvery(Way whom, long bytes) {
    trouble = Trouble.CUT;
    way = whom;
    next = bytes;
    left.set(bytes);
  }

  /// Makes no trouble.
  void calm() {
    next = Long.MAX_VALUE;
    left.set(Long.MAX_VALUE);
  }

  /// How many bytes passed on either way, in all.
  long passed() {
    return passed.get();
  }

  private void serve() {
    try {
      while (true) {
        Socket here = socket.accept();
        Socket there = new Socket(target.getHost(), target.getPort());
        Thread.ofVirtual().start(() -> pass(here, there, Way.UP));
        Thread.ofVirtual().start(() -> pass(there, here, Way.DOWN));
      }
    } catch (IOException _) {
      return;
    }
  }

  private void pass(Socket from, Socket to, Way going) {
    byte[] buffer = new byte[8192];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        passed.addAndGet(count);
        if (going != way || !isDue(count)) {
          out.write(buffer, 0, count);
          continue;
        }
        int at = (int) Math.min(count - 1L, left.getAndSet(next));
        if (trouble == Trouble.CUT) {
          out.write(buffer, 0, at);
          return;
        }
        buffer[at] ^= 1;
        out.write(buffer, 0, count);
      }
    } catch (IOException _) {
      return;
    }
  }

  /// Whether the trouble lies within the next so many bytes; else they are counted.
  private synchronized boolean isDue(int count) {
    if (left.get() == Long.MAX_VALUE) {
      return false;
    }
    if (left.get() < count) {
      return true;
    }
    left.addAndGet(-count);
    return false;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
