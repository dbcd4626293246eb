package dev.tidelock.platform.sqlite;

import static dev.tidelock.fuzz.Decoder.require;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.DatabaseImages.Image;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.fuzz.Decoder;
import dev.tidelock.fuzz.Samples;
import dev.tidelock.platform.SecureRandomness;
import dev.tidelock.platform.linux.LinuxFileSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The finding and reading of users' databases: a file that claims to be one, and one beside it
/// that claims to be its log or journal. Whatever they hold, neither is changed, nothing appears
/// beside them, and of copies nothing stays.
public final class DatabaseDecoders {
  private static final List<String> SIDES =
      List.of("", DatabaseFile.WAL, DatabaseFile.JOURNAL, DatabaseFile.SHARED_MEMORY);
  private static final TreePath DATABASE = TreePath.parse("app.db");
  private static final TreePath ASIDE = TreePath.parse("aside");

  private DatabaseDecoders() {}

  public static List<Decoder> all() {
    return List.of(
        new Decoder(
            "database-image",
            new Decoder.Bound(4 << 20, 512),
            List.of(FileFailure.class),
            DatabaseDecoders::databases,
            DatabaseDecoders::image));
  }

  /// A database beside each kind of side file: the kind, the database's length, both.
  private static List<Bytes> databases() {
    List<Bytes> all = new ArrayList<>();
    all.add(input("", Bytes.utf8("SQLite format 3\0 and nothing more"), Bytes.empty()));
    for (String mode : List.of("DELETE", "WAL")) {
      Path directory = directory();
      String url = "jdbc:sqlite:" + directory.resolve("app.db");
      try (Connection connection = DriverManager.getConnection(url);
          Statement statement = connection.createStatement()) {
        statement.execute("PRAGMA page_size = 512");
        statement.execute("PRAGMA journal_mode = " + mode);
        statement.execute("CREATE TABLE a(v)");
        connection.setAutoCommit(false);
        statement.execute("INSERT INTO a VALUES ('a row')");
        if (mode.equals("WAL")) {
          connection.commit();
        }
        String side = mode.equals("WAL") ? DatabaseFile.WAL : DatabaseFile.JOURNAL;
        all.add(input(side, read(directory, "app.db"), read(directory, "app.db" + side)));
        connection.rollback();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      } finally {
        delete(directory);
      }
    }
    return all;
  }

  private static Bytes input(String side, Bytes database, Bytes beside) {
    byte[] length = {(byte) (database.size() >> 8), (byte) database.size()};
    Bytes files = Bytes.wrap(length).concat(database).concat(beside);
    return Samples.chosen(SIDES.indexOf(side), files);
  }

  private static void image(Bytes input) {
    String side = SIDES.get(Samples.choice(input, SIDES.size()));
    Bytes files = Samples.rest(input);
    int said = files.size() < 2 ? 0 : (files.get(0) & 0xff) << 8 | files.get(1) & 0xff;
    int start = Math.min(2, files.size());
    int end = Math.min(start + said, files.size());
    Path directory = directory();
    try {
      Files.write(directory.resolve("app.db"), files.slice(start, end).toByteArray());
      if (!side.isEmpty()) {
        Bytes beside = files.slice(end, files.size());
        Files.write(directory.resolve("app.db" + side), beside.toByteArray());
      }
      Files.createDirectory(directory.resolve("aside"));
      Map<String, Bytes> before = shown(directory);
      try {
        look(directory);
      } finally {
        Map<String, Bytes> after = shown(directory);
        require(after.equals(before), "nothing changes or appears: " + after.keySet());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      delete(directory);
    }
  }

  private static void look(Path directory) {
    try (LinuxFileSystem files = LinuxFileSystem.open(directory)) {
      SqliteImages images = new SqliteImages(files, directory, ASIDE, new SecureRandomness());
      for (String side : SIDES) {
        TreePath path = TreePath.parse("app.db" + side);
        images.isSideFile(path);
        images.replaceable(path);
        images.placeable(path);
      }
      Optional<Image> image = images.capture(DATABASE);
      if (image.isPresent()) {
        try (Image open = image.get();
            FileSystem.Source source = files.open(open.file())) {
          require(source.stat().size() >= 0 && open.intact(), "an image can be read");
        }
      }
    }
  }

  private static Map<String, Bytes> shown(Path directory) throws IOException {
    Map<String, Bytes> shown = new TreeMap<>();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        shown.put(directory.relativize(file).toString(), Bytes.wrap(Files.readAllBytes(file)));
      }
    }
    return shown;
  }

  private static Path directory() {
    try {
      return Files.createTempDirectory("fuzz-database");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Bytes read(Path directory, String name) {
    try {
      return Bytes.wrap(Files.readAllBytes(directory.resolve(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted((one, other) -> other.compareTo(one)).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
