package dev.tidelock.cli.demo;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Files of kinds that have a format of their own.
final class Specimen {
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  private Specimen() {}

  /// Bytes that no compression makes smaller.
  static byte[] noise(SplittableRandom random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  /// A grey square image.
  ///
  /// @param edge its width and height in pixels
  static byte[] image(SplittableRandom random, int edge) {
    try {
      ByteArrayOutputStream image = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(image);
      out.write(PNG);
      ByteArrayOutputStream header = new ByteArrayOutputStream();
      DataOutputStream fields = new DataOutputStream(header);
      fields.writeInt(edge);
      fields.writeInt(edge);
      // Eight bits of grey; the only compression, filter and interlace there are or none.
      fields.write(new byte[] {8, 0, 0, 0, 0});
      chunk(out, "IHDR", header.toByteArray());
      byte[] rows = noise(random, edge * (edge + 1));
      for (int row = 0; row < edge; row++) {
        rows[row * (edge + 1)] = 0;
      }
      chunk(out, "IDAT", deflated(rows));
      chunk(out, "IEND", new byte[0]);
      return image.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void chunk(DataOutputStream out, String type, byte[] content) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(content);
    out.writeInt(content.length);
    out.write(name);
    out.write(content);
    out.writeInt((int) sum.getValue());
  }

  private static byte[] deflated(byte[] bytes) {
    try (Deflater deflater = new Deflater()) {
      deflater.setInput(bytes);
      deflater.finish();
      byte[] result = new byte[bytes.length + bytes.length / 100 + 64];
      int length = deflater.deflate(result);
      return Arrays.copyOf(result, length);
    }
  }

  /// A database with a table of some hundred rows, made at `file`.
  static void database(Path file) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE expense (id INTEGER PRIMARY KEY, day TEXT, cents INTEGER)");
      statement.execute(
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
              + " INSERT INTO expense SELECT i, date('2026-01-01', '+' || i || ' days'), i * 37"
              + " FROM n");
    } catch (SQLException e) {
      throw new IllegalStateException("no database can be made at " + file, e);
    }
  }
}
