package dev.tidelock.cli.torture;

import dev.tidelock.cli.demo.DemoDevice;
import dev.tidelock.cli.demo.ProgramLine;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Surroundings;
import dev.tidelock.cli.output.Terminal;
import dev.tidelock.generators.Tape;
import dev.tidelock.workspace.device.DeviceHome;
import dev.tidelock.workspace.machine.Machine;
import dev.tidelock.workspace.remote.ProjectPlace;
import dev.tidelock.workspace.remote.RemoteAccess;
import dev.tidelock.workspace.remote.RemoteUrl;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A hub as a process, behind a [RoughLink]. At times it is killed and started again on what it
/// left behind, sleeps for a while, or is replaced by a backup of it.
final class MeetingHub implements MeetingPlace {
  private static final String EMAIL = "ann@example.org";
  private static final String PASSWORD = "correct horse battery";
  private static final String READER = "reader";

  private final ProgramLine program;
  private final Path base;
  private final Ledger ledger;
  private final Tally tally;
  private final HubServer server;
  private final RoughLink link;
  private CountDownLatch calm = new CountDownLatch(0);
  private CompletableFuture<Void> mishap = CompletableFuture.completedFuture(null);
  private Optional<Copying> copying = Optional.empty();
  private Optional<Set<String>> backedUp = Optional.empty();

  /// @param base where its directories are
  MeetingHub(Path base, ProgramLine program, Ledger ledger, Tally tally) {
    this.program = program;
    this.base = base;
    this.ledger = ledger;
    this.tally = tally;
    this.server = new HubServer(base, program, ledger);
    this.link = new RoughLink(tally);
  }

  @Override
  public void begin() {
    server.make(EMAIL, PASSWORD);
    link.leadTo(server.start());
    admit(new Station(READER, base, program, ledger, 0));
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
    return new RemoteAccess(
            surroundings.process(), new DeviceHome(surroundings.process(), Machine.RANDOMNESS))
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
    int kind = choice % 10;
    if (kind < 4 && mishap.isDone()) {
      mishap.join();
      CountDownLatch soon = new CountDownLatch(1);
      calm = soon;
      int before = own.nextInt(3000);
      int after = own.nextInt(2000);
      mishap =
          CompletableFuture.runAsync(
              kind < 3 ? () -> killed(soon, before, after) : () -> asleep(soon, before, 3 * after));
    } else if (kind == 4 && copying.isEmpty()) {
      copying = Optional.of(new Copying(server.startBackup(), ledger.taken()));
    } else if (kind == 5) {
      restore();
    }
  }

  private void killed(CountDownLatch soon, int before, int after) {
    pause(soon, before);
    server.kill();
    tally.count(Tally.Event.HUB_KILL);
    pause(soon, after);
    server.start();
  }

  private void asleep(CountDownLatch soon, int before, int millis) {
    pause(soon, before);
    try (Suspension _ = Suspension.of(server.process())) {
      ledger.note("the hub sleeps");
      tally.count(Tally.Event.HUB_SUSPENSION);
      pause(soon, millis);
    }
    ledger.note("the hub is awake");
  }

  private static void pause(CountDownLatch soon, int millis) {
    try {
      boolean _ = soon.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new CompletionException(e);
    }
  }

  /// Replaces the hub by its latest backup, if there is one.
  private void restore() {
    endCopying();
    if (backedUp.isEmpty()) {
      return;
    }
    endMishap();
    server.kill();
    server.restore();
    ledger.wentBack(backedUp.get());
    tally.count(Tally.Event.HUB_RESTORE);
    server.start();
  }

  /// A backup on its way.
  ///
  /// @param running its process
  /// @param holds what the hub held for sure when it began
  private record Copying(DemoDevice.Running running, Set<String> holds) {}

  private void endCopying() {
    copying.ifPresent(each -> {
      DemoDevice.Run run = each.running().await();
      if (run.exit() == 0) {
        backedUp = Optional.of(each.holds());
        tally.count(Tally.Event.HUB_BACKUP);
      } else if (run.exit() != ExitCode.BUSY.number()) {
        throw new AssertionError("the hub cannot be backed up: " + run.output());
      }
    });
    copying = Optional.empty();
  }

  private void endMishap() {
    calm.countDown();
    mishap.join();
  }

  @Override
  public void calm() {
    link.calm();
    endMishap();
    endCopying();
  }

  @Override
  public List<ExitCode> excuses() {
    return List.of(ExitCode.UNREACHABLE, ExitCode.TIMEOUT, ExitCode.BUSY);
  }

  @Override
  public Optional<String> fault() {
    return server.fault();
  }

  @Override
  public void close() {
    calm.countDown();
    CompletableFuture<Void> last = mishap.handle((_, _) -> null);
    last.join();
    copying.ifPresent(each -> {
      each.running().kill();
      each.running().await();
    });
    server.kill();
    link.close();
  }
}
