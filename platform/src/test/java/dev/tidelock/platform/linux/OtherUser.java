package dev.tidelock.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.atomic.AtomicReference;

/// A thread that acts without root's privileges: the bare system call, unlike libc's function,
/// changes the user of the calling thread alone.
final class OtherUser {
  private static final long NOBODY = 65534;
  private static final long SETRESUID = Machine.X86_64 ? 117 : 147;

  private OtherUser() {}

  /// Runs the body as nobody; skips the test where this process may not.
  static void run(Runnable body) {
    assumeTrue(System.getProperty("user.name").equals("root"), "only root can act as another user");
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                become(NOBODY);
                body.run();
              } catch (Throwable thrown) {
                failure.set(thrown);
              }
            });
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
    if (failure.get() != null) {
      throw new AssertionError("as another user: " + failure.get(), failure.get());
    }
  }

  @SuppressWarnings("restricted")
  private static void become(long user) throws Throwable {
    Linker linker = Linker.nativeLinker();
    MethodHandle call =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("syscall"),
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    assertThat((long) call.invokeExact(SETRESUID, user, user, user)).isZero();
  }
}
