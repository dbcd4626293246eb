package dev.tidelock.simulation.world;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/// The choices of one step, as words: first those that the step brings along, in their order, then
/// fresh ones from a tape. All are remembered, so that a run can be written down, and what is
/// written down is chosen again whatever else is left out.
final class Choices {
  private static final String NOTHING = "-";
  private static final String ROOT = ".";
  private static final String COMMA = ",";

  private final List<String> given;
  private final Tape tape;
  private final List<String> made = new ArrayList<>();

  /// @param given what is chosen already
  /// @param tape where the rest comes from
  Choices(List<String> given, Tape tape) {
    this.given = List.copyOf(given);
    this.tape = tape;
  }

  /// All that was chosen so far.
  List<String> made() {
    return List.copyOf(made);
  }

  /// Any word that is not empty.
  String word(Function<Tape, String> fresh) {
    String word = made.size() < given.size() ? given.get(made.size()) : fresh.apply(tape);
    made.add(word);
    return word;
  }

  /// A constant.
  <E extends Enum<E>> E constant(Class<E> type, Function<Tape, E> fresh) {
    return Enum.valueOf(type, word(tape -> fresh.apply(tape).name()));
  }

  /// One of these.
  <E extends Enum<E>> E constant(Class<E> type) {
    return constant(type, tape -> tape.pick(List.of(type.getEnumConstants())));
  }

  int number(ToIntFunction<Tape> fresh) {
    return Integer.parseInt(word(tape -> Integer.toString(fresh.applyAsInt(tape))));
  }

  /// A path, which may be the root.
  TreePath path(Function<Tape, TreePath> fresh) {
    return TreePath.parse(fromWord(word(tape -> toWord(fresh.apply(tape)))));
  }

  /// A path, if there is one to choose.
  Optional<TreePath> maybePath(Function<Tape, Optional<TreePath>> fresh) {
    String word = word(tape -> fresh.apply(tape).map(Choices::toWord).orElse(NOTHING));
    return Optional.of(word)
        .filter(it -> !it.equals(NOTHING))
        .map(it -> TreePath.parse(fromWord(it)));
  }

  /// Some paths.
  Set<TreePath> paths(Function<Tape, Set<TreePath>> fresh) {
    String word =
        word(tape ->
            fresh.apply(tape).stream().map(Choices::toWord).collect(Collectors.joining(COMMA)));
    return texts(word).stream()
        .map(it -> TreePath.parse(fromWord(it)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Some names without commas, in their order.
  List<String> names(Function<Tape, List<String>> fresh) {
    return texts(word(tape -> String.join(COMMA, fresh.apply(tape))));
  }

  private static List<String> texts(String word) {
    return word.isEmpty() ? List.of() : Arrays.asList(word.split(COMMA));
  }

  /// A tape for what nobody wants to read.
  Tape detail() {
    return Tape.of(Long.parseUnsignedLong(word(tape -> Long.toHexString(tape.nextLong())), 16));
  }

  private static String toWord(TreePath path) {
    return path.isRoot() ? ROOT : path.toString();
  }

  private static String fromWord(String word) {
    return word.equals(ROOT) ? "" : word;
  }
}
