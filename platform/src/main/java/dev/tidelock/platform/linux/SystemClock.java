package dev.tidelock.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.tidelock.engine.port.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;

/// The machine's clocks. Its monotonic time also counts while the machine sleeps, so that what was
/// so for ten minutes before the lid was closed is old enough when it is opened. Safe for use by
/// any thread.
public final class SystemClock implements Clock {
  private static final int CLOCK_BOOTTIME = 7;
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private final Kernel kernel = new Kernel();
  private final MemorySegment time = kernel.allocate(2L * Long.BYTES);
  private final String boot;

  /// @throws UncheckedIOException if the system does not tell when it started
  public SystemClock() {
    try {
      boot = Files.readString(BOOT_ID).strip();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public long wallMillis() {
    return System.currentTimeMillis();
  }

  @Override
  public synchronized long monotonicNanos() {
    if (kernel.call(Call.CLOCK_GETTIME, CLOCK_BOOTTIME, time.address(), 0) != 0) {
      throw new IllegalStateException("the kernel has no clock since its start");
    }
    return time.getAtIndex(JAVA_LONG, 0) * 1_000_000_000 + time.getAtIndex(JAVA_LONG, 1);
  }

  @Override
  public String boot() {
    return boot;
  }
}
