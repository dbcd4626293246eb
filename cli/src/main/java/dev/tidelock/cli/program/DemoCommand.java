package dev.tidelock.cli.program;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.demo.Demonstration;
import dev.tidelock.cli.demo.ProgramLine;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Style;
import dev.tidelock.cli.output.Words;
import dev.tidelock.workspace.machine.Machine;
import dev.tidelock.workspace.machine.Reasons;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// `tidelock demo`: shows the main job on real files, with real processes.
@CommandLine.Command(
    name = "demo",
    description = "Show in a temporary directory, on devices and a hub, what syncing is like.",
    footer = {
      "",
      "Examples:",
      "  tidelock demo           plays it, compares all devices byte by byte, and removes everything",
      "  tidelock demo --keep    leaves the devices and the hub, to go on with",
      "",
      "It takes about a minute, needs no network, and touches nothing of yours. The exit code is 0",
      "only if all devices were equal in the end."
    })
final class DemoCommand extends Command {
  private static final int PASSWORD_BYTES = 8;

  @Option(
      names = "--keep",
      description = "Leave the directories and the running hub, and tell how to go on.")
  private boolean keep;

  DemoCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    long start = System.nanoTime();
    Path base = temporary();
    String password = Machine.RANDOMNESS.next(PASSWORD_BYTES).toHex();
    Demonstration demonstration =
        new Demonstration(terminal(), base, ProgramLine.ofProcess(), password);
    try {
      demonstration.play();
      terminal().print("");
      terminal()
          .print(
              terminal().styled(Style.GREEN, "All devices are equal.")
                  + " It took "
                  + Words.duration(Duration.ofNanos(System.nanoTime() - start))
                  + ".");
    } finally {
      if (keep) {
        tellHowToGoOn(base, demonstration);
      } else {
        demonstration.close();
        remove(base);
      }
    }
    return ExitCode.OK;
  }

  private static Path temporary() {
    // A short name of its own, so that the lines in which it stands stay short.
    Path parent = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    String name = "tidelock-demo-" + ProcessHandle.current().pid();
    try {
      return Files.createDirectory(
              parent.resolve(name),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
          .toRealPath();
    } catch (FileAlreadyExistsException e) {
      throw new Failure(
          ExitCode.FAILURE, parent.resolve(name) + " is there already", "move it away", e);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.of(e), "no temporary directory can be made: " + Reasons.of(e), "", e);
    }
  }

  private void tellHowToGoOn(Path base, Demonstration demonstration) {
    terminal().print("The devices are left in " + base + ". To go on:");
    for (String device : Demonstration.DEVICES) {
      terminal()
          .print(
              "  cd "
                  + base.resolve(device)
                  + " && TIDELOCK_HOME="
                  + base.resolve(device + "-home")
                  + " tidelock status");
    }
    demonstration
        .access()
        .ifPresent(access ->
            terminal()
                .print(
                    "The hub goes on at %s as process %d; sign in as %s with the password %s."
                        .formatted(
                            access.url(), access.process(), access.email(), access.password())));
    terminal().print("To remove them: stop the hub, then rm -r " + base);
  }

  private static void remove(Path base) {
    try (Stream<Path> walk = Files.walk(base)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new Failure(
          ExitCode.FAILURE,
          "the temporary directory cannot be removed: " + Reasons.of(e),
          "rm -r " + base,
          e);
    }
  }
}
