package dev.tidelock.platform.linux;

/// The kind of machine this runs on, and the few constants that depend on it.
final class Machine {
  /// Whether this is x86-64; otherwise it is aarch64.
  static final boolean X86_64 = isX86();

  /// Fail unless it is a directory.
  static final int O_DIRECTORY = X86_64 ? 0x10000 : 0x4000;

  /// Fail if it is a symbolic link.
  static final int O_NOFOLLOW = X86_64 ? 0x20000 : 0x8000;

  private Machine() {}

  private static boolean isX86() {
    String system = System.getProperty("os.name");
    String processor = System.getProperty("os.arch");
    boolean x86 = processor.equals("amd64") || processor.equals("x86_64");
    if (!system.equals("Linux") || !(x86 || processor.equals("aarch64"))) {
      throw new UnsupportedOperationException(
          "Tidelock runs on Linux on x86-64 and aarch64, not on %s on %s"
              .formatted(system, processor));
    }
    return x86;
  }
}
