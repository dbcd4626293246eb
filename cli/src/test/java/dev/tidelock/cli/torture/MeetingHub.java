package dev.tidelock.cli.torture;

import dev.tidelock.cli.demo.DemoDevice;
import dev.tidelock.cli.demo.ProgramLine;
import dev.tidelock.cli.device.DeviceHome;
import dev.tidelock.cli.machine.Machine;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Surroundings;
import dev.tidelock.cli.output.Terminal;
import dev.tidelock.cli.remote.ProjectPlace;
import dev.tidelock.cli.remote.RemoteAccess;
import dev.tidelock.cli.remote.RemoteUrl;
import dev.tidelock.generators.Tape;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A hub as a process, behind a [RoughLink]. It is killed at times, and started again on what it
/// left behind.
final class MeetingHub implements MeetingPlace {
  private static final String EMAIL = "ann@example.org";
  private static final String PASSWORD = "correct horse battery";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(5);
  private static final String READER = "reader";

  private final DemoDevice server;
  private final String data;
  private final Path base;
  private final Ledger ledger;
  private final RoughLink link = new RoughLink();
  private DemoDevice.Running hub;
  private int port;
  private CountDownLatch calm = new CountDownLatch(0);
  private CompletableFuture<Void> mishap = CompletableFuture.completedFuture(null);
  private final AtomicInteger kills = new AtomicInteger();

  MeetingHub(Path base, ProgramLine program, Ledger ledger) {
    this.server = new DemoDevice("server", "root", base, program);
    this.data = base.resolve("hub").toString();
    this.base = base;
    this.ledger = ledger;
    DemoDevice.Run added =
        server.typing(
            PASSWORD + "\n", "hub", "user", "add", EMAIL, "--password-stdin", "--data", data);
    if (added.exit() != 0) {
      throw new AssertionError(added.output());
    }
    this.hub = start();
    admit(new Station(READER, base, program, ledger, 0));
  }

  private DemoDevice.Running start() {
    DemoDevice.Running started =
        server.start("hub", "serve", "--data", data, "--listen", "127.0.0.1:" + port);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (address(started).isEmpty()) {
      boolean over = started.over(POLL);
      if (over || System.nanoTime() > end) {
        throw new AssertionError("the hub does not answer: " + started.said());
      }
    }
    port = URI.create(address(started).get()).getPort();
    link.leadTo(port);
    return started;
  }

  private static Optional<String> address(DemoDevice.Running started) {
    return started
        .said()
        .lines()
        .flatMap(line -> List.of(line.split(" ")).stream())
        .filter(word -> word.matches("http://.*:\\d+/?"))
        .findFirst();
  }

  @Override
  public String url() {
    return "http://127.0.0.1:" + link.port();
  }

  @Override
  public String url(String project) {
    return url() + "/" + project;
  }

  @Override
  public void admit(Station station) {
    Station.Answer answer =
        station.typing(PASSWORD + "\n", "login", url(), "--email", EMAIL, "--password-stdin");
    if (!answer.ended(ExitCode.OK)) {
      throw new AssertionError(answer.told());
    }
  }

  @Override
  public ProjectPlace open() {
    Map<String, String> environment =
        Map.of("TIDELOCK_HOME", base.resolve(READER + "-home").toString());
    Surroundings surroundings =
        new Surroundings(base, environment, Terminal.ofProcess(), InstantSource.system());
    return new RemoteAccess(surroundings, new DeviceHome(surroundings, Machine.RANDOMNESS))
        .open(RemoteUrl.parse(url()));
  }

  @Override
  public void disturb(Tape tape) {
    int choice = tape.nextInt(100);
    Tape own = Tape.of(tape.nextLong());
    if (choice < 50) {
      if (own.chance(0.3)) {
        link.cutAll();
      }
      link.rough(own);
    } else {
      link.calm();
    }
    if (choice % 10 < 3 && mishap.isDone()) {
      mishap.join();
      CountDownLatch soon = new CountDownLatch(1);
      calm = soon;
      int before = own.nextInt(3000);
      int after = own.nextInt(2000);
      mishap = CompletableFuture.runAsync(() -> killAndRestart(soon, before, after));
    }
  }

  private void killAndRestart(CountDownLatch soon, int before, int after) {
    try {
      boolean _ = soon.await(before, TimeUnit.MILLISECONDS);
      hub.kill();
      kills.incrementAndGet();
      DemoDevice.Run run = hub.await();
      String said = run.output();
      ledger.note(
          "the hub was killed; it said " + said.substring(Math.max(0, said.length() - 500)));
      boolean _ = soon.await(after, TimeUnit.MILLISECONDS);
      hub = start();
      ledger.note("the hub answers again");
    } catch (InterruptedException e) {
      throw new CompletionException(e);
    }
  }

  @Override
  public void calm() {
    link.calm();
    calm.countDown();
    mishap.join();
  }

  @Override
  public List<ExitCode> excuses() {
    return List.of(ExitCode.UNREACHABLE, ExitCode.BUSY);
  }

  @Override
  public Optional<String> fault() {
    DemoDevice.Run checked = server.run("hub", "check", "--data", data);
    return checked.exit() == 0
        ? Optional.empty()
        : Optional.of("hub check ended with " + checked.exit() + ": " + checked.output());
  }

  @Override
  public String summary() {
    return ", %d kills of the hub, %d connections lost".formatted(kills.get(), link.cuts());
  }

  @Override
  public void close() {
    calm.countDown();
    CompletableFuture<Void> last = mishap.handle((_, _) -> null);
    last.join();
    hub.kill();
    ledger.note("the hub said " + hub.await().output());
    link.close();
  }
}
