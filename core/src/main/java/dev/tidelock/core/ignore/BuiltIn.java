package dev.tidelock.core.ignore;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.Names;
import java.util.Set;

/// What is ignored unless an ignore file says otherwise.
///
/// The list is short on purpose: nobody should be surprised that a file of theirs is not kept. A
/// pattern belongs here only if a program makes such files unasked, they hold nothing that the user
/// wants from them, and they mean something on the one device only, so that another's copy does
/// harm.
final class BuiltIn {
  /// - `.DS_Store`, `Thumbs.db`: caches that file managers rewrite whenever somebody looks at a
  ///   directory; two devices would conflict for ever.
  /// - `~$*`, `.~lock.*#`, `.#*`: "somebody has this open" of Microsoft Office, LibreOffice and
  ///   Emacs; on another device the document would seem locked.
  /// - `.*.sw[op]`: Vim's swap files, from which Vim on another device would offer to recover.
  static final IgnoreFile PATTERNS =
      IgnoreFile.parse(
          Bytes.utf8(
              """
              .DS_Store
              Thumbs.db
              ~$*
              .~lock.*#
              .#*
              .*.sw[op]
              """));

  /// In the form that [Names#visibleForm(String)] gives, with the short names that NTFS makes for
  /// those that can run commands (hooks and configuration).
  private static final Set<String> VERSION_CONTROL =
      Set.of(
          ".git",
          "git~1",
          ".hg",
          "hg~1",
          ".svn",
          ".bzr",
          "_darcs",
          ".jj",
          "jj~1",
          ".pijul",
          ".fslckout",
          "_fossil_");

  private BuiltIn() {}

  /// Whether a version-control system keeps its own state under this name, on any file system.
  static boolean isVersionControl(String name) {
    // CVS as written only: 'cvs' is what people call a directory of résumés.
    return name.equals("CVS") || VERSION_CONTROL.contains(Names.visibleForm(name));
  }
}
