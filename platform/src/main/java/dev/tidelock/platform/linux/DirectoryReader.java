package dev.tidelock.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileFailure.Reason;
import dev.tidelock.engine.port.Listing;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A reader of directories. It takes names as the bytes that they are, so that one which is not
/// UTF-8 is told apart from all others whatever the user's locale.
///
/// An item that is gone when its turn comes was deleted meanwhile and is left out.
final class DirectoryReader {
  /// Within `struct linux_dirent64`.
  private static final int RECORD_LENGTH = 16;

  private static final int RECORD_NAME = 19;

  private static final String OPERATION = "cannot list the directory";

  private final Kernel kernel;
  private final StatusBuffer status;
  private final MemorySegment records;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private byte[] name = new byte[256];

  DirectoryReader(Kernel kernel, StatusBuffer status) {
    this.kernel = kernel;
    this.status = status;
    records = kernel.allocate(64 * 1024);
  }

  /// What is in the open directory, which was opened as `path`.
  Listing read(int directory, TreePath path) {
    List<Listing.Item> items = new ArrayList<>();
    List<Listing.Unreadable> unreadable = new ArrayList<>();
    while (true) {
      int size =
          (int) kernel.call(Call.GETDENTS64, directory, records.address(), records.byteSize());
      if (size < 0) {
        throw new FileFailure(Errno.reason(-size), path, OPERATION + ": " + Errno.text(-size));
      }
      if (size == 0) {
        return new Listing(items, unreadable);
      }
      for (int offset = 0; offset < size; ) {
        add(directory, offset + RECORD_NAME, items, unreadable);
        offset += Short.toUnsignedInt(records.get(JAVA_SHORT_UNALIGNED, offset + RECORD_LENGTH));
      }
    }
  }

  private void add(
      int directory, int start, List<Listing.Item> items, List<Listing.Unreadable> unreadable) {
    int length = copyName(start);
    if (isDots(length)) {
      return;
    }
    String text;
    try {
      text = decode(length);
    } catch (CharacterCodingException notUtf8) {
      unreadable.add(new Listing.Unreadable(escaped(length), Reason.UNDECODABLE));
      return;
    }
    int error = -status.readNamed(directory, records.address() + start);
    if (error == 0) {
      items.add(new Listing.Item(text, status.toStat()));
    } else if (error != Errno.ENOENT) {
      unreadable.add(new Listing.Unreadable(text, Errno.reason(error)));
    }
  }

  /// Copies the name that starts in the records there, and returns its length.
  private int copyName(int start) {
    int length = 0;
    for (byte b; (b = records.get(JAVA_BYTE, start + length)) != 0; length++) {
      if (length == name.length) {
        name = Arrays.copyOf(name, 2 * length);
      }
      name[length] = b;
    }
    return length;
  }

  private boolean isDots(int length) {
    return name[0] == '.' && (length == 1 || (length == 2 && name[1] == '.'));
  }

  private String decode(int length) throws CharacterCodingException {
    for (int i = 0; i < length; i++) {
      if (name[i] < 0) {
        return decoder.decode(ByteBuffer.wrap(name, 0, length)).toString();
      }
    }
    return new String(name, 0, length, StandardCharsets.ISO_8859_1);
  }

  /// The name with every byte outside printable ASCII as `\xNN`.
  private String escaped(int length) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < length; i++) {
      if (name[i] > ' ' && name[i] < 0x7f && name[i] != '\\') {
        shown.append((char) name[i]);
      } else {
        shown.append("\\x%02x".formatted(Byte.toUnsignedInt(name[i])));
      }
    }
    return shown.toString();
  }
}
