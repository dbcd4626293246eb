package dev.tidelock.cli.sync;

import dev.tidelock.cli.output.Diagnosis;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Words;
import dev.tidelock.engine.scan.Problem;
import dev.tidelock.workspace.json.Json;
import java.util.Locale;
import java.util.Optional;

/// Something that a sync left alone or could not do.
///
/// @param path on what, if on one path
/// @param kind what is the matter, as scripts know it
/// @param message in words
/// @param hint what to do next; empty if there is nothing to say
/// @param weight whether somebody has to act
public record Trouble(
    Optional<String> path, String kind, String message, String hint, Weight weight) {
  /// The kind of what a database does not take as it is now.
  static final String WAITING = word(Problem.Kind.WAITING);

  /// What a problem on the disk means to whoever started the sync.
  public static Trouble of(Problem problem) {
    Weight weight =
        switch (problem.kind()) {
          case UNREADABLE, VOLUME, NOT_APPLIED, AWAITED -> Weight.FAILURE;
          case NAME, BUSY, SPECIAL, IGNORE_FILE, LEADS_OUT, ESCAPED, WAITING, APART, MADE ->
              Weight.NOTICE;
        };
    return new Trouble(
        Optional.of(problem.path()),
        word(problem.kind()),
        withoutPath(problem),
        hint(problem.kind()),
        weight);
  }

  private static String word(Problem.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static String hint(Problem.Kind kind) {
    return switch (kind) {
      case AWAITED ->
          "the work here is kept; sync on the device that wrote it, and then here again";
      case WAITING -> "nothing is lost: it is tried again with each sync";
      case UNREADABLE,
          VOLUME,
          NOT_APPLIED,
          NAME,
          BUSY,
          SPECIAL,
          IGNORE_FILE,
          LEADS_OUT,
          ESCAPED,
          APART,
          MADE ->
          "";
    };
  }

  /// A problem's words, which may begin with its path.
  private static String withoutPath(Problem problem) {
    String prefix = problem.path() + ": ";
    String detail = problem.detail();
    return detail.startsWith(prefix) ? detail.substring(prefix.length()) : detail;
  }

  /// What stopped a sync.
  public static Trouble of(Diagnosis diagnosis) {
    return new Trouble(
        Optional.empty(),
        diagnosis.exit().code(),
        diagnosis.message(),
        diagnosis.hint(),
        Weight.FAILURE);
  }

  /// Whether it may be gone by itself: a remote that does not answer now.
  public boolean mayPass() {
    return kind.equals(ExitCode.UNREACHABLE.code()) || kind.equals(ExitCode.TIMEOUT.code());
  }

  /// One line for a person.
  public String line() {
    return path.map(where -> Words.shown(where) + ": " + message).orElse(message);
  }

  /// The element of `errors`.
  public Json toJson() {
    return Json.object()
        .put("path", path)
        .put("kind", kind)
        .put("message", message)
        .put("hint", hint)
        .build();
  }

  /// Whether somebody has to act.
  public enum Weight {
    /// Something that was asked for was not done.
    FAILURE,
    /// It is as it should be, or the next sync takes care of it.
    NOTICE
  }
}
