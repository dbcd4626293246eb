package dev.tidelock.structured;

import dev.tidelock.structured.Node.Branch;
import dev.tidelock.structured.Node.Kind;
import dev.tidelock.structured.Node.Part;
import dev.tidelock.structured.Node.Scalar;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Builds a tree from the scalars and brackets of a document in order, and finds keys that occur
/// twice and spellings that are not merged by structure. In a mapping, every other value is a key.
final class TreeBuilder {
  /// Branches within branches at most.
  static final int DEPTH_LIMIT = 200;

  private final String text;
  private final Vocabulary vocabulary;
  private final Deque<Frame> frames = new ArrayDeque<>();
  private final List<Scalar> scalars = new ArrayList<>();
  private @Nullable Node root;
  private boolean hasDuplicates;
  private boolean isOpaque;

  TreeBuilder(String text, Vocabulary vocabulary) {
    this.text = text;
    this.vocabulary = vocabulary;
  }

  /// Opens a branch; false if it is too deep.
  boolean begin(Kind kind, boolean flow, int start) {
    frames.push(new Frame(kind, flow, start));
    return frames.size() <= DEPTH_LIMIT;
  }

  /// Closes the innermost branch. A branch written in lines ends with its last part, wherever the
  /// reader noticed.
  void end(int noticed) {
    Frame frame = frames.pop();
    int end = frame.flow ? noticed : frame.at;
    int value = vocabulary.branch(frame.kind, frame.parts);
    Branch branch = new Branch(frame.kind, frame.flow, value, frame.start, end, frame.parts);
    if (inKeyPosition()) {
      isOpaque = true;
      frames.element().setKey(vocabulary.scalar('?', ""), frame.start);
    } else {
      add(branch);
    }
  }

  /// Adds a scalar, or a key where one is due.
  void scalar(char sort, String content, int start, int end) {
    Scalar scalar = new Scalar(vocabulary.scalar(sort, content), start, end);
    scalars.add(scalar);
    if (inKeyPosition()) {
      Frame frame = frames.element();
      hasDuplicates |= !frame.names.add(content);
      // Whatever else stands before a key, such as a question mark, spells it in a rare way.
      isOpaque |= significant(frame.at, start) != start;
      frame.setKey(scalar.value(), start);
    } else {
      add(scalar);
    }
  }

  /// Takes note of something that is not merged by structure.
  void opaque() {
    isOpaque = true;
  }

  /// The scalars so far, keys included, in order.
  List<Scalar> scalars() {
    return scalars;
  }

  /// What was read, when all is.
  Reading reading(List<String> comments) {
    if (hasDuplicates) {
      return new Reading.Other(Standing.DUPLICATE_KEYS);
    }
    return isOpaque || root == null
        ? new Reading.Other(Standing.OPAQUE)
        : new Reading.Tree(text, root, comments);
  }

  private boolean inKeyPosition() {
    Frame frame = frames.peek();
    return frame != null && frame.kind == Kind.MAPPING && !frame.hasKey;
  }

  private void add(Node node) {
    Frame frame = frames.peek();
    if (frame == null) {
      isOpaque |= root != null;
      root = node;
      return;
    }
    int start =
        switch (frame.kind) {
          case MAPPING -> frame.keyStart;
          case SEQUENCE -> frame.flow ? node.start() : dash(frame.at, node.start());
        };
    frame.parts.add(new Part(frame.key, start, node));
    frame.hasKey = false;
    frame.key = Vocabulary.ITEM;
    frame.at = node.end();
  }

  private int dash(int from, int to) {
    int at = significant(from, to);
    if (at == to || text.charAt(at) != '-') {
      isOpaque = true;
      return to;
    }
    return at;
  }

  /// The first place from `from` on, up to `to`, with something other than white space, a comma or
  /// a comment.
  private int significant(int from, int to) {
    int at = from;
    while (at < to) {
      char character = text.charAt(at);
      if (character == '#') {
        while (at < to && !Source.isNewline(text.charAt(at))) {
          at++;
        }
      } else if (character == ',' || Character.isWhitespace(character)) {
        at++;
      } else {
        return at;
      }
    }
    return to;
  }

  /// A branch whose end is still to come.
  private static final class Frame {
    private final Kind kind;
    private final boolean flow;
    private final int start;
    private final List<Part> parts = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    /// Where the last part ended, or the first may begin.
    private int at;

    private boolean hasKey;
    private int key = Vocabulary.ITEM;
    private int keyStart;

    Frame(Kind kind, boolean flow, int start) {
      this.kind = kind;
      this.flow = flow;
      this.start = start;
      this.at = flow ? start + 1 : start;
    }

    void setKey(int number, int from) {
      hasKey = true;
      key = number;
      keyStart = from;
    }
  }
}
