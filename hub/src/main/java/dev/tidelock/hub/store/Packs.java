package dev.tidelock.hub.store;

import java.util.List;
import java.util.Optional;

/// The packs, within one transaction. A pack is announced before its blob is written, so that no
/// blob is ever unknown.
public interface Packs {
  /// Announces a pack, and gives its number.
  ///
  /// @param time now, in milliseconds since 1970
  long announce(long project, String name, long time);

  /// Notes that a pack arrived: false if its announcement was taken back meanwhile.
  boolean list(long pack, long length);

  /// The pack with this number.
  Optional<PackRow> find(long pack);

  /// The packs of a project.
  List<PackRow> of(long project);

  /// All packs.
  List<PackRow> all();

  /// Takes an announcement back: whether the pack was not listed.
  boolean withdraw(long pack);

  /// Forgets a pack, in which no object lies any more.
  void forget(long pack);
}
