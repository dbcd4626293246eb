package dev.tidelock.cli.command;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;

/// A way through TCP to a hub on this machine that counts what passes, headers and all.
final class CountedLine implements AutoCloseable {
  private final ServerSocket socket;
  private final int target;
  private final AtomicLong up = new AtomicLong();
  private final AtomicLong down = new AtomicLong();

  CountedLine(String url) throws IOException {
    this.target = URI.create(url).getPort();
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  /// What passed either way since this was asked last, in bytes.
  long taken() {
    return up.getAndSet(0) + down.getAndSet(0);
  }

  private void serve() {
    try {
      while (true) {
        Socket here = socket.accept();
        Socket there = new Socket(InetAddress.getLoopbackAddress(), target);
        Thread.ofVirtual().start(() -> carry(here, there, up));
        Thread.ofVirtual().start(() -> carry(there, here, down));
      }
    } catch (IOException _) {
      // It was closed.
    }
  }

  private static void carry(Socket from, Socket to, AtomicLong count) {
    byte[] buffer = new byte[1 << 16];
    try (Closeable _ = from;
        Closeable _ = to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        count.addAndGet(n);
        out.write(buffer, 0, n);
      }
    } catch (IOException _) {
      // One side is gone, and the other one is closed with it.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
