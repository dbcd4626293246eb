package dev.tidelock.core.record.merge;

import dev.tidelock.core.record.Stamp;
import dev.tidelock.core.record.Value;
import java.util.Optional;

/// A decision of one column that both sides changed differently. A pure function of its argument.
@FunctionalInterface
public interface FieldResolver {
  /// The value, or nothing if this cannot decide it: then the table's rule does.
  Optional<Value> resolve(Dispute dispute);

  /// A column that both sides changed differently.
  ///
  /// @param base the value that both were changed from, if there was one
  /// @param first the first side's: the remote's, or the target branch's
  /// @param second the second side's: this device's
  /// @param firstStamp when the first side's row was written
  /// @param secondStamp when the second side's row was written
  record Dispute(
      Optional<Value> base, Value first, Value second, Stamp firstStamp, Stamp secondStamp) {}
}
