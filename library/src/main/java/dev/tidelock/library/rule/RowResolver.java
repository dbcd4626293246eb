package dev.tidelock.library.rule;

import java.util.Optional;

/// An application's own decision of a row that two devices changed. A pure function of its
/// argument: it is computed once, by the device that merges, and all others take the result. If it
/// throws, the row is left in conflict.
@FunctionalInterface
public interface RowResolver {
  /// The row as it shall be, made of one of the versions; nothing to leave it in conflict.
  Optional<RowVersion> resolve(Dispute dispute);

  /// A row that two devices changed differently.
  ///
  /// @param table the table's name
  /// @param base what both changed, if there was such a row
  /// @param local this device's version
  /// @param remote the other side's version
  record Dispute(String table, Optional<RowVersion> base, RowVersion local, RowVersion remote) {
    /// The version that was written later; the remote one if that cannot be told.
    public RowVersion newest() {
      return local.time().isAfter(remote.time()) ? local : remote;
    }
  }
}
