package dev.tidelock.engine.sync;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import java.util.OptionalLong;

/// What tells a workspace's directory from another one that got a copy of its private files.
///
/// @param inode its number within its volume
/// @param birth when it was made, in nanoseconds since 1970, where the file system knows
record RootIdentity(long inode, OptionalLong birth) {
  /// That of the directory that is there now.
  static RootIdentity of(FileSystem files) {
    return files
        .stat(TreePath.ROOT)
        .map(root -> new RootIdentity(root.inode(), root.birth()))
        .orElseThrow(() ->
            new FileFailure(
                FileFailure.Reason.MISSING,
                TreePath.ROOT,
                "the workspace's directory is not there"));
  }

  /// Whether both are the same directory. The moment it was made says so; where that is not known,
  /// the number must do, which some file systems give anew when they are mounted.
  boolean isSameAs(RootIdentity other) {
    return birth.isPresent() && other.birth.isPresent()
        ? birth.equals(other.birth)
        : inode == other.inode;
  }

  Bytes encode() {
    CborWriter out = new CborWriter().array(2).integer(inode);
    birth.ifPresentOrElse(out::integer, out::nil);
    return out.toBytes();
  }

  static RootIdentity decode(Bytes stored) {
    CborReader in = new CborReader(stored);
    in.array(2);
    long inode = in.integer();
    OptionalLong birth = in.nil() ? OptionalLong.empty() : OptionalLong.of(in.integer());
    in.finish();
    return new RootIdentity(inode, birth);
  }
}
