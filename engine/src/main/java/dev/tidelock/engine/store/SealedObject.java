package dev.tidelock.engine.store;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;

/// An object in its envelope, as it rests and travels.
///
/// @param id the object's id
/// @param kind what it is
/// @param envelope the bytes of the envelope, as [EnvelopeCodec] wrote them
public record SealedObject(ObjectId id, ObjectKind kind, Bytes envelope) {}
