package dev.tidelock.scenarios;

import static dev.tidelock.scenarios.DeviceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.engine.sync.Verification;
import dev.tidelock.engine.sync.VerifyReport;
import dev.tidelock.engine.sync.Workspace;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Devices that have no database carry the rows of those that have one.
class TablesTest {
  @RegisterExtension final World world = new World();

  private static Map<Integer, Optional<String>> many(String text) {
    Map<Integer, Optional<String>> rows = new HashMap<>();
    for (int i = 0; i < 500; i++) {
      rows.put(i, Optional.of(text + " " + i));
    }
    rows.put(7, Optional.of(text.repeat(2000)));
    return rows;
  }

  private static SortedMap<Integer, String> seen(String text) {
    SortedMap<Integer, String> rows = new TreeMap<>();
    many(text).forEach((number, note) -> rows.put(number, note.orElseThrow()));
    rows.put(7, "large");
    return rows;
  }

  @Test
  void editsOfFilesKeepTheRowsAndRowsKeepTheFiles() {
    Device one = world.device("one");
    Device other = world.device("other");
    TableAuthor author = new TableAuthor(world.main());
    one.write("file", "1");
    one.sync();
    other.sync();
    author.write(many("first"));
    // A sync that only takes, a sync that only gives, and one that merges.
    one.sync();
    one.write("file", "2");
    one.sync();
    assertThat(author.rows()).isEqualTo(seen("first"));
    other.write("another", "1");
    other.sync();
    assertThat(author.rows()).isEqualTo(seen("first"));
    author.write(Map.of(3, Optional.of("changed"), 4, Optional.empty()));
    one.write("file", "3");
    one.sync();
    SortedMap<Integer, String> expected = seen("first");
    expected.put(3, "changed");
    expected.remove(4);
    assertThat(author.rows()).isEqualTo(expected);
    other.sync();
    assertThat(other).shows("file", "3").shows("another", "1");
    assertThat(other.status().root()).isEqualTo(one.sync().root());
    assertThat(author.rows()).isEqualTo(expected);
  }

  @Test
  void rowsOutliveTidyingAndAreVerified() {
    Device one = world.device("one");
    TableAuthor author = new TableAuthor(world.main());
    one.write("file", "1");
    one.sync();
    author.write(many("first"));
    one.sync();
    author.write(many("second"));
    one.sync();
    one.clock().jumpHours(24 * 400);
    one.open(Workspace::tidy);
    VerifyReport report =
        one.open((workspace, _) -> workspace.verify(Verification.CHECK, Optional.empty()));
    assertThat(report.damaged()).isEmpty();
    one.write("file", "2");
    one.sync();
    assertThat(author.rows()).isEqualTo(seen("second"));
    Device late = world.device("late");
    late.sync();
    late.write("file", "3");
    late.sync();
    assertThat(author.rows()).isEqualTo(seen("second"));
  }

  @Test
  void aPlaceThatForgotGetsTheRowsAgain() {
    Device one = world.device("one");
    Place main = world.main();
    TableAuthor author = new TableAuthor(main);
    one.write("file", "1");
    one.sync();
    var backup = main.backUp();
    author.write(Map.of(1, Optional.of("one"), 2, Optional.of("two")));
    one.sync();
    main.restore(backup);
    one.write("file", "2");
    one.sync();
    assertThat(new TableAuthor(main).rows()).isEqualTo(new TreeMap<>(Map.of(1, "one", 2, "two")));
  }
}
