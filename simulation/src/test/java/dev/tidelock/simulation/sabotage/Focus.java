package dev.tidelock.simulation.sabotage;

import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.disk.DiskProfile;
import dev.tidelock.simulation.disk.DiskProfile.Loss;
import dev.tidelock.simulation.world.Scenario;
import dev.tidelock.simulation.world.Site;
import dev.tidelock.simulation.world.Step.Kind;
import dev.tidelock.simulation.world.Trouble;
import dev.tidelock.simulation.world.UserAction;
import java.util.function.UnaryOperator;

/// Small scenarios around one promise, for those who want to know soon whether it is kept.
public enum Focus {
  /// Users who edit while their disk is changed.
  EDITS_UNDER_CHANGES(
      2,
      plot ->
          plot.edits(0, 2, UserAction.CREATE)
              .calm()
              .edits(0, 2, UserAction.OVERWRITE, UserAction.DELETE)
              .sync(0)
              .struck(1, Trouble.EDIT, "state.write", 8)
              .edits(1, 1, UserAction.OVERWRITE)),
  /// Power cuts while a disk is changed.
  POWER_CUTS(
      2,
      plot ->
          plot.on(new DiskProfile(1, true, Loss.SUBSET, DiskProfile.UNLIMITED))
              .edits(0, 3, UserAction.CREATE)
              .calm()
              .edits(0, 3, UserAction.CREATE, UserAction.OVERWRITE, UserAction.MOVE)
              .sync(0)
              .struck(1, Trouble.POWER, "fs.barrier", 12)),
  /// Two users who do the same and something else.
  MERGES(
      2,
      plot -> {
        plot.edits(0, 3, UserAction.CREATE).calm();
        for (int i = 0; i < 4; i++) {
          plot.edits(plot.any(2), 2, UserAction.EDIT, UserAction.OVERWRITE, UserAction.DELETE)
              .sync(plot.any(2));
        }
        return plot;
      }),
  /// What cannot be listed or known.
  HIDDEN_THINGS(
      2,
      plot -> {
        plot.edits(0, 4, UserAction.CREATE).edits(0, 1, UserAction.COPY).calm();
        for (int i = 0; i < 2; i++) {
          plot.edits(0, 3, UserAction.HIDE).edits(0, 1, UserAction.EDIT).sync(0);
        }
        return plot;
      }),
  /// Conflicts of more than two.
  CONFLICTS(
      3,
      plot -> {
        plot.edits(0, 1, UserAction.CREATE).calm();
        for (int i = 0; i < 2; i++) {
          for (int device = 0; device < 3; device++) {
            plot.edits(device, 1, UserAction.OVERWRITE);
          }
          plot.sync(plot.any(3)).sync(plot.any(3)).sync(plot.any(3));
        }
        return plot;
      }),
  /// What was away for so long that the hub let its past go.
  OLD_BASES(2, plot -> longAgo(plot).struck(1, Trouble.TIDY, "hub.POST", 10)),
  /// Devices that push at the same time.
  RACES(
      2,
      plot -> {
        plot.anywhere().edits(0, 2, UserAction.CREATE).calm();
        for (int i = 0; i < 2; i++) {
          plot.edits(0, 1, UserAction.CREATE, UserAction.EDIT, UserAction.DELETE)
              .edits(1, 1, UserAction.CREATE, UserAction.EDIT, UserAction.DELETE)
              .struck(plot.any(2), Trouble.OTHER_SYNC, 70);
        }
        return plot;
      }),
  /// Places that come back from a backup.
  RESTORED_PLACES(
      2,
      plot -> {
        UserAction[] any = {UserAction.CREATE, UserAction.OVERWRITE, UserAction.DELETE};
        plot.anywhere().edits(0, 3, UserAction.CREATE).calm().step(Kind.BACK_UP_STORAGE, 0);
        plot.edits(0, 3, any).sync(0).sync(1).edits(1, 2, any).sync(1);
        plot.step(Kind.RESTORE_STORAGE, 0);
        return plot.sync(plot.any(2)).edits(plot.any(2), 1, any);
      }),
  /// Renames that a disk follows only in part.
  RENAMES(
      2,
      plot ->
          plot.edits(0, 3, UserAction.CREATE)
              .calm()
              .edits(0, 1, UserAction.SWAP)
              .edits(0, 1, UserAction.OVERWRITE)
              .sync(0)
              .struck(1, Trouble.DENIED, "fs.move", 6)
              .edits(1, 1, UserAction.OVERWRITE)
              .sync(1)),
  /// Edits right after a sync, on disks whose times are coarse.
  COARSE_TIMES(
      2,
      plot -> {
        plot.on(new DiskProfile(2_000_000_000L, true, Loss.PREFIX, DiskProfile.UNLIMITED))
            .edits(0, 3, UserAction.CREATE)
            .calm();
        for (int i = 0; i < 3; i++) {
          plot.edits(0, 1, UserAction.OVERWRITE, UserAction.EDIT)
              .sync(0)
              .sync(1)
              .edits(1, 2, UserAction.OVERWRITE, UserAction.EDIT)
              .sync(1);
        }
        return plot;
      }),
  /// Files that are away for a moment.
  MOMENTS(
      2,
      plot ->
          plot.anywhere()
              .edits(0, 3, UserAction.CREATE)
              .calm()
              .edits(plot.any(2), 1, UserAction.EDIT)
              .step(Kind.BLINK, plot.any(2))),
  /// A mass of files that goes from a disk at once.
  MASSES(
      2,
      plot ->
          plot.fills(0, 84)
              .calm()
              .wait(0, 1_000)
              .wait(1, 1_000)
              .edits(0, 1, UserAction.CLEAR)
              .sync(0)
              .sync(1)),
  /// A mass of files that goes in two halves.
  HALVES(3, plot -> halves(plot.at(Site.Kind.STORAGE))),
  /// The same at a hub, where nobody else need ask.
  HALVES_AT_A_HUB(3, plot -> halves(plot.at(Site.Kind.HUB))),
  /// Names that lead elsewhere.
  FORGED_NAMES(2, plot -> told(plot, "DEVICE_NAME_THAT_ESCAPES", "DEVICE_RESERVED_NAME")),
  /// Objects that are others.
  FORGED_OBJECTS(
      2,
      plot ->
          told(
              plot.at(Site.Kind.HUB),
              "HUB_OTHER_CONTENTS_OF_THE_SAME_LENGTH",
              "HUB_EXCHANGES_OBJECTS",
              "HUB_BOMBS")),
  /// Heads that go back, or to something else.
  FORGED_HEADS(
      2,
      plot ->
          told(
              plot,
              "DEVICE_HEAD_BACK",
              "DEVICE_HEAD_TO_NOTHING",
              "DEVICE_HEAD_TO_ANOTHER_HISTORY")),
  /// Trees that nobody can read to the end.
  FORGED_TREES(
      2,
      plot ->
          told(
              plot,
              "DEVICE_TREE_WITHOUT_BOTTOM",
              "DEVICE_PARENT_OF_ANOTHER_KIND",
              "DEVICE_TREE_OF_ANOTHER_PROJECT")),
  /// A mass of files that somebody else wants to go.
  FORGED_MASSES(
      2,
      plot ->
          plot.fills(0, 84)
              .calm()
              .wait(0, 1_000)
              .wait(1, 1_000)
              .lie(1, "DEVICE_DELETES_ALMOST_EVERYTHING"));

  private final int devices;

  @SuppressWarnings("ImmutableEnumChecker")
  private final UnaryOperator<Plot> story;

  Focus(int devices, UnaryOperator<Plot> story) {
    this.devices = devices;
    this.story = story;
  }

  /// Somebody lies to one who has something, and to one who edits.
  private static Plot told(Plot plot, String... lies) {
    UserAction[] any = {UserAction.CREATE, UserAction.OVERWRITE, UserAction.DELETE};
    plot.edits(0, 3, UserAction.CREATE).calm().edits(0, 2, any).sync(0).sync(1).edits(0, 2, any);
    return plot.sync(0).lie(1, lies).edits(0, 1, any).sync(0).lie(0, lies).sync(1);
  }

  /// Two users delete files, each fewer than anybody asks about.
  private static Plot halves(Plot plot) {
    plot.fills(0, 84).calm();
    for (int device = 0; device < 3; device++) {
      plot.wait(device, 1_000);
    }
    plot.edits(0, 1, UserAction.THIN_OUT).edits(1, 1, UserAction.THIN_OUT);
    return plot.sync(0).sync(1).sync(2);
  }

  /// Something was deleted long ago, so that a hub need not keep it any more, and somebody who does
  /// not know it yet moves it.
  private static Plot longAgo(Plot plot) {
    plot.at(Site.Kind.HUB).edits(0, 1, UserAction.CREATE_LARGE).calm();
    plot.edits(0, 1, UserAction.DELETE).sync(0).edits(0, 1, UserAction.CREATE).sync(0);
    plot.wait(0, 10 * 86_400).edits(0, 1, UserAction.CREATE).sync(0);
    return plot.edits(1, 1, UserAction.MOVE);
  }

  Scenario scenario(long seed) {
    return story.apply(new Plot(Tape.of(seed), devices)).end();
  }
}
