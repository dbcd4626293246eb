package dev.tidelock.core.map;

import dev.tidelock.core.Bytes;

/// The rule that says where the nodes of one level end, and the node that is being filled.
///
/// A node ends after an item with a probability that grows with the node's weight, so that weights
/// follow a Weibull distribution of shape 3 around [#SCALE]. Whether it ends depends on the keyed
/// hash of the item's key and on the weights of the items since the last end, and on nothing else.
/// So the nodes are a function of the items and the seed, whatever the order in which they came. An
/// item heavier than [#MAX] gets a node of its own. One thread.
///
/// With an exponentially distributed number E per key, the item that takes the node's weight from s
/// to e ends it if E < (e/L)^3 - (s/L)^3: the chance to survive up to e is then exp(-(e/L)^3).
final class Boundary {
  /// The scale L of the distribution; the mean is about 0.9 of it.
  static final int SCALE = 4096;

  /// Below this weight no node ends.
  static final int MIN = 1024;

  /// Above this weight every node ends.
  static final int MAX = 16_384;

  /// L^3, without the 16 fractional bits that [NegativeLog] brings.
  private static final long CUBE = ((long) SCALE * SCALE * SCALE) >> 16;

  private final SipHash hash;
  private final int leastItems;
  private long weight;
  private int items;

  /// @param hash the level's keyed hash
  /// @param leastItems how many items a node has before it may end: 1 for leaves, 2 above, so that
  ///   each level has at most about half as many nodes as the one below and the tree ends
  Boundary(SipHash hash, int leastItems) {
    this.hash = hash;
    this.leastItems = leastItems;
  }

  /// Whether the node, if it has an item, must end before an item of this weight.
  boolean endsBefore(int itemWeight) {
    return itemWeight > MAX && items > 0;
  }

  /// Adds an item, and says whether the node ends after it; if so, the next node begins.
  boolean endsAfter(Bytes key, int itemWeight) {
    long before = weight;
    weight += itemWeight;
    items++;
    boolean ends = weight > MAX || items >= leastItems && weight >= MIN && drawn(key, before);
    if (ends) {
      restart();
    }
    return ends;
  }

  /// Begins the next node.
  void restart() {
    weight = 0;
    items = 0;
  }

  private boolean drawn(Bytes key, long before) {
    // At most 2^42 on the left and 2^22 * 2^20 on the right.
    long growth = weight * weight * weight - before * before * before;
    return growth > NegativeLog.of(hash.hash(key)) * CUBE;
  }
}
