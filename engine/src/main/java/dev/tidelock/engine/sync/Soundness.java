package dev.tidelock.engine.sync;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.chunk.ContentChunks;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.merge.MergeBases;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.record.RefusedRow;
import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.RowConflict;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.Tables;
import dev.tidelock.core.record.Value;
import dev.tidelock.core.tree.Content;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.Tree;
import dev.tidelock.engine.remote.RemoteFailure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// A reading of all that is new in a head of a remote, once, before anything rests on it: its
/// commits, its tree, its tables, and how its contents are put together. What cannot be read must
/// not become the head here: nothing could be kept on top of it any more.
///
/// @param stores where everything is that was fetched
/// @param theirs the head
record Soundness(Stores stores, ObjectId theirs) {
  /// Reads everything.
  ///
  /// @throws RemoteFailure [RemoteFailure.Reason#CORRUPT] if something cannot be read
  void require() {
    believing(() -> {
      readCommits();
      Tree before = new Tree(stores.headTree(), stores.trees.directories());
      Tree after = new Tree(stores.history.tree(theirs), stores.trees.directories());
      before
          .diff(after, Tree.WholeDirectories.EXPANDED)
          .forEachRemaining(change -> change.after().ifPresent(this::readContents));
      readTables();
      return theirs;
    });
  }

  /// Does something that reads what a remote sent.
  ///
  /// @throws RemoteFailure [RemoteFailure.Reason#CORRUPT] if it cannot be read
  <T> T believing(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (MalformedException e) {
      throw new RemoteFailure(
          RemoteFailure.Reason.CORRUPT,
          "commit %s cannot be taken: %s".formatted(theirs, e.getMessage()),
          e);
    }
  }

  /// The commits behind the head that are not behind the one here: whoever looks for where two
  /// histories part reads just these.
  private void readCommits() {
    Optional<ObjectId> ours = stores.state.head();
    if (ours.isPresent()) {
      MergeBases.between(stores.history, theirs, ours.get());
      return;
    }
    Set<ObjectId> seen = new HashSet<>(Set.of(theirs));
    Deque<ObjectId> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      stores.history.parents(open.poll()).stream().filter(seen::add).forEach(open::add);
    }
  }

  private void readContents(Entry entry) {
    switch (entry) {
      case Entry.File file -> readContent(file);
      case Entry.Conflict conflict -> {
        conflict.terms().forEach(term -> readContents(term.entry()));
        conflict.base().filter(_ -> !conflict.baseIsWeak()).ifPresent(this::readContents);
      }
      case Entry.Link _, Entry.Directory _ -> {}
    }
  }

  /// What a file is made of, but for its chunks, which come when they are needed.
  private void readContent(Entry.File file) {
    switch (file.content()) {
      case Content.Inline _ -> {}
      case Content.Single _ -> {
        if (file.size() > RawObject.MAX_PAYLOAD) {
          throw new MalformedException("one chunk cannot have " + file.size() + " bytes");
        }
      }
      case Content.Sequence _ -> {
        try {
          ContentChunks.of(file, stores.objects).forEachRemaining(_ -> {});
        } catch (MissingObjectException _) {
          // What is nowhere is waited for, path by path.
        }
      }
    }
  }

  private void readTables() {
    Optional<Tables> before = stores.state.head().flatMap(stores.history::tables);
    Optional<Tables> after = stores.history.tables(theirs);
    if (after.isEmpty() || after.equals(before)) {
      return;
    }
    MerkleMap<Table> now = stores.records.tables(after.get());
    if (before.isEmpty()) {
      now.forEach(each -> readRows(Optional.empty(), each.getValue()));
    } else {
      stores
          .records
          .tables(before.get())
          .diff(now)
          .forEachRemaining(
              change -> change.after().ifPresent(table -> readRows(change.before(), table)));
    }
  }

  private void readRows(Optional<Table> before, Table after) {
    stores.records.schema(after);
    MerkleMap<RowEntry> rows = stores.records.open(after);
    if (before.isEmpty()) {
      rows.forEach(each -> readValues(each.getValue()));
    } else {
      stores
          .records
          .open(before.get())
          .diff(rows)
          .forEachRemaining(change -> change.after().ifPresent(this::readValues));
    }
  }

  private void readValues(RowEntry entry) {
    switch (entry) {
      case Row row -> readValues(row);
      case RefusedRow refused -> readValues(refused.row());
      case RowConflict conflict ->
          conflict.terms().forEach(term -> term.row().ifPresent(this::readValues));
    }
  }

  private void readValues(Row row) {
    if (row.contents().isEmpty()) {
      return;
    }
    row.forEach((_, value) -> {
      if (value instanceof Value.Large large) {
        readContent(new Entry.File(false, large.size(), 0, large.content()));
      }
    });
  }
}
