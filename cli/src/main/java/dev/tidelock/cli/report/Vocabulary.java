package dev.tidelock.cli.report;

import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.core.commit.Commit;
import dev.tidelock.engine.scan.Problem;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The words that a report may hold: those of the program itself. Any other text may be somebody's,
/// and stays out; so a word that is forgotten here is missing, and not a secret out.
final class Vocabulary {
  /// What stands in the place of other words.
  static final String OTHER = "other";

  private static final Pattern VERSION = Pattern.compile("[0-9]+([._+-][0-9]+){0,8}");
  private static final Pattern TIME = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,18}Z");
  private static final Set<String> WORDS = words();

  private Vocabulary() {}

  private static Set<String> words() {
    Set<String> words =
        new HashSet<>(
            Set.of(
                "up",
                "down",
                "both",
                "merge",
                "local",
                "remote",
                "newest",
                "manual",
                "true",
                "false",
                "file",
                "http",
                "https",
                "linux",
                "amd64",
                "aarch64",
                "x86_64",
                "utf-8",
                "ext2/ext3",
                "ext4",
                "xfs",
                "btrfs",
                "zfs",
                "tmpfs",
                "nfs",
                "nfs4",
                "cifs",
                "smb3",
                "overlay",
                "9p",
                "fuseblk",
                "fuse",
                "vfat",
                "exfat",
                "ntfs",
                "ntfs3",
                "f2fs",
                "bcachefs",
                "eclipse adoptium",
                "oracle corporation",
                "debian",
                "ubuntu",
                "red hat, inc.",
                "amazon.com inc.",
                "azul systems, inc."));
    Arrays.stream(ExitCode.values()).map(ExitCode::code).forEach(words::add);
    Arrays.stream(Problem.Kind.values()).map(Vocabulary::lower).forEach(words::add);
    Arrays.stream(Commit.Kind.values()).map(Vocabulary::lower).forEach(words::add);
    return Set.copyOf(words);
  }

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /// A word, if the program knows it.
  static String word(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return WORDS.contains(lower) ? lower : OTHER;
  }

  /// The part of a version that is numbers.
  static String version(String text) {
    return Optional.of(VERSION.matcher(text))
        .filter(java.util.regex.Matcher::lookingAt)
        .map(java.util.regex.Matcher::group)
        .orElse(OTHER);
  }

  /// A point in time, if it is one.
  static String time(String text) {
    return TIME.matcher(text).matches() ? text : OTHER;
  }
}
