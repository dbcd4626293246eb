package dev.tidelock.engine.record;

import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.Stamp;
import dev.tidelock.core.tree.DeviceId;
import java.util.Optional;

/// One device's hybrid logical clock: what it stamps is later than what the stamped row was made
/// from, whatever the clocks of machines say.
final class RowClock {
  private final long device;
  private final long wallMillis;
  private long last;

  /// @param device whose rows are stamped
  /// @param wallMillis what the machine's clock says, in milliseconds since 1970
  /// @param last the time that was stamped last, or 0
  RowClock(DeviceId device, long wallMillis, long last) {
    this.device = Stamp.of(0, device).device();
    this.wallMillis = wallMillis;
    this.last = last;
  }

  /// The stamp of a row.
  ///
  /// @param noted when it was noted as changed, by the clock of whoever wrote it; 0 if unknown
  /// @param before what it was made from
  Stamp stamp(long noted, Optional<Row> before) {
    long written = noted > 0 ? Math.min(noted, wallMillis) : wallMillis;
    long after = before.map(row -> row.stamp().time() + 1).orElse(0L);
    long time = Math.max(written, after);
    last = Math.max(last, time);
    return new Stamp(time, device);
  }

  /// The latest time that was stamped, by this clock or the one that it goes on from.
  long last() {
    return last;
  }
}
