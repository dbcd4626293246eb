package dev.tidelock.engine.sync;

import dev.tidelock.core.commit.Commit;
import dev.tidelock.core.commit.Note;
import dev.tidelock.core.commit.ProjectState;
import dev.tidelock.core.commit.Rename;
import dev.tidelock.core.merge.MergeResult;
import dev.tidelock.core.merge.MergeSettings;
import dev.tidelock.core.merge.Origin;
import dev.tidelock.core.merge.Side;
import dev.tidelock.core.merge.TreeMerge;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.record.Tables;
import dev.tidelock.core.record.merge.TableReport;
import dev.tidelock.core.tree.Content;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.Term;
import dev.tidelock.core.tree.TermKey;
import dev.tidelock.engine.guard.HeldBack;
import dev.tidelock.engine.guard.MassChangeGuard;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.scan.Change;
import dev.tidelock.engine.scan.FileCapture;
import dev.tidelock.engine.scan.LeafReader;
import dev.tidelock.engine.scan.Look;
import dev.tidelock.engine.scan.Problem;
import dev.tidelock.engine.scan.ScanOptions;
import dev.tidelock.engine.scan.ScanResult;
import dev.tidelock.engine.scan.Scanner;
import dev.tidelock.engine.scan.Settling;
import dev.tidelock.engine.shown.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What happened on the disk since it was last looked at, and what that makes of the head.
final class LocalWork {
  private final Stores stores;

  LocalWork(Stores stores) {
    this.stores = stores;
  }

  /// Looks, and says what it would make of it. Nothing is remembered yet.
  Found find(SyncRequest request, Progress progress) {
    return find(request, request.look(), progress);
  }

  /// The same, looking otherwise than was asked for.
  Found find(SyncRequest request, Look look, Progress progress) {
    progress.phase(Progress.Phase.SCAN, -1, -1);
    Settling settling = Settling.now(stores.files(), Stores.STAGING.child("clock"));
    FileCapture capture =
        new FileCapture(
            stores.files(),
            stores.contents::writer,
            (path, bytes) -> progress.advanced(0, bytes, path.toString()));
    LeafReader leaves =
        new LeafReader(
            stores.files(), capture, stores.namer, stores.disk.databases(), settling, stores.bits);
    ScanOptions.Absence absence =
        stores.isAbsenceUnknown() ? ScanOptions.Absence.UNKNOWN : ScanOptions.Absence.DELETED;
    ScanResult scan =
        new Scanner(
                stores.files(),
                stores.shown,
                leaves,
                new ScanOptions(stores.overrides(), absence, look, stores.contents::ignoreFile))
            .scan();
    DiskTree disk = DiskTree.of(stores.shownTree(), scan, stores.trees);
    MassChangeGuard.Verdict verdict =
        stores.outgoingGuard.judge(
            disk.before(), disk.tree(), disk.deletes(), disk.rewrites(), request.acceptance());
    ScanResult taken = HeldMoves.without(scan, disk.displaced().keySet(), verdict.held());
    DiskTree stayed =
        taken.equals(scan) ? disk : DiskTree.of(stores.shownTree(), taken, stores.trees);
    return onto(taken, stayed.without(verdict.held(), stores.trees), verdict, request);
  }

  /// What the disk shows now, merged into the head: the shown tree is the base.
  private Found onto(
      ScanResult scan, DiskTree disk, MassChangeGuard.Verdict verdict, SyncRequest request) {
    Entry.Directory head = stores.headTree();
    if (head.root().equals(disk.before().root())) {
      return new Found(
          scan, disk, verdict, disk.tree(), disk.renames(), List.of(), List.of(), 0, 0);
    }
    if (disk.tree().root().equals(disk.before().root())) {
      return new Found(scan, disk, verdict, head, List.of(), stores.state.lag(), List.of(), 0, 0);
    }
    Origin here =
        new Origin(
            stores.parts.identity().author(),
            stores.parts.identity().device(),
            stores.parts.clock().wallMillis());
    Origin there =
        stores
            .state
            .head()
            .map(stores.history::commit)
            .map(commit -> new Origin(commit.author(), commit.device(), commit.time()))
            .orElse(here);
    MergeResult merged =
        TreeMerge.merge(
            disk.before(),
            new Side(head, stores.state.lag()),
            new Side(disk.tree(), disk.renames()),
            new MergeSettings(
                request.rules().files(),
                stores.parts.mergers(),
                _ -> there,
                _ -> here,
                stores.contents),
            stores.trees.directories(),
            stores.objects);
    return new Found(
        scan,
        disk,
        verdict,
        merged.tree(),
        merged.fromFirst(),
        merged.fromSecond(),
        merged.notes(),
        merged.merged().size() + merged.decided().size() + merged.opened().size(),
        merged.merged().size() + merged.decided().size());
  }

  private List<Note> notes(List<Note> files, Optional<Tables> tables, List<TableReport> reports) {
    List<Note> notes = new ArrayList<>(files);
    tables.ifPresent(all -> notes.addAll(RowNotes.of(reports, stores.records.tables(all))));
    return notes;
  }

  /// Makes what was found durable: the commit, if the project changed, and what the disk shows.
  ///
  /// @param rows what databases held
  void keep(Found found, TableWork.Found rows, String message) {
    Optional<Tables> tables = rows.tables();
    boolean same = tables.equals(stores.headState().tables());
    if (isKnown(found) && same && !hidesSides(rows)) {
      return;
    }
    Optional<ObjectId> commit =
        isNews(found.tree(), tables) || hidesSides(rows)
            ? Optional.of(
                commit(
                    new ProjectState(found.tree(), tables),
                    found.renames(),
                    notes(found.notes(), tables, rows.reports()),
                    rows,
                    message))
            : Optional.empty();
    RootIdentity root = stores.root();
    stores.keep(batch -> {
      remember(batch, found);
      rows.remember(batch, stores);
      commit.ifPresent(id -> stores.state.head(batch, id, WorkspaceState.Standing.PENDING));
      stores.state.shown(batch, found.disk().tree());
      stores.state.lag(batch, found.lag());
      stores.state.rolledBack(batch, false);
      stores.state.root(batch, root);
      if (found.verdict().spent()) {
        stores.outgoingHistory.restart(batch, found.disk().tree());
      } else {
        stores.outgoingHistory.record(batch, found.disk().tree());
      }
    });
  }

  /// Makes what databases held durable, and looks at no file.
  void keepRows(TableWork.Found rows, String message) {
    Optional<Tables> tables = rows.tables();
    if (tables.equals(stores.headState().tables()) && !hidesSides(rows)) {
      return;
    }
    ObjectId commit =
        commit(
            stores.headState().withTables(tables),
            List.of(),
            notes(List.of(), tables, rows.reports()),
            rows,
            message);
    stores.keep(batch -> {
      rows.remember(batch, stores);
      stores.state.head(batch, commit, WorkspaceState.Standing.PENDING);
    });
  }

  /// Whether it was decided between what a database holds and the head.
  private boolean hidesSides(TableWork.Found rows) {
    return rows.isDecided() && !rows.sides().equals(stores.headState().tables());
  }

  /// Where it was decided between what a database holds and the head, what it holds goes into the
  /// history first: the decision may have been wrong. It is no head at any time.
  private ObjectId commit(
      ProjectState state,
      List<Rename> renames,
      List<Note> notes,
      TableWork.Found rows,
      String message) {
    Commits commits = new Commits(stores);
    if (!hidesSides(rows)) {
      return commits.onHead(state, renames, notes, message);
    }
    ObjectId sides =
        commits.make(
            stores.headState().withTables(rows.sides()),
            stores.state.head().stream().toList(),
            stores.state.head().stream().map(_ -> List.<Rename>of()).toList(),
            List.of(),
            Commit.Kind.MANUAL,
            "What databases here held before rows were decided");
    Commit.Kind kind = message.isEmpty() ? Commit.Kind.AUTO : Commit.Kind.MANUAL;
    return commits.make(state, List.of(sides), List.of(renames), notes, kind, message);
  }

  /// Whether a project has something that its head has not.
  boolean isNews(Entry.Directory tree, Optional<Tables> tables) {
    ProjectState head = stores.headState();
    boolean nothing =
        stores.state.head().isEmpty() && tree.summary().entries() == 0 && tables.isEmpty();
    return !nothing && (!tree.root().equals(head.files().root()) || !tables.equals(head.tables()));
  }

  /// Whether all of it is remembered already. Most rounds of a watch find nothing, and shall not
  /// cost a write.
  private boolean isKnown(Found found) {
    return found.scan().isEmpty()
        && found.tree().root().equals(stores.headTree().root())
        && found.lag().equals(stores.state.lag())
        && !found.verdict().spent()
        && stores.outgoingHistory.stands(found.disk().tree())
        && stores.state.shown().isPresent()
        && stores.state.root().equals(Optional.of(stores.root()))
        && !stores.state.rolledBack();
  }

  private void remember(StateStore.Batch batch, Found found) {
    ScanResult scan = found.scan();
    HeldBack held = found.verdict().held();
    scan.covered().forEach(path -> stores.shown.removeTree(batch, path));
    if (!scan.moves().isEmpty()) {
      stores.shown.move(batch, scan.moves());
    }
    scan.forgotten().forEach(path -> stores.shown.removeTree(batch, path));
    scan.refreshed().forEach((path, shown) -> put(batch, path, shown));
    scan.changes()
        .forEach((path, change) -> {
          switch (change) {
            case Change.Put put -> {
              if (!inTheWay(path, held)) {
                stores.shown.removeTree(batch, path);
                put(batch, path, termed(path, put.shown(), found.tree()));
              }
            }
            case Change.MakeDirectory made -> {
              if (!held.covers(path)) {
                put(batch, path, made.shown());
              }
            }
            case Change.Gone _ -> forget(batch, path, held);
          }
        });
  }

  /// Whether a path cannot be taken before what is held back is decided: it is held back itself, or
  /// only one of both can be there. What is not taken is found again by the next scan.
  private static boolean inTheWay(TreePath path, HeldBack held) {
    return held.covers(path) || held.reachesInto(path);
  }

  private void put(StateStore.Batch batch, TreePath path, Shown shown) {
    stores.shown.put(batch, path, shown);
    if (shown instanceof Shown.Leaf leaf
        && leaf.entry() instanceof Entry.File file
        && file.content() instanceof Content.Sequence sequence) {
      stores.large.shownAt(batch, sequence.root(), path);
    }
  }

  /// Forgets a path and all below it but what a guard holds back, with the directories above that.
  private void forget(StateStore.Batch batch, TreePath top, HeldBack held) {
    if (!held.reachesInto(top)) {
      stores.shown.removeTree(batch, top);
      return;
    }
    stores.shown.below(
        top,
        (path, _) -> {
          if (!held.reachesInto(path)) {
            stores.shown.remove(batch, path);
          }
        });
  }

  /// Says which term of a conflict a leaf is, where the path is in conflict.
  private Shown.Leaf termed(TreePath path, Shown.Leaf leaf, Entry.Directory tree) {
    if (tree.summary().conflicts() == 0) {
      return leaf.as(Optional.empty());
    }
    Optional<TermKey> term =
        stores
            .trees
            .find(tree, path)
            .filter(Entry.Conflict.class::isInstance)
            .map(Entry.Conflict.class::cast)
            .flatMap(conflict ->
                conflict.terms().stream()
                    .filter(each -> each.entry().sameAs(leaf.entry()))
                    .findFirst())
            .map(Term::key);
    return leaf.as(term);
  }

  /// What was found.
  ///
  /// @param scan the disk's differences
  /// @param disk the disk as a tree, without what is held back
  /// @param verdict what the guard says
  /// @param tree what the head's tree becomes
  /// @param renames what is at another path than in the head
  /// @param lag what is at another path than on the disk
  /// @param notes what was decided without asking
  /// @param detected paths that were changed here and in the head
  /// @param resolved those of them that were merged or decided
  record Found(
      ScanResult scan,
      DiskTree disk,
      MassChangeGuard.Verdict verdict,
      Entry.Directory tree,
      List<Rename> renames,
      List<Rename> lag,
      List<Note> notes,
      long detected,
      long resolved) {
    List<Problem> problems() {
      return scan.problems();
    }
  }
}
