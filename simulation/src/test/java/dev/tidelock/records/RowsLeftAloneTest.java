package dev.tidelock.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.engine.record.Captured;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rows that a project cannot have stay as they are, here and elsewhere.
class RowsLeftAloneTest {
  private static final int COLUMNS = 400;
  private static final String WIDE = columns(" TEXT");
  private static final String FULL =
      IntStream.range(0, COLUMNS)
          .mapToObj(i -> "hex(zeroblob(500))")
          .collect(Collectors.joining(", "));

  @TempDir private Path scratch;

  private RowsDevice a;
  private RowsDevice b;

  @BeforeEach
  void begin() {
    SharedTables shared = new SharedTables();
    a = device("a", shared);
    b = device("b", shared);
  }

  private RowsDevice device(String name, SharedTables shared) {
    return new RowsDevice(
            name,
            shared,
            scratch.resolve(name + ".db"),
            "CREATE TABLE wide (k TEXT PRIMARY KEY, " + WIDE + ")")
        .track("wide");
  }

  @AfterEach
  void end() {
    a.close();
    b.close();
  }

  private static String columns(String type) {
    return IntStream.range(0, COLUMNS)
        .mapToObj(i -> "c" + i + type)
        .collect(Collectors.joining(", "));
  }

  private void settle() {
    a.sync();
    b.sync();
    a.sync();
  }

  private static String widen(String key) {
    return "UPDATE wide SET (%s) = (SELECT %s) WHERE k = '%s'".formatted(columns(""), FULL, key);
  }

  @Test
  void aRowThatIsTooWideIsToldAndLeftAlone() {
    a.run("INSERT INTO wide (k, c0) VALUES ('one', 'x'), ('two', 'y')");
    settle();
    a.run(widen("one"), "INSERT INTO wide (k) VALUES ('three')", widen("three"));

    for (int i = 0; i < 3; i++) {
      settle();
      Captured captured = a.captured();
      assertThat(captured.unsynced()).hasSize(1);
      assertThat(captured.unsynced().getFirst().count()).isEqualTo(2);
      assertThat(captured.unsynced().getFirst().reason()).contains("256 KiB");
      assertThat(a.ask("SELECT k, length(c0) FROM wide ORDER BY k"))
          .containsExactly("one|1000", "three|1000", "two|1");
      assertThat(b.ask("SELECT k, c0 FROM wide ORDER BY k")).containsExactly("one|x", "two|y");
    }

    b.run("UPDATE wide SET c0 = 'z'", "INSERT INTO wide (k) VALUES ('three')");
    settle();
    settle();
    assertThat(a.ask("SELECT k, length(c0), c0 = 'z' FROM wide ORDER BY k"))
        .containsExactly("one|1000|0", "three|1000|0", "two|1|1");
    assertThat(a.sync().waiting()).hasSize(2);

    a.run("UPDATE wide SET (" + columns("") + ") = (SELECT " + FULL.replace("500", "1") + ")");
    settle();
    assertThat(a.captured().unsynced()).isEmpty();
    assertThat(b.ask("SELECT k, c1 FROM wide ORDER BY k"))
        .containsExactly("one|00", "three|00", "two|00");
    assertThat(b.ask("SELECT * FROM wide ORDER BY k"))
        .isEqualTo(a.ask("SELECT * FROM wide ORDER BY k"));
  }

  @Test
  void aRowThatIsTooWideAndWasFoundByComparingIsFoundAgain() {
    a.run("INSERT INTO wide (k) VALUES ('three')", widen("three"));

    for (int i = 0; i < 3; i++) {
      settle();
      assertThat(a.captured().unsynced()).hasSize(1);
    }

    a.run("DELETE FROM wide");
    a.sync();
    assertThat(a.captured().unsynced()).isEmpty();
  }

  @Test
  void rowsWithoutNamesAreCounted() {
    a.run("INSERT INTO wide (k, c0) VALUES ('one', 'x')");
    settle();
    a.run("INSERT INTO wide (k, c0) VALUES (NULL, 'x'), (NULL, 'y')");

    for (int i = 0; i < 2; i++) {
      settle();
      assertThat(a.captured().unsynced()).hasSize(1);
      assertThat(a.captured().unsynced().getFirst().nameless()).isEqualTo(2);
    }
    assertThat(b.ask("SELECT k FROM wide")).containsExactly("one");
    assertThat(a.ask("SELECT count(*) FROM wide")).containsExactly("3");
  }
}
