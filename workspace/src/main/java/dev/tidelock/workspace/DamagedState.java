package dev.tidelock.workspace;

import dev.tidelock.workspace.machine.Machine;
import dev.tidelock.workspace.machine.Reasons;
import dev.tidelock.workspace.machine.WorkspaceFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A state that is no database any more. It is kept under another name, and the state is found
/// again from the disk and the remote, which deletes nothing.
final class DamagedState {
  private static final byte[] HEADER = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  private DamagedState() {}

  /// Puts the state aside if it is no database, and says where. The caller has the workspace alone.
  static Optional<Path> setAside(Path database) {
    try {
      if (!Files.exists(database) || Files.size(database) == 0 || startsAsDatabase(database)) {
        return Optional.empty();
      }
      Path aside =
          database.resolveSibling(
              database.getFileName() + ".damaged-" + Machine.CLOCK.wallMillis());
      Files.move(database, aside);
      for (String side : List.of("-wal", "-shm")) {
        Files.deleteIfExists(database.resolveSibling(database.getFileName() + side));
      }
      return Optional.of(aside);
    } catch (IOException e) {
      throw new WorkspaceFailure(Reasons.reason(e), Reasons.of(e), "move " + database + " away", e);
    }
  }

  private static boolean startsAsDatabase(Path database) throws IOException {
    try (InputStream in = Files.newInputStream(database)) {
      return Arrays.equals(in.readNBytes(HEADER.length), HEADER);
    }
  }
}
