package dev.tidelock.simulation.world;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteFailure.Reason;
import dev.tidelock.simulation.disk.Digests;
import java.util.Map;
import java.util.TreeMap;

/// A whole tree at one entry of a toy's log.
record ToyTree(long sequence, Map<TreePath, Item> items) {
  static final ToyTree EMPTY = new ToyTree(0, Map.of());
  private static final int DIGEST_CHARS = 64;

  ToyTree {
    items = new TreeMap<>(items);
  }

  /// What stands at a path: `d`, `l` with its text, or `f` with its digest.
  record Item(char kind, boolean executable, String text) {}

  ToyTree with(Map<TreePath, Item> others) {
    return new ToyTree(sequence, others);
  }

  Bytes encode() {
    StringBuilder text = new StringBuilder().append(sequence).append('\0');
    items.forEach((path, item) ->
        text.append(item.kind())
            .append(item.executable() ? '*' : ' ')
            .append(path)
            .append('\0')
            .append(item.text())
            .append('\0'));
    Bytes body = Bytes.utf8(text.toString());
    return Bytes.utf8(Digests.of(body).toHex()).concat(body);
  }

  static ToyTree decode(Bytes encoded) {
    if (encoded.size() < DIGEST_CHARS) {
      throw new RemoteFailure(Reason.CORRUPT, "a short tree");
    }
    Bytes body = encoded.slice(DIGEST_CHARS, encoded.size());
    if (!Digests.of(body).toHex().equals(encoded.slice(0, DIGEST_CHARS).toUtf8())) {
      throw new RemoteFailure(Reason.CORRUPT, "a damaged tree");
    }
    String[] words = body.toUtf8().split("\0", -1);
    Map<TreePath, Item> items = new TreeMap<>();
    for (int i = 1; i + 1 < words.length; i += 2) {
      items.put(
          TreePath.parse(words[i].substring(2)),
          new Item(words[i].charAt(0), words[i].charAt(1) == '*', words[i + 1]));
    }
    return new ToyTree(Long.parseLong(words[0]), items);
  }
}
