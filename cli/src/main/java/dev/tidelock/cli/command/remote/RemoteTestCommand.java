package dev.tidelock.cli.command.remote;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.output.Diagnosis;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Style;
import dev.tidelock.cli.output.Words;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.workspace.NamedRemote;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.settings.Guess;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `tidelock remote test`: whether remotes can be reached.
@CommandLine.Command(
    name = "test",
    description = "Say whether remotes can be reached and hold this project.",
    footer = {
      "",
      "Example:",
      "  tidelock remote test origin",
      "",
      "The exit code is 6 if one cannot be reached."
    })
final class RemoteTestCommand extends Command {
  @Parameters(arity = "0..1", paramLabel = "NAME", description = "The remote; else all of them.")
  private @Nullable String name;

  @Mixin private WorkspaceChoice choice = new WorkspaceChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  RemoteTestCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    Place place = workbench().place(choice);
    ExitCode worst = ExitCode.OK;
    List<Json> results = new ArrayList<>();
    for (NamedRemote remote : chosen(place)) {
      Diagnosis found = test(place, remote);
      worst = worst.worse(found.exit());
      results.add(
          Json.object()
              .put("name", remote.name())
              .put("url", remote.url())
              .put("reachable", found.exit() == ExitCode.OK)
              .put("message", found.message())
              .build());
      if (!json.wanted()) {
        boolean good = found.exit() == ExitCode.OK;
        terminal()
            .print(
                terminal().styled(good ? Style.GREEN : Style.RED, good ? "OK  " : "FAIL")
                    + " "
                    + remote.name()
                    + "  "
                    + Words.shown(found.message()));
        if (!found.hint().isEmpty()) {
          terminal().say("     " + found.hint());
        }
      }
    }
    if (json.wanted()) {
      terminal()
          .print(
              Json.object()
                  .put("schema", 1)
                  .put("success", worst == ExitCode.OK)
                  .put("remotes", new Json.Items(results))
                  .build());
    }
    return worst;
  }

  private List<NamedRemote> chosen(Place place) {
    List<NamedRemote> all = OpenWorkspace.remotes(place.marker(), workbench().settings(place));
    if (name == null) {
      return all;
    }
    List<NamedRemote> found = all.stream().filter(each -> each.name().equals(name)).toList();
    if (found.isEmpty()) {
      throw unknown(name, all);
    }
    return found;
  }

  /// The failure that names what there is instead.
  static Failure unknown(String name, List<NamedRemote> all) {
    List<String> names = all.stream().map(NamedRemote::name).toList();
    return new Failure(
        ExitCode.NOT_FOUND,
        "there is no remote '" + Words.shown(name) + "'" + Guess.didYouMean(name, names),
        names.isEmpty() ? "there are none" : "there are: " + String.join(", ", names));
  }

  private Diagnosis test(Place place, NamedRemote remote) {
    try {
      return OpenWorkspace.probe(place, remote, workbench().access())
          ? new Diagnosis(ExitCode.OK, "reachable, and the project is there", "")
          : new Diagnosis(ExitCode.OK, "reachable; the first sync makes the project there", "");
    } catch (RemoteFailure failure) {
      return Diagnosis.of(failure);
    }
  }
}
