package dev.tidelock.cli.demo;

import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Words;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The second half of the story: a hub, a device that finds the project there, edits that arrive by
/// themselves, a spell without the hub.
final class HubStory {
  private static final int EDITS = 5;

  /// Where the hub keeps everything, seen from where the story is played.
  private static final String DATA = "hub";

  private final Stage stage;
  private final Narrator narrator;
  private final DemoDevice server;
  private final DemoDevice laptop;
  private final DemoDevice tablet;
  private final String email;
  private final String password;
  private Optional<DemoDevice.Running> hub = Optional.empty();
  private String url = "";

  HubStory(Stage stage, String email, String password) {
    this.stage = stage;
    this.narrator = stage.narrator();
    this.server = stage.device("server", "root");
    this.laptop = stage.device("laptop", "ann");
    this.tablet = stage.device("tablet", "ann");
    this.email = email;
    this.password = password;
  }

  /// How to use the hub, if it was started.
  Optional<HubAccess> access() {
    return hub.map(running -> new HubAccess(url, running.id(), email, password));
  }

  /// Plays it. The hub runs on afterwards, until it is [#stop]ped.
  void play() {
    oneAddress();
    live();
  }

  /// Stops the hub, if it runs.
  void stop() {
    hub.ifPresent(DemoDevice.Running::terminate);
  }

  private void oneAddress() {
    narrator.step("A hub: one address that devices find each other through");
    user();
    serve("127.0.0.1:0");
    for (DemoDevice device : List.of(laptop, tablet)) {
      stage.run(
          device, password + "\n", ExitCode.OK, "login", url, "--email", email, "--password-stdin");
    }
    stage.run(laptop, "remote", "add", "hub", url);
    stage.run(laptop, "sync");
    stage.run(tablet, "clone", DirectoryStory.PROJECT, "tablet", "--remote", url);
    stage.same(List.of(laptop, tablet));
  }

  private void user() {
    stage.run(
        server,
        password + "\n",
        ExitCode.OK,
        "hub",
        "user",
        "add",
        email,
        "--password-stdin",
        "--data",
        DATA);
  }

  private void serve(String listen) {
    DemoDevice.Running running =
        stage.start(server, "hub", "serve", "--data", DATA, "--listen", listen);
    hub = Optional.of(running);
    Duration took = stage.await("an answer of the hub", running, () -> !address(running).isEmpty());
    url = address(running);
    narrator.found("it answers at " + url + " after " + Words.duration(took));
  }

  private static String address(DemoDevice.Running running) {
    return running
        .said()
        .lines()
        .flatMap(line -> List.of(line.split(" ")).stream())
        .filter(word -> word.startsWith("http://"))
        .findFirst()
        .orElse("");
  }

  private void live() {
    narrator.step("Edits arrive by themselves");
    DemoDevice.Running here = stage.start(laptop, "sync", "--watch");
    DemoDevice.Running there = stage.start(tablet, "sync", "--watch");
    try {
      edits(here, there);
      withoutTheHub(there);
    } finally {
      here.terminate();
      there.terminate();
    }
    stage.same(List.of(laptop, tablet));
  }

  private void edits(DemoDevice.Running here, DemoDevice.Running there) {
    // The first one waits until both watch.
    write(laptop, 0);
    arrived(tablet, 0, there);
    List<Duration> times = new ArrayList<>();
    for (int i = 1; i <= EDITS; i++) {
      boolean fromLaptop = i % 2 == 0;
      write(fromLaptop ? laptop : tablet, i);
      times.add(arrived(fromLaptop ? tablet : laptop, i, fromLaptop ? there : here));
    }
    times.sort(null);
    narrator.found(
        "%d edits, in turn on the laptop and on the tablet, were on the other one after %s to %s"
            .formatted(EDITS, Words.duration(times.getFirst()), Words.duration(times.getLast())));
  }

  private void withoutTheHub(DemoDevice.Running there) {
    narrator.step("kill -9 of the hub, work without it, and its return");
    hub.ifPresent(DemoDevice.Running::kill);
    narrator.command(server.name(), "kill -9 the hub");
    write(laptop, EDITS + 1);
    write(tablet, EDITS + 2);
    narrator.tell("Meanwhile a page is written on the laptop, and another on the tablet.");
    serve(url.replaceAll("^http://|/$", ""));
    Duration took = arrived(tablet, EDITS + 1, there).plus(arrived(laptop, EDITS + 2, there));
    narrator.found("both pages are on both devices " + Words.duration(took) + " later");
  }

  private static String page(int number) {
    return "journal/page-%d.md".formatted(number);
  }

  private static String text(int number) {
    return "# Page %d\n\nWritten while others read.\n".formatted(number);
  }

  private static void write(DemoDevice device, int number) {
    device.write(page(number), text(number));
  }

  private Duration arrived(DemoDevice device, int number, DemoDevice.Running process) {
    return stage.await(
        page(number) + " on the " + device.name(),
        process,
        () ->
            Files.exists(device.directory().resolve(page(number)))
                && device.read(page(number)).equals(text(number)));
  }
}
