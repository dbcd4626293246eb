import org.jspecify.annotations.NullMarked;

/// An application's SQLite tables, kept the same on all its devices: the library.
@NullMarked
module dev.tidelock.library {
  requires static org.jspecify;
  requires transitive dev.tidelock.core;
  requires transitive java.sql;
  requires dev.tidelock.workspace;

  exports dev.tidelock.library;
  exports dev.tidelock.library.report;
  exports dev.tidelock.library.rule;
}
