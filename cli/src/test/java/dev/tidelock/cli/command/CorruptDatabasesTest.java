package dev.tidelock.cli.command;

import static dev.tidelock.cli.command.TwoDatabases.good;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Database files that are damaged between two syncs.
class CorruptDatabasesTest {
  private static final int ROWS = 1_000;
  private static final int PAGE = 4_096;
  private static final int TRIALS = 25;
  private static final long SEED = 0xc0_44_09L;

  @TempDir private Path base;
  private TwoDatabases both;
  private Sqlite other;

  @BeforeEach
  void manyRowsAndAnotherDatabase() {
    both =
        TwoDatabases.create(
            base,
            "CREATE TABLE note(id TEXT PRIMARY KEY, body TEXT, n INTEGER)",
            "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < %d)"
                    .formatted(ROWS)
                + " INSERT INTO note SELECT printf('k%06d', i), hex(zeroblob(60)), i FROM c");
    other = Sqlite.at(base.resolve("other.db")).run("CREATE TABLE tag(id TEXT PRIMARY KEY)");
    good(both.bob.run("record", "track", other.file().toString(), "tag", "--as", "other"));
    good(both.bob.run("sync"));
    good(both.alice.run("sync"));
  }

  /// What may happen to a file.
  enum Damage {
    HEADER_IS_NOISE,
    FIRST_PAGE_IS_NOISE,
    CUT_TO_A_PAGE,
    CUT_IN_A_PAGE;

    byte[] of(byte[] whole) {
      Random random = new Random(SEED);
      byte[] noise = new byte[PAGE];
      random.nextBytes(noise);
      byte[] damaged = whole.clone();
      switch (this) {
        case HEADER_IS_NOISE -> System.arraycopy(noise, 0, damaged, 0, 100);
        case FIRST_PAGE_IS_NOISE -> System.arraycopy(noise, 100, damaged, 100, PAGE - 100);
        case CUT_TO_A_PAGE -> damaged = Arrays.copyOf(whole, PAGE);
        case CUT_IN_A_PAGE -> damaged = Arrays.copyOf(whole, whole.length / 2 + 777);
      }
      return damaged;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedFileIsNamedAndAllElseGoesOn(Damage damage) throws IOException {
    Path file = both.theirs.file();
    both.theirs.run("UPDATE note SET body = 'bob' WHERE n = 7");
    byte[] whole = Files.readAllBytes(file);
    byte[] damaged = damage.of(whole);
    Files.write(file, damaged);
    other.run("INSERT INTO tag VALUES ('goes on')");
    both.bob.write("mine.txt", "goes on\n");
    both.mine.run("UPDATE note SET body = 'alice' WHERE n = 8");
    both.alice.write("hers.txt", "goes on\n");
    good(both.alice.run("sync"));

    Device.Result met = both.bob.run("sync");
    Device.Result after = good(both.alice.run("sync"));

    assertThat(met.exit()).as(met.toString()).isEqualTo(1);
    assertThat(met.err()).contains("app: ").contains(file.getFileName().toString());
    assertThat(both.bob.path("hers.txt")).exists();
    assertThat(both.alice.path("mine.txt")).as(after.toString()).exists();
    assertThat(good(both.alice.run("record", "list")).out()).contains("tag  1 row");
    assertThat(both.mine.ask("SELECT count(*) FROM note")).containsExactly("" + ROWS);
    assertThat(Files.readAllBytes(file)).isEqualTo(damaged);

    Files.write(file, whole);
    good(both.bob.run("sync"));
    good(both.alice.run("sync"));
    List<String> merged = List.of("bob", "alice");
    assertThat(both.theirs.ask("SELECT body FROM note WHERE n IN (7, 8)")).isEqualTo(merged);
    assertThat(both.mine.ask("SELECT body FROM note WHERE n IN (7, 8)")).isEqualTo(merged);
  }

  @Test
  void aFileThatWasEmptiedDeletesNothing() throws IOException {
    Files.write(both.theirs.file(), new byte[0]);

    Device.Result met = good(both.bob.run("sync"));
    good(both.alice.run("sync"));

    assertThat(met.err()).contains("app.note").contains("was made here");
    assertThat(both.mine.ask("SELECT count(*) FROM note")).containsExactly("" + ROWS);
    assertThat(both.theirs.ask("SELECT count(*) FROM note")).containsExactly("" + ROWS);
  }

  @Test
  void aLogThatIsNoiseDeletesNothing() throws IOException {
    byte[] noise = new byte[300_000];
    new Random(SEED).nextBytes(noise);
    Files.write(base.resolve("theirs.db-wal"), noise);
    Files.write(base.resolve("theirs.db-shm"), Arrays.copyOf(noise, 32_768));
    both.mine.run("UPDATE note SET body = 'alice' WHERE n = 8");
    good(both.alice.run("sync"));

    good(both.bob.run("sync"));

    assertThat(both.theirs.ask("SELECT body FROM note WHERE n = 8")).containsExactly("alice");
    assertThat(both.theirs.ask("SELECT count(*) FROM note")).containsExactly("" + ROWS);
  }

  @Test
  void rowsOfAPageThatForgotThemAreNotDeleted() throws IOException {
    Path file = both.theirs.file();
    List<String> triggers =
        both.theirs.ask("SELECT name FROM sqlite_schema WHERE type = 'trigger'");
    both.theirs.run("DROP TRIGGER " + triggers.getFirst());
    byte[] damaged = Files.readAllBytes(file);
    int leaf = PAGE * (damaged.length / PAGE / 2);
    while (damaged[leaf] != 0x0a) {
      leaf += PAGE;
    }
    forgetRows(damaged, leaf / PAGE);
    Files.write(file, damaged);

    Device.Result met = both.bob.run("sync");

    assertThat(met.exit()).as(met.toString()).isEqualTo(1);
    assertThat(met.err()).contains("app: rows are missing, and the file is damaged");
    good(both.alice.run("sync"));
    assertThat(both.mine.ask("SELECT count(*) FROM note")).containsExactly("" + ROWS);
  }

  @Test
  void pagesThatAreDamagedAtRandomNeverDeleteRowsElsewhereNorStopTheFiles() throws IOException {
    Path file = both.theirs.file();
    byte[] whole = Files.readAllBytes(file);
    both.theirs.run(
        "DROP TRIGGER "
            + both.theirs.ask("SELECT name FROM sqlite_schema WHERE type = 'trigger'").getFirst());
    byte[] toCompare = Files.readAllBytes(file);
    Random random = new Random(SEED);
    for (int trial = 0; trial < TRIALS; trial++) {
      String which = "seed " + SEED + ", trial " + trial;
      Files.write(file, damaged(trial % 2 == 0 ? whole : toCompare, random));
      Files.deleteIfExists(base.resolve("theirs.db-wal"));
      Files.deleteIfExists(base.resolve("theirs.db-shm"));
      both.mine.run("UPDATE note SET n = -n WHERE n %% 97 = %d".formatted(trial % 97));
      both.alice.write("hers.txt", which);
      good(both.alice.run("sync"));

      Device.Result met = both.bob.run("sync");
      good(both.alice.run("sync"));

      assertThat(met.err()).as(which).doesNotContain("unexpected");
      assertThat(met.exit()).as(which + met).isIn(0, 1, 5, 8);
      assertThat(both.bob.read("hers.txt")).isEqualTo(which);
      assertThat(both.mine.ask("SELECT count(*) FROM note")).as(which + met).contains("" + ROWS);
    }
    Files.write(file, whole);
    Files.deleteIfExists(base.resolve("theirs.db-wal"));
    Files.deleteIfExists(base.resolve("theirs.db-shm"));
    good(both.bob.run("sync"));
    good(both.alice.run("sync"));
    String all = "SELECT * FROM note ORDER BY id";
    assertThat(both.theirs.ask(all)).isEqualTo(both.mine.ask(all));
  }

  /// Makes of a page one that says that it holds half of what it did, which SQLite reads without
  /// complaint.
  private static void forgetRows(byte[] file, int page) {
    int start = page == 0 ? 100 : page * PAGE;
    file[start + 4] = (byte) ((file[start + 4] & 0xff) / 2);
  }

  /// Noise in one place: a few bytes, a page, or several.
  private static byte[] damaged(byte[] whole, Random random) {
    byte[] damaged = whole.clone();
    int pages = whole.length / PAGE;
    switch (random.nextInt(5)) {
      case 0 -> damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> {
        int start = random.nextInt(whole.length - 16);
        for (int i = 0; i < 16; i++) {
          damaged[start + i] = (byte) random.nextInt();
        }
      }
      case 2 -> forgetRows(damaged, random.nextInt(pages));
      case 3 -> {
        byte[] noise = new byte[PAGE];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, damaged, random.nextInt(pages) * PAGE, PAGE);
      }
      default -> {
        int from = random.nextInt(pages);
        int to = Math.min(pages, from + 1 + random.nextInt(10));
        Arrays.fill(damaged, from * PAGE, to * PAGE, (byte) 0);
      }
    }
    return damaged;
  }
}
