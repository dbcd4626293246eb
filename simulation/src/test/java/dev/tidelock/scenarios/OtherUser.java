package dev.tidelock.scenarios;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidelock.engine.sync.SyncOutcome;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/// Lets a device act without root's privileges, whom no permission holds back.
final class OtherUser {
  private static final long NOBODY = 65534;

  private OtherUser() {}

  /// Takes permissions away, in whatever way, and syncs as somebody who needs them.
  static SyncOutcome with(World world, Device device, Restriction restriction) throws IOException {
    if (!System.getProperty("user.name").equals("root")) {
      restriction.apply();
      return device.sync();
    }
    Files.setPosixFilePermissions(world.directory(), PosixFilePermissions.fromString("rwxrwxrwx"));
    give(world.directory(), "nobody");
    restriction.apply();
    AtomicReference<Optional<SyncOutcome>> outcome = new AtomicReference<>(Optional.empty());
    AtomicReference<Optional<Throwable>> failure = new AtomicReference<>(Optional.empty());
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                become(NOBODY);
                outcome.set(Optional.of(device.syncUnwitnessed()));
              } catch (Throwable thrown) {
                failure.set(Optional.of(thrown));
              }
            });
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
    failure
        .get()
        .ifPresent(thrown -> {
          throw new AssertionError("as another user", thrown);
        });
    give(world.directory(), "root");
    return outcome.get().orElseThrow();
  }

  private static void give(Path top, String name) throws IOException {
    UserPrincipal owner =
        top.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(name);
    try (Stream<Path> all = Files.walk(top)) {
      for (Path path : all.toList()) {
        Files.setAttribute(path, "posix:owner", owner, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  @SuppressWarnings("restricted")
  private static void become(long user) throws Throwable {
    String machine = System.getProperty("os.arch");
    assumeTrue(machine.equals("amd64") || machine.equals("aarch64"), "unknown system calls");
    long setresuid = machine.equals("amd64") ? 117 : 147;
    Linker linker = Linker.nativeLinker();
    MethodHandle call =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("syscall"),
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    if ((long) call.invokeExact(setresuid, user, user, user) != 0) {
      throw new AssertionError("cannot become another user");
    }
  }

  /// Takes permissions away.
  @FunctionalInterface
  interface Restriction {
    void apply() throws IOException;
  }
}
