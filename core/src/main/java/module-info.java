import org.jspecify.annotations.NullMarked;

/// The pure model of a project: ids, Merkle maps, diff and three-way merge, without any I/O.
@NullMarked
module dev.tidelock.core {
  requires static org.jspecify;

  exports dev.tidelock.core;
  exports dev.tidelock.core.cbor;
  exports dev.tidelock.core.chunk;
  exports dev.tidelock.core.commit;
  exports dev.tidelock.core.content;
  exports dev.tidelock.core.ignore;
  exports dev.tidelock.core.map;
  exports dev.tidelock.core.merge;
  exports dev.tidelock.core.name;
  exports dev.tidelock.core.object;
  exports dev.tidelock.core.record;
  exports dev.tidelock.core.record.merge;
  exports dev.tidelock.core.tree;
}
