package dev.tidelock.cli.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;

/// A process with all its threads and children, which is stopped before each of its system calls
/// and killed before a chosen one of those that change something.
///
/// The calls of all its threads are counted together, in the order in which they come to them. What
/// counts is what it does below one directory, and what it sends.
final class TracedProcess {
  private static final int STOPPED = 0x7f;
  private static final int TRAP = 5;
  private static final int SYSCALL_TRAP = TRAP | 0x80;
  private static final int EVENT_STOP = 128;
  private static final int SIGKILL = 9;
  private static final int SIGCONT = 18;
  private static final List<Integer> STOPPING = List.of(19, 20, 21, 22);

  private final Path world;
  private final Path output;
  private final CompletableFuture<Ending> ending = new CompletableFuture<>();
  private final CompletableFuture<Long> id = new CompletableFuture<>();
  private final List<Hit> counted = new CopyOnWriteArrayList<>();
  private volatile boolean counting = true;
  private volatile Optional<Point> armed = Optional.empty();
  private Optional<Point> point;
  private Optional<Long> halved = Optional.empty();
  private boolean killed;
  private int exit = -1;

  private TracedProcess(Path world, Path output, Optional<Point> point) {
    this.world = world;
    this.output = output;
    this.point = point;
  }

  /// Where a process is killed.
  ///
  /// @param number before which of its changing calls, from 1
  /// @param part how much of that call is done
  record Point(int number, Part part) {
    @Override
    public String toString() {
      return number + (part == Part.HALF ? " (half)" : "");
    }
  }

  /// How much of a call is done before the kill.
  enum Part {
    NOTHING,
    /// Half of the bytes are written.
    HALF
  }

  /// A call that changes something.
  ///
  /// @param call which
  /// @param target what it changes
  /// @param size how many bytes it writes, if it does
  record Hit(ChangingCall call, String target, long size) {
    /// Whether half of it is worth a try. SQLite copes with that in its own files.
    boolean canBeHalved() {
      return Ptrace.AMD64 && call.canBeHalved() && size > 1 && !target.contains(".db");
    }

    @Override
    public String toString() {
      return call.name().toLowerCase(Locale.ROOT) + " " + target;
    }
  }

  /// How it ended.
  ///
  /// @param killed whether it was killed at its point
  /// @param exit its exit code, or -1 if a signal ended it
  /// @param calls those that counted, the one at which it was killed last
  /// @param output what it said, to both streams
  record Ending(boolean killed, int exit, List<Hit> calls, String output) {
    /// At what it was killed.
    Hit last() {
      return calls.getLast();
    }
  }

  /// Starts a program.
  ///
  /// @param command its command line
  /// @param environment what it finds in its environment
  /// @param directory where it works
  /// @param world the directory below which all counts that it does
  /// @param point where it is killed; nothing to let it end by itself, or until [#killAt]
  static TracedProcess start(
      List<String> command,
      Map<String, String> environment,
      Path directory,
      Path world,
      Optional<Point> point)
      throws IOException {
    Path output = Files.createTempFile("traced-", ".txt");
    TracedProcess traced = new TracedProcess(world, output, point);
    // In a group of its own, so that waiting for it does not take the ends of other children; and
    // below this process, which is all that some systems allow to be traced.
    List<String> line =
        new ArrayList<>(
            List.of(
                "setsid",
                "--fork",
                "--wait",
                "sh",
                "-c",
                "echo $$; kill -STOP $$; exec \"$@\" >" + output + " 2>&1 </dev/null",
                "sh"));
    line.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    Thread.ofPlatform().name("tracer").daemon(true).start(() -> traced.trace(process));
    return traced;
  }

  /// Whether this system lets processes be traced: asked of one that does nothing.
  static boolean isPossible() {
    if (!Ptrace.isKnown()) {
      return false;
    }
    try {
      Path here = Path.of("").toAbsolutePath();
      return start(List.of("true"), Map.of(), here, here, Optional.empty()).await().exit() == 0;
    } catch (IOException | CompletionException _) {
      return false;
    }
  }

  private void trace(Process process) {
    try (Ptrace ptrace = new Ptrace();
        BufferedReader said = process.inputReader()) {
      long leader = Long.parseLong(said.readLine());
      long error = ptrace.seize(leader);
      if (error < 0) {
        ProcessHandle.of(leader).ifPresent(ProcessHandle::destroyForcibly);
        throw new IllegalStateException("a process cannot be traced: error " + -error);
      }
      id.complete(leader);
      follow(ptrace, leader);
      process.waitFor();
      String told = Files.readString(output, StandardCharsets.UTF_8);
      Files.delete(output);
      ending.complete(new Ending(killed, exit, List.copyOf(counted), told));
    } catch (IOException | InterruptedException | RuntimeException failure) {
      id.completeExceptionally(failure);
      ending.completeExceptionally(failure);
    }
  }

  private void follow(Ptrace ptrace, long leader) {
    for (long thread = ptrace.await(leader); thread > 0; thread = ptrace.await(leader)) {
      int status = ptrace.status();
      if ((status & 0xff) != STOPPED) {
        if (thread == leader) {
          exit = (status & STOPPED) == 0 ? status >> 8 & 0xff : -1;
        }
        continue;
      }
      int signal = status >> 8 & 0xff;
      int event = status >> 16;
      if (signal == SYSCALL_TRAP) {
        atCall(ptrace, leader, thread);
      } else if (event == EVENT_STOP && STOPPING.contains(signal)) {
        ptrace.leaveStopped(thread);
        ptrace.signal(leader, SIGCONT);
      } else {
        ptrace.goOn(thread, event == 0 ? signal : 0);
      }
    }
  }

  private void atCall(Ptrace ptrace, long leader, long thread) {
    if (halved.isPresent() && halved.get() == thread) {
      kill(ptrace, leader);
    } else if (halved.isEmpty()) {
      ptrace
          .entry(thread)
          .flatMap(entry -> hit(ptrace, thread, entry))
          .ifPresent(hit -> count(ptrace, leader, thread, hit));
    }
    ptrace.goOn(thread, 0);
  }

  private void count(Ptrace ptrace, long leader, long thread, Hit hit) {
    if (killed || !counting) {
      return;
    }
    if (armed.isPresent()) {
      counted.clear();
      point = armed;
      armed = Optional.empty();
    }
    counted.add(hit);
    if (point.isPresent() && counted.size() == point.get().number()) {
      if (point.get().part() == Part.HALF && hit.canBeHalved()) {
        ptrace.setThirdArgument(thread, hit.size() / 2);
        halved = Optional.of(thread);
      } else {
        kill(ptrace, leader);
      }
    }
  }

  /// A call before which SIGKILL arrives is not made.
  private void kill(Ptrace ptrace, long leader) {
    killed = true;
    ptrace.signal(leader, SIGKILL);
  }

  private Optional<Hit> hit(Ptrace ptrace, long thread, Ptrace.Entry entry) {
    return ChangingCall.of(entry)
        .map(call -> new Hit(call, target(ptrace, thread, entry, call), entry.argument(2)))
        .filter(hit -> counts(hit.target()));
  }

  private boolean counts(String target) {
    return target.startsWith(world.toString())
        || target.startsWith("socket:")
        || target.startsWith("/proc/");
  }

  private static String target(Ptrace ptrace, long thread, Ptrace.Entry entry, ChangingCall call) {
    long argument = entry.argument(call.index());
    return switch (call.shape()) {
      case OF_OPEN_FILE -> link(thread, "fd/" + (int) argument);
      case OF_PATH -> absolute(thread, "cwd", ptrace.text(thread, argument));
      case OF_PATH_BELOW -> {
        String from = (int) argument < 0 ? "cwd" : "fd/" + (int) argument;
        long path = entry.argument(call.index() + 1);
        yield path == 0 ? link(thread, from) : absolute(thread, from, ptrace.text(thread, path));
      }
    };
  }

  private static String absolute(long thread, String from, String path) {
    return path.startsWith("/") ? path : link(thread, from) + "/" + path;
  }

  private static String link(long thread, String name) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + thread, name)).toString();
    } catch (IOException _) {
      return "?";
    }
  }

  /// Begins to count anew, and kills it at a point. What counted so far is forgotten.
  void killAt(Point later) {
    armed = Optional.of(later);
  }

  /// Counts no more, and kills no more.
  ///
  /// @return how many calls were counted
  int stopCounting() {
    counting = false;
    return counted.size();
  }

  /// What it said so far.
  String said() {
    try {
      return Files.exists(output) ? Files.readString(output, StandardCharsets.UTF_8) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether it is over.
  boolean over() {
    return ending.isDone();
  }

  /// Ends it at once, wherever it is.
  void kill() {
    ProcessHandle.of(id.join()).ifPresent(ProcessHandle::destroyForcibly);
  }

  /// Waits for its end.
  Ending await() {
    return ending.join();
  }
}
