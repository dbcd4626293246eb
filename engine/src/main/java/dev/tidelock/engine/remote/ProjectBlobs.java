package dev.tidelock.engine.remote;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.engine.remote.RemoteFailure.Reason;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;

/// The blobs of one project, and how they are called.
///
/// @param blobs where they lie
/// @param project the project
record ProjectBlobs(BlobStore blobs, ProjectId project) {
  static final String PROJECTS = "projects/";

  String genesisName() {
    return PROJECTS + project;
  }

  /// The name of an entry: 16 hexadecimal digits, so that names and numbers have one order.
  String entryName(long sequence) {
    return log(project) + "/" + HexFormat.of().toHexDigits(sequence);
  }

  /// What the names of a project's entries begin with.
  static String log(ProjectId project) {
    return "p/" + project + "/log";
  }

  String packName(Bytes pack) {
    return "p/" + project + "/packs/" + pack.toHex();
  }

  Optional<Bytes> entry(long sequence) {
    return blobs.read(entryName(sequence));
  }

  /// The digest of the genesis, of which the first entry of the log is the successor.
  ///
  /// @throws RemoteFailure [Reason#NOT_FOUND] if the project is not there
  Bytes genesisDigest() {
    Bytes blob =
        blobs
            .read(genesisName())
            .orElseThrow(
                () -> new RemoteFailure(Reason.NOT_FOUND, "there is no project " + project));
    checked(genesisName(), () -> Genesis.decode(blob));
    return Digested.digest(blob);
  }

  /// What `decoder` makes of a blob.
  ///
  /// @throws RemoteFailure [Reason#CORRUPT], naming the blob, if that is malformed
  static <T> T checked(String blob, Supplier<T> decoder) {
    try {
      return decoder.get();
    } catch (MalformedException e) {
      throw new RemoteFailure(
          Reason.CORRUPT, "blob %s is damaged: %s".formatted(blob, e.getMessage()), e);
    }
  }
}
