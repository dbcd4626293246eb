package dev.tidelock.core.record;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.tree.DeviceId;

/// When and where a row was written. It is part of a row and not of what counts as a change of it;
/// it decides only where `newest` is asked. Stamps are in a total order.
///
/// @param time a hybrid logical time in milliseconds since 1970; 0 in the first capture of a table,
///   so that equal databases have equal roots
/// @param device a number that stands for the device, see [#of]
public record Stamp(long time, long device) implements Comparable<Stamp> {
  /// The stamp of what was there before anybody looked.
  public static final Stamp ZERO = new Stamp(0, 0);

  /// The stamp of a device at a time.
  public static Stamp of(long time, DeviceId device) {
    Bytes digest = ObjectIdentity.sha256(Bytes.utf8(device.text()));
    return new Stamp(time, digest.asByteBuffer().getLong());
  }

  /// The later of both.
  public Stamp later(Stamp other) {
    return compareTo(other) >= 0 ? this : other;
  }

  @Override
  public int compareTo(Stamp other) {
    int byTime = Long.compare(time, other.time);
    return byTime != 0 ? byTime : Long.compareUnsigned(device, other.device);
  }
}
