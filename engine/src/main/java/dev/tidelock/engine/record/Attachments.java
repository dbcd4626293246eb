package dev.tidelock.engine.record;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.record.TableId;
import dev.tidelock.engine.port.Database;
import dev.tidelock.engine.port.DatabaseFailure;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Randomness;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The databases that are attached to a workspace, in a file of their own: the state beside it can
/// be lost and made anew, and what is synced must not change by that.
public final class Attachments {
  private static final int FORMAT = 1;
  private static final int ID_SIZE = 16;
  private static final long MAX_SIZE = 16L << 20;

  private final FileSystem files;
  private final Randomness randomness;
  private final TreePath file;
  private final TreePath staging;

  /// @param files the workspace's disk
  /// @param randomness gives the list an id
  /// @param file where the list is kept
  /// @param staging where it is written before it takes its place, on the same volume
  public Attachments(FileSystem files, Randomness randomness, TreePath file, TreePath staging) {
    this.files = files;
    this.randomness = randomness;
    this.file = file;
    this.staging = staging;
  }

  /// All of them, by name.
  ///
  /// @throws MalformedException if the list is damaged
  public List<Attachment> all() {
    return read().attachments();
  }

  /// Makes sure that a database is this workspace's to sync, and marks it so: two that took what
  /// was noted in one file would each miss what the other took. A copy of another's is free.
  ///
  /// @param name the name under which it is attached
  /// @param anew forgets what was known under that name; called before the mark is made, if the
  ///   database was nobody's, or is a copy of another's
  /// @throws DatabaseFailure with [DatabaseFailure.Reason#REFUSED] if it is another's
  public void claim(String name, Database database, Runnable anew) {
    Bytes mark = ObjectIdentity.sha256(read().id().concat(Bytes.utf8(name))).slice(0, ID_SIZE);
    Optional<Database.Identity> identity = database.identity();
    boolean mine = identity.filter(it -> it.id().equals(mark)).isPresent();
    if (identity.isPresent() && !mine && !identity.get().moved()) {
      throw new DatabaseFailure(
          DatabaseFailure.Reason.REFUSED,
          "its tables are synced by another workspace, or under another name; untrack them there"
              + " first, or, if that workspace is gone, untrack the file itself");
    }
    if (!mine) {
      anew.run();
    }
    if (!mine || identity.get().moved()) {
      database.identify(mark);
    }
  }

  private Listed read() {
    try (FileSystem.Source source = files.open(file)) {
      return decode(read(source));
    } catch (FileFailure failure) {
      if (failure.reason() == FileFailure.Reason.MISSING) {
        return new Listed(Bytes.empty(), List.of());
      }
      throw failure;
    }
  }

  /// What the file says.
  ///
  /// @param id the list's id, [#ID_SIZE] random bytes; none if there is no file
  private record Listed(Bytes id, List<Attachment> attachments) {}

  /// The database with this name, if there is one.
  public Optional<Attachment> find(String name) {
    return all().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /// Adds a database, or changes the one with its name.
  public void put(Attachment attachment) {
    List<Attachment> next = new ArrayList<>(all());
    next.removeIf(each -> each.name().equals(attachment.name()));
    next.add(attachment);
    write(next);
  }

  /// Removes a database from the list.
  public void remove(String name) {
    List<Attachment> next = new ArrayList<>(all());
    next.removeIf(each -> each.name().equals(name));
    write(next);
  }

  private void write(Collection<Attachment> all) {
    Bytes known = read().id();
    Bytes id = known.size() == 0 ? randomness.next(ID_SIZE) : known;
    discard();
    try (FileSystem.Sink sink = files.create(staging)) {
      sink.write(encode(id, all).asByteBuffer());
    }
    files.barrier(List.of(staging));
    files.replace(staging, file);
    files.barrier(List.of(file));
  }

  /// What an interrupted write left.
  private void discard() {
    if (files.standing(staging).isPresent()) {
      files.delete(staging);
    }
  }

  private Bytes read(FileSystem.Source source) {
    long size = source.stat().size();
    if (size > MAX_SIZE) {
      throw damaged("it has " + size + " bytes");
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) size);
    while (bytes.hasRemaining() && source.read(bytes, bytes.position()) > 0) {
      // Until all of it is read, or it ends.
    }
    return Bytes.copyOf(bytes.flip());
  }

  private MalformedException damaged(String how) {
    return new MalformedException("the list of databases, " + file + ", is damaged: " + how);
  }

  private static Bytes encode(Bytes id, Collection<Attachment> all) {
    List<Attachment> sorted = all.stream().sorted(Comparator.comparing(Attachment::name)).toList();
    CborWriter out = new CborWriter().array(2 + sorted.size()).integer(FORMAT).bytes(id);
    for (Attachment each : sorted) {
      out.array(3).text(each.name()).text(each.file()).array(each.tables().size());
      each.tables().forEach((table, name) -> out.array(2).bytes(table.bytes()).text(name));
    }
    return out.toBytes();
  }

  private Listed decode(Bytes bytes) {
    try {
      CborReader in = new CborReader(bytes);
      int count = in.array();
      if (in.integer() != FORMAT) {
        throw new MalformedException("it is of another format than this version reads");
      }
      Bytes id = in.bytes(ID_SIZE);
      List<Attachment> all = new ArrayList<>();
      for (int i = 2; i < count; i++) {
        in.array(3);
        all.add(new Attachment(in.text(), in.text(), tables(in)));
      }
      in.finish();
      return new Listed(id, List.copyOf(all));
    } catch (MalformedException defect) {
      throw damaged(String.valueOf(defect.getMessage()));
    }
  }

  private static SortedMap<TableId, String> tables(CborReader in) {
    SortedMap<TableId, String> tables = new TreeMap<>();
    int count = in.array();
    for (int i = 0; i < count; i++) {
      in.array(2);
      tables.put(new TableId(in.bytes(TableId.SIZE)), in.text());
    }
    return tables;
  }
}
