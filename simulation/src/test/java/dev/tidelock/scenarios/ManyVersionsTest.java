package dev.tidelock.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.record.RowConflict;
import dev.tidelock.core.record.Value;
import dev.tidelock.core.record.merge.RowRule;
import dev.tidelock.core.record.merge.TableRules;
import dev.tidelock.engine.sync.LogEntry;
import dev.tidelock.engine.sync.OpenRowConflict;
import dev.tidelock.engine.sync.Revision;
import dev.tidelock.engine.sync.RowChoice;
import dev.tidelock.engine.sync.RowDecision;
import dev.tidelock.engine.sync.RowPlace;
import dev.tidelock.engine.sync.SyncRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// More devices wrote one field apart than a conflict can hold.
class ManyVersionsTest {
  private static final int DEVICES = 16;
  private static final SyncRequest MANUAL =
      SyncRequest.usual().decidingRows((_, _) -> TableRules.USUAL.withRows(new RowRule.Manual()));

  @RegisterExtension final World world = new World();
  @TempDir Path elsewhere;

  private final List<Device> devices = new ArrayList<>();
  private final List<Application> applications = new ArrayList<>();

  @AfterEach
  void end() {
    applications.forEach(Application::close);
  }

  private void begin() {
    for (int i = 0; i < DEVICES; i++) {
      Device device = world.device("D" + (char) ('a' + i));
      Path file = elsewhere.resolve(device.name() + ".db");
      Application application = Application.at(file);
      application.run("CREATE TABLE note(id TEXT PRIMARY KEY, title TEXT)");
      devices.add(device);
      applications.add(application);
      if (i == 0) {
        application.run("INSERT INTO note VALUES ('n', 'first')");
        device.open(workspace -> {
          workspace.track("app", file.toString(), List.of("note"));
          return true;
        });
      } else {
        device.sync();
        device.open(workspace -> {
          workspace.attach("app", file.toString());
          return true;
        });
      }
      device.sync();
    }
  }

  private String title(int device) {
    return applications.get(device).ask("SELECT title FROM note WHERE id = 'n'").getFirst();
  }

  private void roundOfAll() {
    devices.forEach(device -> device.sync(MANUAL));
  }

  /// The titles of a conflict's versions.
  private static Set<String> wanted(OpenRowConflict conflict) {
    return conflict.terms().stream()
        .flatMap(term -> term.row().stream())
        .map(row -> conflict.fields(row).get("title"))
        .map(title -> ((Value.Text) title).bytes().toUtf8())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String[] every() {
    return IntStream.range(0, DEVICES).mapToObj(i -> "of " + i).toArray(String[]::new);
  }

  /// The titles that commits show a device that asks.
  private static Set<String> written(Device device) {
    RowPlace place = new RowPlace("app", "note", Optional.of("n"));
    return device.open((workspace, remote) -> {
      Set<String> titles = new TreeSet<>();
      for (LogEntry entry : workspace.log(Optional.empty(), 1000)) {
        workspace
            .diffRows(
                new Revision.Nothing(), new Revision.Of(entry.id()), Optional.of(place), 9, remote)
            .forEach(row ->
                row.after()
                    .ifPresent(version -> {
                      titles.add(titleOf(version.fields()));
                      version.others().forEach(other -> titles.add(titleOf(other)));
                    }));
      }
      return titles;
    });
  }

  private static String titleOf(Map<String, Value> fields) {
    return fields.get("title") instanceof Value.Text text ? text.bytes().toUtf8() : "";
  }

  private OpenRowConflict conflict(Device device) {
    List<OpenRowConflict> open = device.open(workspace -> workspace.rowConflicts());
    assertThat(open).hasSize(1);
    return open.getFirst();
  }

  @Test
  void aConflictOfMoreVersionsThanItHoldsIsBoundedAndCanBeResolved() {
    begin();
    for (int i = 0; i < DEVICES; i++) {
      applications.get(i).run("UPDATE note SET title = 'of " + i + "' WHERE id = 'n'");
      devices.get(i).clock().passSeconds(i);
    }
    roundOfAll();
    roundOfAll();
    roundOfAll();

    Set<String> wanted = wanted(conflict(devices.getFirst()));
    assertThat(wanted).hasSize(RowConflict.MAX_TERMS);
    for (int i = 0; i < DEVICES; i++) {
      assertThat(wanted(conflict(devices.get(i)))).isEqualTo(wanted);
      assertThat(wanted).as("what a database shows is wanted").contains(title(i));
      if (wanted.contains("of " + i)) {
        assertThat(title(i)).as("each keeps its own").isEqualTo("of " + i);
      }
    }
    assertThat(written(devices.getFirst()))
        .as("what a conflict does not hold is in older commits")
        .contains(every());
    String root = devices.getFirst().sync(MANUAL).root().toString();
    roundOfAll();
    assertThat(devices.getFirst().sync(MANUAL).root()).hasToString(root);

    OpenRowConflict open = conflict(devices.getFirst());
    RowChoice choice = new RowChoice(open, new RowDecision.TakeTerm(open.terms().getFirst().key()));
    devices.getFirst().open((workspace, from) -> workspace.resolveRows(List.of(choice), from));
    roundOfAll();
    roundOfAll();
    for (int i = 0; i < DEVICES; i++) {
      assertThat(title(i)).isEqualTo(title(0));
      assertThat(devices.get(i).<Integer>open(workspace -> workspace.rowConflicts().size()))
          .isZero();
    }
  }
}
