package dev.tidelock.cli.demo;

import dev.tidelock.cli.output.Terminal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The story: devices that share a project, through a directory and then through a hub. Whatever
/// does not go as told ends it with a [dev.tidelock.cli.output.Failure].
public final class Demonstration implements AutoCloseable {
  /// The names of the devices, and of their directories.
  public static final List<String> DEVICES = List.of("laptop", "desktop", "tablet");

  private static final String EMAIL = "ann@example.org";

  private final Stage stage;
  private final HubStory hub;

  /// @param terminal where it is told
  /// @param base an empty directory to play in
  /// @param program what the devices run
  /// @param password a password for the hub, made for this run
  public Demonstration(Terminal terminal, Path base, ProgramLine program, String password) {
    this.stage = new Stage(new Narrator(terminal), base, program);
    this.hub = new HubStory(stage, EMAIL, password);
  }

  /// Plays it all.
  public void play() {
    stage
        .narrator()
        .tell(
            "Devices, each with an identity of its own (TIDELOCK_HOME), sync through a plain"
                + " directory, and then through a hub. All of it is below "
                + stage.base()
                + "; every line after a $ is run as a process of its own.");
    new DirectoryStory(stage).play();
    hub.play();
    end();
  }

  private void end() {
    stage.narrator().step("The end");
    DemoDevice laptop = stage.device("laptop", "ann");
    List<DemoDevice> devices =
        List.of(laptop, stage.device("desktop", "ben"), stage.device("tablet", "ann"));
    for (DemoDevice device : devices) {
      stage.run(device, "sync");
      stage.run(device, "verify");
    }
    stage.same(devices);
  }

  /// How to use the hub, if it runs.
  public Optional<HubAccess> access() {
    return hub.access();
  }

  /// Stops the hub.
  @Override
  public void close() {
    hub.stop();
  }
}
