package dev.tidelock.workspace;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.json.JsonReader;
import dev.tidelock.workspace.json.JsonText;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The syncs of a workspace that were run, as the documents they answered, numbered from 1. Old
/// ones are forgotten.
public final class RunLog {
  private static final int KEPT = 1000;

  /// Where the number of the newest run stands.
  private static final Bytes LAST = key(0);

  private static final Bytes FIRST = key(1);
  private static final Bytes END = key(-1);

  private final StateStore state;

  /// @param state where the runs are kept
  RunLog(StateStore state) {
    this.state = state;
  }

  /// Adds a run.
  public void add(Json run) {
    long number = state.get(Space.RUNS, LAST).map(RunLog::number).orElse(0L) + 1;
    state.write(batch -> {
      batch.put(Space.RUNS, key(number), Bytes.utf8(JsonText.compact(run)));
      batch.put(Space.RUNS, LAST, key(number));
      if (number > KEPT) {
        batch.deleteRange(Space.RUNS, FIRST, key(number - KEPT + 1));
      }
    });
  }

  /// The newest runs, newest first.
  ///
  /// @param limit how many at most
  public List<Json.Members> newest(int limit) {
    List<Json.Members> runs = new ArrayList<>();
    state.scan(
        Space.RUNS,
        FIRST,
        END,
        (_, value) -> {
          if (JsonReader.read(value.toUtf8()) instanceof Json.Members run) {
            runs.add(run);
          }
          return true;
        });
    List<Json.Members> reversed = runs.reversed();
    return List.copyOf(reversed.subList(0, Math.min(limit, reversed.size())));
  }

  private static long number(Bytes key) {
    return key.asByteBuffer().getLong();
  }

  private static Bytes key(long number) {
    return Bytes.copyOf(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
  }
}
