package dev.tidelock.cli.crash;

import dev.tidelock.cli.command.Device;
import dev.tidelock.cli.crash.TracedProcess.Ending;
import dev.tidelock.cli.crash.TracedProcess.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/// A hub that is killed while a device pushes, and is started again while that device still tries.
final class HubPushTrial implements Trial {
  private static final long POLL_NANOS = 5_000_000;

  private final Program program;
  private Optional<Pair.Rest> reference = Optional.empty();

  HubPushTrial(Program program) {
    this.program = program;
  }

  @Override
  public String name() {
    return "a hub takes a push";
  }

  @Override
  public boolean isSequential() {
    return false;
  }

  @Override
  public Outcome run(Path base, Optional<Point> point) throws IOException {
    if (reference.isEmpty()) {
      reference = Optional.of(reference(Files.createDirectory(base.resolve("whole"))));
    }
    Device keeper = Device.create(base, "keeper");
    Path data = base.resolve("hub");
    Place.Served.addAccount(keeper, data);
    List<String> faults = new ArrayList<>();
    HubProcess hub = HubProcess.start(program, keeper, data, 0, Optional.empty());
    Place.Served place = new Place.Served(hub.answers().orElseThrow(), hub);
    Pair pair = Pair.strangers(base, place);
    pair.join();
    Pair.change(pair.alpha());
    Set<String> owed =
        Pair.contents(Shown.in(pair.alpha().directory()), Shown.in(pair.beta().directory()));
    hub.process().killAt(point.orElse(new Point(Integer.MAX_VALUE, TracedProcess.Part.NOTHING)));
    CompletableFuture<Device.Result> push =
        CompletableFuture.supplyAsync(() -> pair.alpha().run("sync", "--json"));
    while (!push.isDone() && !hub.process().over()) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    hub.process().stopCounting();
    Ending ending = hub.kill();
    try (Place again = program.serve(keeper, data, place.port())) {
      Device.Result pushed = push.join();
      if (!List.of(0, 6, 7).contains(pushed.exit())) {
        faults.add("the push ended with " + pushed);
      }
      Pair later = new Pair(base, again, pair.alpha(), pair.beta());
      Pair.Rest rest = later.rest();
      faults.addAll(rest.faults());
      rest.compare(reference.get(), faults);
      later.losses(owed, faults);
    }
    HubProcess.check(keeper, data, faults);
    return new Outcome(ending, faults);
  }

  private static Pair.Rest reference(Path base) throws IOException {
    try (Place place = Place.Served.inThisProcess(base.resolve("hub"), 0)) {
      Pair pair = Pair.strangers(base, place);
      pair.join();
      Pair.change(pair.alpha());
      return pair.rest();
    }
  }
}
