package dev.tidelock.platform.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileFailure.Reason;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/// A file name or a link's text as the kernel takes it: UTF-8 that ends with NUL, whatever the
/// user's locale. Reused from call to call.
final class NameBuffer {
  /// The kernel's limit for a path, and so for a link's text, the final NUL included.
  static final int CAPACITY = 4096;

  private final MemorySegment memory;
  private final ByteBuffer bytes;
  private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();

  NameBuffer(Kernel kernel) {
    memory = kernel.allocate(CAPACITY);
    bytes = memory.asByteBuffer();
  }

  /// Where the text stands, for the kernel.
  long address() {
    return memory.address();
  }

  /// Sets the text to `text[start, end)`; `path` and `operation` are for the failure.
  NameBuffer set(String text, int start, int end, TreePath path, String operation) {
    int length = 0;
    while (start + length < end && length < CAPACITY - 1) {
      char c = text.charAt(start + length);
      if (c == 0 || c >= 0x80) {
        return encode(text, start, end, path, operation);
      }
      memory.set(JAVA_BYTE, length++, (byte) c);
    }
    if (start + length < end) {
      throw tooLong(path, operation);
    }
    memory.set(JAVA_BYTE, length, (byte) 0);
    return this;
  }

  private NameBuffer encode(String text, int start, int end, TreePath path, String operation) {
    bytes.clear().limit(CAPACITY - 1);
    encoder.reset();
    CoderResult result = encoder.encode(CharBuffer.wrap(text, start, end), bytes, true);
    if (result.isOverflow()) {
      throw tooLong(path, operation);
    }
    if (result.isError() || text.substring(start, end).indexOf('\0') >= 0) {
      throw new FileFailure(
          Reason.UNDECODABLE, path, operation + ": text that no file system can hold");
    }
    memory.set(JAVA_BYTE, bytes.position(), (byte) 0);
    return this;
  }

  private static FileFailure tooLong(TreePath path, String operation) {
    return new FileFailure(
        Reason.TOO_LONG, path, operation + ": " + Errno.text(Errno.ENAMETOOLONG));
  }
}
