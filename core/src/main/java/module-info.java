import org.jspecify.annotations.NullMarked;

/// The pure model of a project: ids, Merkle maps, diff and three-way merge, without any I/O.
@NullMarked
module dev.tidelock.core {
  requires static org.jspecify;

  exports dev.tidelock.core.name;
}
