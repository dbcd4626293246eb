package dev.tidelock.hub.http.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a wanted step of a branch ended.
public sealed interface HeadAnswer {
  /// Which of the answers it is.
  String outcome();

  /// It came to stand there.
  ///
  /// @param outcome `moved`
  /// @param sequence the number of the move
  /// @param token its token
  record Moved(String outcome, long sequence, String token) implements HeadAnswer {}

  /// Somebody else was first.
  ///
  /// @param outcome `lost`
  /// @param head where the branch stands; null if there is no such branch
  record Lost(String outcome, @Nullable String head) implements HeadAnswer {}

  /// Something is missing.
  ///
  /// @param outcome `incomplete`
  /// @param missing some of it
  record Incomplete(String outcome, List<String> missing) implements HeadAnswer {
    public Incomplete {
      missing = List.copyOf(missing);
    }
  }

  /// So large a change needs a person's word.
  ///
  /// @param outcome `stopped`
  /// @param plan the hash of the change
  /// @param deletes how many files and links it would delete
  /// @param rewrites how many it would overwrite
  /// @param examples some of the paths
  record Stopped(String outcome, String plan, long deletes, long rewrites, List<String> examples)
      implements HeadAnswer {
    public Stopped {
      examples = List.copyOf(examples);
    }
  }
}
