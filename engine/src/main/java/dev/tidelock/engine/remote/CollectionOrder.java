package dev.tidelock.engine.remote;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.RawObject;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/// How garbage is to be collected.
///
/// @param writer who collects; its sequence is that of its last move
/// @param retention gives a fresh answer to whether a commit of a time keeps its tree, to be asked
///   from the newest to the oldest
/// @param near objects that are at hand and need not be fetched
/// @param elapsed how much time passed for whoever collects, in milliseconds since a moment of no
///   meaning; as far as there is evidence of it
/// @param grace for how long, in milliseconds, whoever collects must have known a pack before
///   objects in it are let go that nothing stands on: somebody may have brought them for somebody
///   else, who needs them for his next push
/// @param patience for how long, in milliseconds, whoever collects must have known a pack as it is
///   before it is let go as a whole: one that no entry lists, because its sender may be slow, and a
///   condemned one, because somebody may be reading it. It spares others to do things twice;
///   nothing else depends on it
/// @param effect whether it is done
public record CollectionOrder(
    Remote.Writer writer,
    Supplier<LongPredicate> retention,
    Function<ObjectId, Optional<RawObject>> near,
    long elapsed,
    long grace,
    long patience,
    Effect effect) {
  /// Whether something is done.
  public enum Effect {
    /// It is done.
    REAL,
    /// It is only said what would be done.
    PREVIEW
  }
}
