package dev.tidelock.cli.crash;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Linux's `ptrace`, with which one process stops another at each of its system calls: ptrace(2).
/// All that is traced obeys the one thread that began to trace it.
final class Ptrace implements AutoCloseable {
  static final boolean AMD64 = System.getProperty("os.arch").equals("amd64");
  private static final boolean AARCH64 = System.getProperty("os.arch").equals("aarch64");

  private static final long PTRACE = AMD64 ? 101 : 117;
  private static final long WAIT4 = AMD64 ? 61 : 260;
  private static final long KILL = AMD64 ? 62 : 129;
  private static final long PROCESS_VM_READV = AMD64 ? 310 : 270;

  private static final long POKEUSER = 6;
  private static final long SYSCALL = 24;
  private static final long SEIZE = 0x4206;
  private static final long LISTEN = 0x4208;
  private static final long GET_SYSCALL_INFO = 0x420e;
  private static final int ENTRY = 1;

  /// `TRACESYSGOOD`, and whatever is made by fork, vfork, clone and exec; all die with the tracer.
  private static final long OPTIONS = 0x1 | 0x2 | 0x4 | 0x8 | 0x10 | 0x100000;

  private static final long ALL_KINDS = 0x40000000;
  private static final int INFO = 128;
  private static final int PAGE = 4096;
  private static final int LONGEST = 4096;

  /// Where the third argument of a call lies among the registers of a stopped thread: `rdx`.
  private static final long THIRD_ARGUMENT = 12 * Long.BYTES;

  private final MethodHandle system;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment errno = arena.allocate(Linker.Option.captureStateLayout());
  private final MemorySegment status = arena.allocate(JAVA_INT);
  private final MemorySegment info = arena.allocate(INFO, Long.BYTES);
  private final MemorySegment page = arena.allocate(PAGE);
  private final MemorySegment here = arena.allocate(2L * Long.BYTES, Long.BYTES);
  private final MemorySegment there = arena.allocate(2L * Long.BYTES, Long.BYTES);

  // Restricted because a wrong signature would crash the JVM.
  @SuppressWarnings("restricted")
  Ptrace() {
    Linker linker = Linker.nativeLinker();
    system =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("syscall"),
            FunctionDescriptor.of(
                JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                JAVA_LONG),
            Linker.Option.firstVariadicArg(1),
            Linker.Option.captureCallState("errno"));
  }

  /// Whether it can be used on such a machine at all.
  static boolean isKnown() {
    return System.getProperty("os.name").equals("Linux") && (AMD64 || AARCH64);
  }

  /// A thread that is about to make a system call.
  ///
  /// @param call its number
  record Entry(long call, List<Long> arguments) {
    long argument(int index) {
      return arguments.get(index);
    }
  }

  private long call(long number, long a, long b, long c, long d, long e, long f) {
    try {
      long result = (long) system.invokeExact(errno, number, a, b, c, d, e, f);
      return result == -1 ? -errno.get(JAVA_INT, 0) : result;
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable impossible) {
      throw new IllegalStateException("a system call threw", impossible);
    }
  }

  private long trace(long request, long thread, long address, long data) {
    return call(PTRACE, request, thread, address, data, 0, 0);
  }

  /// Begins to trace a process.
  ///
  /// @return 0, or why that cannot be, as a negative error number
  long seize(long process) {
    return trace(SEIZE, process, 0, OPTIONS);
  }

  /// Waits until something happens to a thread of a process group.
  ///
  /// @return the thread, or a negative error number if there is none any more
  long await(long group) {
    return call(WAIT4, -group, status.address(), ALL_KINDS, 0, 0, 0);
  }

  /// What [#await] saw, as wait(2) encodes it.
  int status() {
    return status.get(JAVA_INT, 0);
  }

  /// Lets a stopped thread go on to its next system call.
  void goOn(long thread, int signal) {
    trace(SYSCALL, thread, 0, signal);
  }

  /// Leaves a stopped thread stopped until a signal wakes it.
  void leaveStopped(long thread) {
    trace(LISTEN, thread, 0, 0);
  }

  void signal(long process, int signal) {
    call(KILL, process, signal, 0, 0, 0, 0);
  }

  /// The call that a stopped thread is about to make; nothing if it has just made one.
  Optional<Entry> entry(long thread) {
    long size = trace(GET_SYSCALL_INFO, thread, INFO, info.address());
    if (size <= 0 || info.get(JAVA_BYTE, 0) != ENTRY) {
      return Optional.empty();
    }
    List<Long> arguments = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      arguments.add(info.get(JAVA_LONG, 32 + (long) i * Long.BYTES));
    }
    return Optional.of(new Entry(info.get(JAVA_LONG, 24), arguments));
  }

  /// Changes the third argument of the call that a stopped thread is about to make.
  void setThirdArgument(long thread, long value) {
    if (!AMD64) {
      throw new IllegalStateException("the registers of this machine are not known");
    }
    trace(POKEUSER, thread, THIRD_ARGUMENT, value);
  }

  /// The text at an address of a stopped thread, up to its NUL.
  String text(long thread, long address) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long at = address;
    while (bytes.size() < LONGEST) {
      int length = (int) (PAGE - at % PAGE);
      here.set(JAVA_LONG, 0, page.address());
      here.set(JAVA_LONG, Long.BYTES, length);
      there.set(JAVA_LONG, 0, at);
      there.set(JAVA_LONG, Long.BYTES, length);
      if (call(PROCESS_VM_READV, thread, here.address(), 1, there.address(), 1, 0) != length) {
        return "?";
      }
      for (int i = 0; i < length; i++) {
        byte b = page.get(JAVA_BYTE, i);
        if (b == 0) {
          return bytes.toString(StandardCharsets.UTF_8);
        }
        bytes.write(b);
      }
      at += length;
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    arena.close();
  }
}
