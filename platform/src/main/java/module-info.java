import org.jspecify.annotations.NullMarked;

/// The ports of the engine on a real machine: the Linux file system, SQLite state, applications'
/// databases, zstd.
@NullMarked
module dev.tidelock.platform {
  exports dev.tidelock.platform;
  exports dev.tidelock.platform.database;
  exports dev.tidelock.platform.directory;
  exports dev.tidelock.platform.linux;
  exports dev.tidelock.platform.sqlite;
  exports dev.tidelock.platform.watch;

  requires static org.jspecify;
  requires transitive dev.tidelock.engine;
  requires java.sql;
  requires org.xerial.sqlitejdbc;
  requires com.github.luben.zstd_jni;
}
