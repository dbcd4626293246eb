package dev.tidelock.cli.report;

import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.json.JsonText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A bug report in the making: documents by name, which become one archive.
public final class Bundle {
  /// The time that the archive says its entries are of: it says nothing of anybody.
  private static final long NO_TIME = 315_532_800_000L;

  private final Map<String, Json> documents = new LinkedHashMap<>();

  /// Adds a document.
  public void add(String name, Json document) {
    documents.put(name, document);
  }

  /// The names of all documents.
  public List<String> names() {
    return List.copyOf(documents.keySet());
  }

  /// All of it as one document.
  public Json document() {
    Json.Builder all = Json.object().put("schema", 1).put("success", true);
    documents.forEach(all::put);
    return all.build();
  }

  /// All of it as lines.
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    documents.forEach((name, document) -> {
      lines.add(name);
      lines.add("  " + JsonText.compact(document));
    });
    return lines;
  }

  /// Writes the archive into a new file.
  public void write(Path file) throws IOException {
    try (OutputStream out =
            Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        ZipOutputStream archive = new ZipOutputStream(out)) {
      for (Map.Entry<String, Json> document : documents.entrySet()) {
        ZipEntry entry = new ZipEntry(document.getKey());
        entry.setTime(NO_TIME);
        archive.putNextEntry(entry);
        archive.write(JsonText.compact(document.getValue()).getBytes(StandardCharsets.UTF_8));
        archive.closeEntry();
      }
    }
  }
}
