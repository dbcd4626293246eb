package dev.tidelock.hub.report;

/// What a collection of garbage freed.
///
/// @param objects objects that nothing stands on any more
/// @param packs packs that are gone: empty, rewritten, or never listed
/// @param bytes by how much the packs became smaller
/// @param tokens tokens that had expired long ago
public record Freed(long objects, long packs, long bytes, long tokens) {
  /// Nothing.
  public static final Freed NOTHING = new Freed(0, 0, 0, 0);

  /// Both together.
  public Freed plus(Freed other) {
    return new Freed(
        objects + other.objects, packs + other.packs, bytes + other.bytes, tokens + other.tokens);
  }
}
