package dev.tidelock.cli.program;

import java.io.Writer;
import java.util.function.Consumer;

/// A writer that hands on what was written whenever it is flushed.
final class TerminalWriter extends Writer {
  private final Consumer<String> target;
  private final StringBuilder held = new StringBuilder();

  TerminalWriter(Consumer<String> target) {
    this.target = target;
  }

  @Override
  public void write(char[] characters, int offset, int length) {
    held.append(characters, offset, length);
  }

  @Override
  public void flush() {
    if (!held.isEmpty()) {
      target.accept(held.toString());
      held.setLength(0);
    }
  }

  @Override
  public void close() {
    flush();
  }
}
