package dev.tidelock.cli.watch;

import dev.tidelock.core.MalformedException;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.json.JsonFile;
import dev.tidelock.workspace.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// How a watch stands.
///
/// @param standing in a word
/// @param reason why it is not as it should be; empty if it is
public record WatchState(Standing standing, String reason) {
  /// All is well.
  static final WatchState WATCHING = new WatchState(Standing.WATCHING, "");

  /// How a watch can stand.
  public enum Standing {
    /// Changes here and there are taken at once.
    WATCHING,
    /// Not everything can be watched, or rounds fail: changes are found, but later.
    DEGRADED,
    /// A remote cannot be reached: changes here are kept and wait.
    OFFLINE;

    /// As scripts know it.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// The document for scripts, without a time.
  public Json.Builder toJson() {
    return Json.object()
        .put("schema", 1)
        .put("state", standing.word())
        .put("reason", reason.isEmpty() ? Optional.<String>empty() : Optional.of(reason));
  }

  /// Tells other processes.
  void write(Path file) throws IOException {
    Files.writeString(
        file, JsonText.compact(toJson().put("pid", ProcessHandle.current().pid()).build()));
  }

  /// What a watch that is alive told; its members are `state`, `reason` and `pid`.
  public static Optional<Json.Members> read(Path file) {
    try {
      return JsonFile.read(file)
          .filter(told ->
              told.whole("pid")
                  .flatMap(ProcessHandle::of)
                  .filter(ProcessHandle::isAlive)
                  .isPresent());
    } catch (IOException | MalformedException _) {
      // Written in this very moment, and not as one piece.
      return Optional.empty();
    }
  }
}
