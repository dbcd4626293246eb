package dev.tidelock.cli.torture;

import dev.tidelock.generators.Tape;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A way over TCP to a port of this machine. While it is rough, each connection has a fate of its
/// own: it is refused, cut in the middle of whatever goes over it, closed in one direction only, or
/// slow.
final class RoughLink implements AutoCloseable {
  private static final int PIECE = 4096;

  private final ServerSocket door;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final Tally tally;
  private volatile int target;
  private volatile Optional<Tape> weather = Optional.empty();
  private volatile CountDownLatch calm = new CountDownLatch(0);

  /// @param tally counts connections that got lost
  RoughLink(Tally tally) {
    this.tally = tally;
    try {
      this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::serve);
  }

  /// The port at which it begins.
  int port() {
    return door.getLocalPort();
  }

  /// Sets the port to which it leads.
  void leadTo(int port) {
    target = port;
  }

  /// New connections may get lost from now on.
  void rough(Tape tape) {
    calm = new CountDownLatch(1);
    weather = Optional.of(tape);
  }

  /// New connections are safe from now on; those that were to get lost end now.
  void calm() {
    weather = Optional.empty();
    calm.countDown();
    connections.stream().filter(each -> each.fate.kind != Kind.SAFE).forEach(Connection::close);
  }

  /// Cuts all connections that there are.
  void cutAll() {
    connections.forEach(Connection::cut);
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    calm();
    connections.forEach(Connection::close);
  }

  private void serve() {
    while (!door.isClosed()) {
      try {
        Socket device = door.accept();
        Fate fate = weather.map(Fate::of).orElse(Fate.SAFE);
        Thread.ofVirtual().start(() -> connect(device, fate));
      } catch (IOException _) {
        // Closed, which ends the loop, or the device went away while it was let in.
      }
    }
  }

  private void connect(Socket device, Fate fate) {
    try (device) {
      if (fate.kind == Kind.REFUSED) {
        tally.count(Tally.Event.CUT);
        return;
      }
      try (Socket hub = new Socket(InetAddress.getLoopbackAddress(), target)) {
        Connection connection = new Connection(device, hub, fate);
        connections.add(connection);
        try {
          connection.carry();
        } finally {
          connections.remove(connection);
        }
      }
    } catch (IOException | InterruptedException _) {
      // The hub is not there: the device sees its connection end.
      return;
    }
  }

  private enum Kind {
    SAFE,
    REFUSED,
    CUT,
    HALF_CLOSED,
    SLOW
  }

  private enum Way {
    UP,
    DOWN
  }

  /// What becomes of a connection.
  ///
  /// @param way the direction to which it happens
  /// @param after how many bytes went that way before
  /// @param pauseMillis how long each piece is held up
  private record Fate(Kind kind, Way way, long after, int pauseMillis) {
    static final Fate SAFE = new Fate(Kind.SAFE, Way.UP, Long.MAX_VALUE, 0);

    static Fate of(Tape tape) {
      Way way = tape.nextBoolean() ? Way.UP : Way.DOWN;
      int after = tape.nextSize(1 << 21);
      int choice = tape.nextInt(100);
      if (choice < 25) {
        return SAFE;
      } else if (choice < 35) {
        return new Fate(Kind.REFUSED, way, 0, 0);
      } else if (choice < 65) {
        return new Fate(Kind.CUT, way, after, 0);
      } else if (choice < 80) {
        return new Fate(Kind.HALF_CLOSED, way, after, 0);
      }
      return new Fate(Kind.SLOW, way, Long.MAX_VALUE, tape.nextInt(1, 150));
    }
  }

  private final class Connection {
    private final Socket device;
    private final Socket hub;
    private final Fate fate;

    Connection(Socket device, Socket hub, Fate fate) {
      this.device = device;
      this.hub = hub;
      this.fate = fate;
    }

    /// Carries bytes both ways until both ended.
    void carry() throws InterruptedException {
      Thread down = Thread.ofVirtual().start(() -> carry(hub, device, Way.DOWN));
      carry(device, hub, Way.UP);
      down.join();
    }

    private void carry(Socket from, Socket to, Way way) {
      boolean fated = fate.way == way;
      long left = fated ? fate.after : Long.MAX_VALUE;
      byte[] piece = new byte[PIECE];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        int read = in.read(piece);
        while (read >= 0) {
          if (fated && fate.pauseMillis > 0) {
            boolean _ = calm.await(fate.pauseMillis, TimeUnit.MILLISECONDS);
          }
          out.write(piece, 0, (int) Math.min(read, left));
          left -= Math.min(read, left);
          if (left == 0) {
            tally.count(Tally.Event.CUT);
            end(in, to);
            return;
          }
          read = in.read(piece);
        }
        to.shutdownOutput();
      } catch (IOException | InterruptedException _) {
        close();
      }
    }

    private void end(InputStream in, Socket to) throws IOException {
      if (fate.kind == Kind.HALF_CLOSED) {
        to.shutdownOutput();
        in.skip(Long.MAX_VALUE);
      } else {
        close();
      }
    }

    void cut() {
      tally.count(Tally.Event.CUT);
      close();
    }

    void close() {
      try {
        // Without a farewell: what is on the way is lost.
        device.setSoLinger(true, 0);
        hub.setSoLinger(true, 0);
        device.close();
        hub.close();
      } catch (IOException _) {
        // It was closed from another side.
        return;
      }
    }
  }
}
