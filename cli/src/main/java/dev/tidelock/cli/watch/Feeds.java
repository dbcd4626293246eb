package dev.tidelock.cli.watch;

import dev.tidelock.workspace.remote.Listening;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// What the remotes of a watched workspace tell of their own accord, each listened to. One thread.
final class Feeds implements AutoCloseable {
  private final Inbox inbox;
  private final RandomGenerator chance;
  private final Map<String, Listening> listening = new HashMap<>();
  private int count;

  /// @param inbox takes what is told
  /// @param chance spreads what is tried again
  Feeds(Inbox inbox, RandomGenerator chance) {
    this.inbox = inbox;
    this.chance = chance;
  }

  /// Listens to these remotes, as far as they can be listened to, and to no others.
  void follow(List<WatchLoop.Feed> remotes) {
    Map<String, Listening> gone = new HashMap<>(listening);
    for (WatchLoop.Feed feed : remotes) {
      String key = feed.remote().url() + " " + feed.branch();
      if (gone.remove(key) == null) {
        listening.put(key, Listening.to(feed.announcements().get(), feed.branch(), inbox, chance));
      }
    }
    gone.forEach((key, each) -> {
      each.close();
      listening.remove(key);
    });
    count = remotes.size();
  }

  /// How many remotes there are.
  int count() {
    return count;
  }

  /// Whether every remote tells of everything that happens there.
  boolean allTell() {
    return listening.size() == count && listening.values().stream().allMatch(Listening::hearsAll);
  }

  @Override
  public void close() {
    listening.values().forEach(Listening::close);
  }
}
