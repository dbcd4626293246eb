package dev.tidelock.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The kernel's system call interface. For use by one thread at a time.
///
/// Everything goes through libc's `syscall`, so that one handle is linked and not one per function
/// (each costs about 5 ms of start-up), and so that nothing depends on which functions and
/// structure layouts a libc has: the kernel never changes its own.
class Kernel implements AutoCloseable {
  private static final MethodHandle SYSCALL = link();
  private static final int EINTR = 4;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment errno = arena.allocate(Linker.Option.captureStateLayout());

  // Restricted because a wrong signature would crash the JVM.
  @SuppressWarnings("restricted")
  private static MethodHandle link() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("syscall"),
        FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
        Linker.Option.firstVariadicArg(1),
        Linker.Option.captureCallState("errno"));
  }

  /// Memory that lives as long as this kernel is open.
  MemorySegment allocate(long size) {
    return arena.allocate(size, Long.BYTES);
  }

  /// Performs a call, again when a signal interrupts it: its result, or a negative error number.
  long call(Call call, long a, long b, long c, long d, long e) {
    while (true) {
      long result = invoke(call.number(), a, b, c, d, e);
      if (result != -1) {
        return result;
      }
      int error = errno.get(JAVA_INT, 0);
      // An interrupted close has closed; a second one could hit somebody else's new file.
      if (error != EINTR || call == Call.CLOSE) {
        return -error;
      }
    }
  }

  final long call(Call call, long a, long b, long c, long d) {
    return call(call, a, b, c, d, 0);
  }

  final long call(Call call, long a, long b, long c) {
    return call(call, a, b, c, 0, 0);
  }

  final long call(Call call, long a) {
    return call(call, a, 0, 0, 0, 0);
  }

  private long invoke(long number, long a, long b, long c, long d, long e) {
    try {
      return (long) SYSCALL.invokeExact(errno, number, a, b, c, d, e);
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable impossible) {
      throw new IllegalStateException("a system call threw", impossible);
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
