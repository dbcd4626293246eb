package dev.tidelock.cli.crash;

import dev.tidelock.cli.command.Device;
import dev.tidelock.cli.crash.TracedProcess.Ending;
import dev.tidelock.cli.crash.TracedProcess.Point;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A hub that is killed while it makes itself, database and all, and is started again.
final class HubStartTrial implements Trial {
  private final Program program;

  HubStartTrial(Program program) {
    this.program = program;
  }

  @Override
  public String name() {
    return "first start of a hub";
  }

  @Override
  public boolean isSequential() {
    return true;
  }

  @Override
  public Outcome run(Path base, Optional<Point> point) throws IOException {
    Device keeper = Device.create(base, "keeper");
    Path data = base.resolve("hub");
    HubProcess first = HubProcess.start(program, keeper, data, 0, point);
    boolean answered = first.answers().isPresent();
    first.process().stopCounting();
    Ending ending = first.kill();
    List<String> faults = new ArrayList<>();
    if (answered == ending.killed()) {
      faults.add("it ended by itself: " + ending);
    }
    try (Place place = program.serve(keeper, data, 0)) {
      Pair pair = Pair.strangers(base, place);
      pair.join();
      faults.addAll(pair.rest().faults());
    }
    HubProcess.check(keeper, data, faults);
    return new Outcome(ending, faults);
  }
}
