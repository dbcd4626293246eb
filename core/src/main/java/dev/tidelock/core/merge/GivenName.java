package dev.tidelock.core.merge;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.map.Cell;
import dev.tidelock.core.name.Names;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.tree.Content;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.EntryCodec;
import java.nio.charset.StandardCharsets;

/// The name that something gets whose own name belongs to a directory: `stem (4 hex).ext`, the
/// digits being those of its content's id, so that every device finds the same one. Where that is
/// taken, more digits follow.
///
/// @param original the name it cannot have
/// @param digest of its content, in hexadecimal digits
/// @param digits how many of them the name shows
record GivenName(String original, String digest, int digits) {
  private static final int FEWEST = 4;

  static GivenName of(String original, Entry entry) {
    return new GivenName(original, digest(entry).toHex(), FEWEST);
  }

  /// The next name to try.
  ///
  /// @throws IllegalStateException if all digits are used: 2^256 names are never all taken
  GivenName longer() {
    if (digits >= digest.length()) {
      throw new IllegalStateException("no name is left for " + original);
    }
    return new GivenName(original, digest, digits + FEWEST);
  }

  String name() {
    int dot = original.lastIndexOf('.');
    String stem = dot > 0 ? original.substring(0, dot) : original;
    String extension = dot > 0 ? original.substring(dot) : "";
    String mark = " (" + digest.substring(0, digits) + ")";
    int room = Names.MAX_BYTES - mark.length();
    String end = cut(extension, room / 2);
    return cut(stem, room - size(end)) + mark + end;
  }

  private static Bytes digest(Entry entry) {
    return switch (entry) {
      case Entry.File file -> digest(file.content());
      case Entry.Link link -> ObjectIdentity.sha256(Bytes.utf8(link.text()));
      case Entry.Conflict conflict -> {
        Cell cell = new EntryCodec().encode(conflict);
        Bytes all = cell.template();
        for (ObjectId id : cell.references().strong()) {
          all = all.concat(id.bytes());
        }
        for (ObjectId id : cell.references().weak()) {
          all = all.concat(id.bytes());
        }
        yield ObjectIdentity.sha256(all);
      }
      case Entry.Directory directory -> directory.root().bytes();
    };
  }

  private static Bytes digest(Content content) {
    return switch (content) {
      case Content.Inline inline -> ObjectIdentity.sha256(inline.bytes());
      case Content.Single single -> single.chunk().bytes();
      case Content.Sequence sequence -> sequence.root().bytes();
    };
  }

  /// The longest start of a text that fits into so many bytes of UTF-8.
  private static String cut(String text, int bytes) {
    int end = text.length();
    while (size(text.substring(0, end)) > bytes) {
      end = text.offsetByCodePoints(end, -1);
    }
    return text.substring(0, end);
  }

  private static int size(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
