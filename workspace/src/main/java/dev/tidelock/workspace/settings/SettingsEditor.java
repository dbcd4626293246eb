package dev.tidelock.workspace.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// Changes one value in the text of a `sync.yaml` and leaves every other character as it is,
/// comments included.
public final class SettingsEditor {
  private static final int STEP = 2;

  private SettingsEditor() {}

  /// The text with a key set.
  ///
  /// @param text a file in which nothing is wrong
  /// @param key the key; not one that holds a list
  /// @param value its new value
  /// @return nothing if the file is laid out in a way that only a person can change
  public static Optional<String> set(String text, SettingKey key, String value) {
    List<String> names = new ArrayList<>(List.of("sync"));
    names.addAll(List.of(key.path().split("\\.")));
    Optional<Node> document = SettingsReader.compose(text);
    if (document.isEmpty() || isEmpty(document.get())) {
      return Optional.of(ended(text) + block(names, 0, value));
    }
    Node node = document.get();
    for (int depth = 0; depth < names.size(); depth++) {
      if (!(node instanceof MappingNode mapping) || mapping.getFlowStyle() == FlowStyle.FLOW) {
        return Optional.empty();
      }
      Optional<NodeTuple> found = find(mapping, names.get(depth));
      if (found.isEmpty()) {
        return Optional.of(insert(text, mapping, names.subList(depth, names.size()), value));
      }
      NodeTuple tuple = found.get();
      node = tuple.getValueNode();
      if (isEmpty(node) && depth < names.size() - 1) {
        int column = column(tuple.getKeyNode()) + STEP;
        return Optional.of(
            after(
                text,
                tuple.getKeyNode(),
                block(names.subList(depth + 1, names.size()), column, value)));
      }
    }
    return node instanceof ScalarNode scalar ? replace(text, scalar, value) : Optional.empty();
  }

  private static Optional<NodeTuple> find(MappingNode mapping, String name) {
    return mapping.getValue().stream()
        .filter(
            tuple -> tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name))
        .findFirst();
  }

  private static Optional<String> replace(String text, ScalarNode scalar, String value) {
    Optional<Mark> start = scalar.getStartMark();
    Optional<Mark> end = scalar.getEndMark();
    if (start.isEmpty() || end.isEmpty() || start.get().getLine() != end.get().getLine()) {
      return Optional.empty();
    }
    String before = text.substring(0, unit(text, start.get()));
    String gap = before.endsWith(":") ? " " : "";
    return Optional.of(before + gap + scalarText(value) + text.substring(unit(text, end.get())));
  }

  /// The text with keys added at the beginning of a mapping, which has a key already.
  private static String insert(String text, MappingNode mapping, List<String> names, String value) {
    NodeTuple first = mapping.getValue().getFirst();
    int column = column(first.getKeyNode());
    int at = unit(text, first.getKeyNode().getStartMark().orElseThrow()) - column;
    return text.substring(0, at) + block(names, column, value) + text.substring(at);
  }

  /// The text with lines added after the line of a node.
  private static String after(String text, Node node, String lines) {
    int newline = text.indexOf('\n', unit(text, node.getStartMark().orElseThrow()));
    return newline < 0
        ? ended(text) + lines
        : text.substring(0, newline + 1) + lines + text.substring(newline + 1);
  }

  private static String block(List<String> names, int column, String value) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < names.size(); i++) {
      lines.repeat(' ', column + i * STEP).append(names.get(i)).append(':');
      lines.append(i == names.size() - 1 ? " " + scalarText(value) + "\n" : "\n");
    }
    return lines.toString();
  }

  private static String scalarText(String value) {
    return value.matches("[A-Za-z0-9][A-Za-z0-9._/-]*") || value.matches("\\$\\{\\w+}")
        ? value
        : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static boolean isEmpty(Node node) {
    return node instanceof ScalarNode scalar && scalar.getValue().isEmpty();
  }

  private static int column(Node node) {
    return node.getStartMark().orElseThrow().getColumn();
  }

  /// Marks count code points.
  private static int unit(String text, Mark mark) {
    return text.offsetByCodePoints(0, mark.getIndex());
  }

  private static String ended(String text) {
    return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
  }
}
