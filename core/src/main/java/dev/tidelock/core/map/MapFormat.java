package dev.tidelock.core.map;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import java.util.ArrayList;
import java.util.List;

/// How the maps of a project are cut into nodes and encoded. Two maps with the same entries and
/// equal formats have the same root. Immutable.
///
/// @param <V> the values of the maps
public final class MapFormat<V> {
  /// The longest key in bytes.
  public static final int MAX_KEY = 1024;

  /// The length of a project's seed in bytes.
  public static final int SEED_SIZE = 32;

  private static final Bytes DOMAIN = Bytes.utf8("tidelock map boundary 0\n");

  private final ObjectKind kind;
  private final ValueCodec<V> codec;
  private final KeyRule keys;
  private final List<SipHash> hashes;

  /// What a map's keys must be, beyond their length.
  @FunctionalInterface
  public interface KeyRule {
    /// Throws [MalformedException] if the key must not stand in a map.
    void check(Bytes key);
  }

  /// The format of maps whose keys are any bytes and whose nodes are of kind `MAP`.
  ///
  /// @param codec the encoding of the values
  /// @param seed the project's seed, [#SEED_SIZE] bytes: it keys the hash that cuts nodes, so that
  ///   nobody outside can choose keys that make a tree degenerate
  public MapFormat(ValueCodec<V> codec, Bytes seed) {
    this(ObjectKind.MAP, codec, seed, _ -> {});
  }

  /// The format of maps whose keys obey a rule.
  ///
  /// @param kind what the maps' nodes are as objects: says which format a node is of
  /// @param codec the encoding of the values
  /// @param seed the project's seed, [#SEED_SIZE] bytes
  /// @param keys checked for every key that is decoded or put
  public MapFormat(ObjectKind kind, ValueCodec<V> codec, Bytes seed, KeyRule keys) {
    if (seed.size() != SEED_SIZE) {
      throw new IllegalArgumentException("a seed has 32 bytes, not " + seed.size());
    }
    this.kind = kind;
    this.codec = codec;
    this.keys = keys;
    List<SipHash> levels = new ArrayList<>();
    for (int level = 0; level <= RawObject.MAX_LEVEL; level++) {
      Bytes input = DOMAIN.concat(seed).concat(Bytes.copyOf(new byte[] {(byte) level}));
      levels.add(SipHash.keyed(ObjectIdentity.sha256(input).slice(0, 16)));
    }
    hashes = List.copyOf(levels);
  }

  /// Checks that an object is a node that a map of this format can have, as far as the node itself
  /// tells.
  ///
  /// @throws MalformedException if it is none
  public void checkNode(RawObject object) {
    new NodeCodec<>(this).decode(object);
  }

  ObjectKind kind() {
    return kind;
  }

  ValueCodec<V> codec() {
    return codec;
  }

  Boundary boundary(int level) {
    return new Boundary(hashes.get(level), level == 0 ? 1 : 2);
  }

  void checkKey(Bytes key) {
    if (key.size() > MAX_KEY) {
      throw new MalformedException("a key of " + key.size() + " bytes is too long");
    }
    keys.check(key);
  }
}
