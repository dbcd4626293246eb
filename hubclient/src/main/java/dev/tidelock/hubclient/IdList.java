package dev.tidelock.hubclient;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Ids as they travel: 32 bytes each, one after the other.
final class IdList {
  /// How many may travel at once.
  static final int LONGEST = 1 << 16;

  private IdList() {}

  static Bytes encode(Collection<ObjectId> ids) {
    byte[] joined = new byte[ids.size() * ObjectId.SIZE];
    int at = 0;
    for (ObjectId id : ids) {
      id.bytes().copyInto(joined, at);
      at += ObjectId.SIZE;
    }
    return Bytes.wrap(joined);
  }

  static List<ObjectId> decode(Bytes joined) {
    if (joined.size() % ObjectId.SIZE != 0) {
      throw new MalformedException("a list of ids ends within one");
    }
    List<ObjectId> ids = new ArrayList<>(joined.size() / ObjectId.SIZE);
    for (int i = 0; i < joined.size(); i += ObjectId.SIZE) {
      ids.add(new ObjectId(joined.slice(i, i + ObjectId.SIZE)));
    }
    return ids;
  }
}
