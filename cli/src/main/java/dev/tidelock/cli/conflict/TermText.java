package dev.tidelock.cli.conflict;

import dev.tidelock.cli.output.Words;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.Term;
import dev.tidelock.engine.sync.OpenConflict;
import dev.tidelock.workspace.device.Device;
import java.time.Instant;
import java.util.Optional;

/// The values of a conflict in words: who wanted them, where, and when.
public final class TermText {
  private TermText() {}

  /// `alice on laptop (this device), 5 minutes ago, 812 B`.
  public static String of(OpenConflict conflict, Term term, Instant now) {
    String here = conflict.mine().equals(Optional.of(term.key())) ? " (on this disk)" : "";
    return Words.shown(term.author())
        + " on "
        + Device.shown(term.device())
        + here
        + ", "
        + Words.ago(Instant.ofEpochMilli(term.time()), now)
        + ", "
        + of(term.entry());
  }

  /// What a value is.
  public static String of(Entry.Leaf leaf) {
    return switch (leaf) {
      case Entry.File file -> Words.size(file.size()) + (file.executable() ? ", executable" : "");
      case Entry.Link link -> "link to " + Words.shown(link.text());
    };
  }

  /// A value's length in bytes, as a file would have it.
  public static long size(Entry.Leaf leaf) {
    return switch (leaf) {
      case Entry.File file -> file.size();
      case Entry.Link link -> link.text().length();
    };
  }
}
