package dev.tidelock.platform.database;

import dev.tidelock.engine.port.Clock;
import dev.tidelock.engine.port.DatabaseFailure.Reason;
import java.util.function.Consumer;

/// When a database may be read, and for how long at a time.
interface Slices {
  /// Reads during one slice.
  void read(Consumer<Slice> work);

  /// Whether all slices are of one transaction, so that it does not matter when each is read.
  default boolean isSteady() {
    return false;
  }

  /// One slice.
  interface Slice {
    /// How many rows a query has at most.
    long rows();

    /// Whether more can be read, given the bytes that were.
    boolean goesOn(long bytes);

    /// Whether nothing may stay open at its end.
    boolean ends();
  }

  /// Within one transaction that lasts: a slice is what fits in memory.
  static Slices steady() {
    return new Slices() {
      @Override
      public void read(Consumer<Slice> work) {
        work.accept(new Steady());
      }

      @Override
      public boolean isSteady() {
        return true;
      }
    };
  }

  /// One part of what is read in one transaction.
  final class Steady implements Slice {
    private static final int ROWS = 256;
    private static final long BYTES = 1 << 20;

    private int rows;

    @Override
    public long rows() {
      return Long.MAX_VALUE;
    }

    @Override
    public boolean goesOn(long bytes) {
      rows++;
      return rows < ROWS && bytes < BYTES;
    }

    @Override
    public boolean ends() {
      return false;
    }
  }

  /// In transactions that are over before the application, which waits for them, notices: within 50
  /// ms.
  ///
  /// @param link the connection
  /// @param clock tells how long a slice lasts
  /// @param schema the version of the schema that must still be
  record Brief(Link link, Clock clock, long schema) implements Slices {
    /// SQLite lets a writer look again after 1, 3, 8, 18, 33 and 53 ms. A slice that is over before
    /// 18 is one that it waits 33 for at most, even if the machine is slow.
    private static final long NANOS = 15_000_000;

    private static final long ROWS = 1000;
    private static final long BYTES = 4 << 20;

    @Override
    public void read(Consumer<Slice> work) {
      long start = clock.monotonicNanos();
      link.execute("BEGIN");
      boolean done = false;
      try {
        if (link.number("PRAGMA main.schema_version") != schema) {
          throw link.failures().of(Reason.CHANGED, "a schema changed while rows were read");
        }
        work.accept(
            new Slice() {
              @Override
              public long rows() {
                return ROWS;
              }

              @Override
              public boolean goesOn(long bytes) {
                return bytes < BYTES && clock.monotonicNanos() - start < NANOS;
              }

              @Override
              public boolean ends() {
                return true;
              }
            });
        link.execute("COMMIT");
        done = true;
      } finally {
        if (!done) {
          link.undo();
        }
      }
    }
  }
}
