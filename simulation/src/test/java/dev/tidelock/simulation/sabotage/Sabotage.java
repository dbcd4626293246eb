package dev.tidelock.simulation.sabotage;

import java.util.List;

/// A small wrong change of the product's own sources, as a hurried hand might make it. Each breaks
/// one of the promises that everything rests on, and the simulation must find it.
enum Sabotage {
  /// What stands on the disk is replaced without a look at whether it is what was seen.
  SKIPS_THE_TARGET_CHECK(
      Focus.EDITS_UNDER_CHANGES,
      engine(
          "apply/Displacement",
          "files.stat(path).filter(expected::matches);\n    if (now.isPresent()\n",
          "files.stat(path);\n    if (now.isEmpty()\n")),
  /// What was done to the disk is remembered before it is durable there.
  RECORDS_BEFORE_THE_BARRIER(
      Focus.POWER_CUTS,
      engine(
          "apply/Applier",
          "    files.barrier(touched);\n    recorder.record(done, Intents::clear);\n",
          "    recorder.record(done, Intents::clear);\n    files.barrier(touched);\n"),
      engine("apply/Applier", "    files.barrier(touched);\n    Settling", "    Settling"),
      engine(
          "apply/Applier",
          "    recorder.record(records, Intents::clear);\n",
          "    recorder.record(records, Intents::clear);\n    files.barrier(touched);\n")),
  /// Two sides are merged over a base that is older than the newest that they share.
  REUSES_A_STALE_BASE(
      Focus.MERGES,
      engine(
          "sync/Integration",
          "TreeMerge.merge(base, ",
          "TreeMerge.merge(common.isEmpty()"
              + " || stores.history.parents(common.getFirst()).isEmpty() ? base"
              + " : new CommonBase(stores.history.tree("
              + "stores.history.parents(common.getFirst()).getFirst()),"
              + " base.toFirst(), base.toSecond(), base.joinedFrom()), ")),
  /// A directory that cannot be listed counts as empty.
  TRUSTS_A_LISTING_WITH_AN_ERROR(
      Focus.HIDDEN_THINGS,
      engine(
          "scan/Scanner",
          "      problem(path, Problem.Kind.UNREADABLE, failure.getMessage());\n      return;\n",
          "      listing = new Listing(List.of(), List.of());\n")),
  /// Of a conflict, a term that only one side has is dropped.
  FORGETS_A_TERM(
      Focus.CONFLICTS,
      new Change(
          "core/src/main/java/dev/tidelock/core/merge/Terms.java",
          "        if (!removed) {\n",
          "        if (!removed && one.isPresent()) {\n")),
  /// A head moves to what lacks some of what it is made of.
  SKIPS_THE_STRONG_REFERENCE_CHECK(
      Focus.OLD_BASES,
      hub("project/HeadMoves", "if (!finding.missing().isEmpty()) {", "if (order == null) {"),
      engine(
          "remote/LogPush",
          "List<ObjectId> missing = missing(required);",
          "List<ObjectId> missing = List.of();"),
      engine(
          "remote/LogPush",
          "List<ObjectId> gone = goneSince(required);",
          "List<ObjectId> gone = List.of();")),
  /// A head moves although somebody else moved it first.
  WINS_A_LOST_RACE(
      Focus.RACES,
      hub("project/HeadMoves", "return late || !head.equals(order.from())", "return late"),
      engine("remote/LogPush", "if (!head.equals(move.from())\n          || ", "if (")),
  /// A place that came back from a backup is taken at its word.
  FOLLOWS_A_RESTORED_PLACE(
      Focus.RESTORED_PLACES,
      engine(
          "sync/SyncRun",
          "Integration integration = new Integration(stores, request);\n    tally",
          "if (view.orElseThrow().restored()) { stores.state.write(batch ->"
              + " stores.state.head(batch, theirs.get(), WorkspaceState.Standing.FROZEN)); }"
              + " Integration integration = new Integration(stores, request); tally")),
  /// A rename that the disk shows already is applied to it once more.
  APPLIES_A_RENAME_TWICE(
      Focus.RENAMES,
      engine(
          "sync/DiskUpdate",
          "List<Rename> lag = whole ? List.of() : remaining(before, shownBefore);",
          "List<Rename> lag = before;")),
  /// What is there and cannot be known counts as gone.
  TAKES_UNKNOWN_FOR_ABSENT(
      Focus.HIDDEN_THINGS,
      engine("scan/Scanner", "      expected.remove(unreadable.shownName());\n", "")),
  /// What a sync wrote is trusted to be unchanged by its time, however coarse that is.
  TRUSTS_TIMES_AT_ONCE(
      Focus.COARSE_TIMES,
      engine(
          "scan/Settling",
          "stat.ctime() < horizon ? Shown.Trust.SETTLED : Shown.Trust.RACY",
          "Shown.Trust.SETTLED")),
  /// Nobody asks before many files that the user deleted go from the project.
  SENDS_MASS_DELETIONS(
      Focus.MASSES,
      engine(
          "sync/LocalWork",
          "            disk.before(), disk.tree(), disk.deletes(), disk.rewrites(), request.acceptance());\n",
          "            disk.before(), disk.tree(), new java.util.TreeMap<>(),"
              + " new java.util.TreeMap<>(), request.acceptance());\n")),
  /// Nobody asks before many files that others deleted go from the disk.
  TAKES_MASS_DELETIONS(
      Focus.HALVES,
      engine(
          "sync/DiskUpdate",
          "judge(shownTree, head, deletes, rewrites, acceptance);",
          "judge(shownTree, head, new TreeMap<>(), new TreeMap<>(), acceptance);")),
  /// A hub asks nobody before many files go.
  PASSES_MASS_DELETIONS_ON(
      Focus.HALVES_AT_A_HUB,
      hub(
          "project/BranchGuard",
          "if (stop.filter(it -> !order.acceptance().equals(Optional.of(it.plan()))).isPresent()) {",
          "if (stop.filter(it -> order == null).isPresent()) {")),
  /// A name is taken, wherever it leads.
  TAKES_ANY_NAME(
      Focus.FORGED_NAMES,
      new Change(
          "core/src/main/java/dev/tidelock/core/tree/Directories.java",
          "if (!verdict.accepted()) {",
          "if (verdict.reason() == null) {")),
  /// An object is taken for what it was asked for as.
  TAKES_ANY_OBJECT(
      Focus.FORGED_OBJECTS,
      engine("store/EnvelopeCodec", "if (!actual.equals(expected)) {", "if (payload == null) {")),
  /// A head is followed, whatever it stands on.
  FOLLOWS_ANY_HEAD(
      Focus.FORGED_HEADS,
      engine("sync/Integration", "if (common.contains(theirs)) {", "if (theirs == null) {"),
      engine("sync/Integration", "if (common.contains(ours.get())) {", "if (!common.isEmpty()) {")),
  /// A head is followed before anything of it was read.
  READS_NOTHING_FIRST(
      Focus.FORGED_TREES,
      engine("sync/Integration", "      new Soundness(stores, theirs).require();\n", "")),
  /// Nobody asks before a mass of files goes that a liar wants to go.
  LETS_A_LIAR_DELETE(
      Focus.FORGED_MASSES,
      engine(
          "sync/DiskUpdate",
          "judge(shownTree, head, deletes, rewrites, acceptance);",
          "judge(shownTree, head, new TreeMap<>(), new TreeMap<>(), acceptance);")),
  /// What was seen to be gone once counts as deleted, although something may just be saved.
  DELETES_ON_ONE_OBSERVATION(
      Focus.MOMENTS,
      engine(
          "scan/TwoSightings",
          "if (since != null && now - since >= APART_NANOS) {",
          "if (since == null || now > 0) {"));

  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Change> changes;

  private final Focus focus;

  Sabotage(Focus focus, Change... changes) {
    this.focus = focus;
    this.changes = List.of(changes);
  }

  /// Where to look for it.
  Focus focus() {
    return focus;
  }

  List<Change> changes() {
    return changes;
  }

  /// One place in the sources.
  ///
  /// @param file the file, from the top of the repository
  /// @param from what stands there
  /// @param to what stands there instead
  record Change(String file, String from, String to) {}

  private static Change engine(String type, String from, String to) {
    return new Change("engine/src/main/java/dev/tidelock/engine/" + type + ".java", from, to);
  }

  private static Change hub(String type, String from, String to) {
    return new Change("hub/src/main/java/dev/tidelock/hub/" + type + ".java", from, to);
  }
}
