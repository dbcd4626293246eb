package dev.tidelock.engine.remote;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.engine.remote.RemoteFailure.Reason;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// The blobs of one project, and how they are called.
///
/// @param blobs where they lie
/// @param project the project
record ProjectBlobs(BlobStore blobs, ProjectId project) {
  static final String PROJECTS = "projects/";

  private static final Pattern PACK_NAME = Pattern.compile("[0-9a-f]{32}");

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
    return packs() + pack.toHex();
  }

  private String packs() {
    return "p/" + project + "/packs/";
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

  /// Creates a blob, or finds that it was created by us although we were not told: after a failure
  /// the blob itself says what became of it. If it is not there, one more try decides.
  boolean create(String name, Bytes blob) {
    boolean created;
    try {
      created = blobs.create(name, blob);
    } catch (RemoteFailure e) {
      if (e.reason() != Reason.UNREACHABLE) {
        throw e;
      }
      created = blobs.read(name).isEmpty() && blobs.create(name, blob);
    }
    return created || blobs.read(name).filter(blob::equals).isPresent();
  }

  /// The names of all packs that are there, listed or not.
  SortedSet<Bytes> packsThere() {
    String prefix = packs();
    SortedSet<Bytes> names = new TreeSet<>();
    for (String blob : blobs.list(prefix)) {
      String digits = blob.substring(prefix.length());
      if (PACK_NAME.matcher(digits).matches()) {
        names.add(Bytes.hex(digits));
      }
    }
    return names;
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
