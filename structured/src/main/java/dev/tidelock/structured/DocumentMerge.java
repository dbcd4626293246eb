package dev.tidelock.structured;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.content.MergeOutcome;
import dev.tidelock.core.content.MergeOutcome.Conflicting;
import dev.tidelock.core.content.MergeOutcome.Merged;
import dev.tidelock.core.content.TextMerger;
import dev.tidelock.structured.Reading.Tree;
import dev.tidelock.structured.TreeOutcome.Agreed;
import dev.tidelock.structured.TreeOutcome.Clashing;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The merge of documents of one format: what to try, in which order, and what to believe.
///
/// A merge by lines keeps most of what people wrote, and is believed if it says the same as the
/// merge of the trees. Otherwise the merged tree is written into the first side's text, then into
/// the second's, and believed if reading it gives that tree again and no new comment was lost.
/// Documents that are not read as trees are merged by lines, and the result must be formed no worse
/// than the worst of them.
final class DocumentMerge {
  private static final String MARK = "\uFEFF";

  private final Format format;
  private final TextMerger lines = new TextMerger();

  DocumentMerge(Format format) {
    this.format = format;
  }

  MergeOutcome merge(Bytes base, Bytes first, Bytes second) {
    MergeOutcome byLines = lines.merge(base, first, second);
    boolean decided = TextMerger.withoutMerging(base, first, second).isPresent();
    boolean large =
        Stream.of(base, first, second).anyMatch(side -> side.size() > TextMerger.TEXT_MERGE_LIMIT);
    if (decided || large) {
      return byLines;
    }
    Optional<String> baseText = decoded(base);
    Optional<String> firstText = decoded(first);
    Optional<String> secondText = decoded(second);
    if (baseText.isEmpty() || firstText.isEmpty() || secondText.isEmpty()) {
      return byLines;
    }
    Vocabulary vocabulary = new Vocabulary();
    Reading readBase = read(baseText.get(), vocabulary);
    Reading readFirst = read(firstText.get(), vocabulary);
    Reading readSecond = read(secondText.get(), vocabulary);
    if (readBase instanceof Tree before
        && readFirst instanceof Tree one
        && readSecond instanceof Tree other) {
      String mark = mark(baseText.get(), firstText.get(), secondText.get());
      return trees(vocabulary, byLines, mark, before, one, other);
    }
    Standing worst =
        Collections.min(List.of(readBase.standing(), readFirst.standing(), readSecond.standing()));
    return believed(byLines, worst);
  }

  private MergeOutcome believed(MergeOutcome byLines, Standing worst) {
    if (byLines instanceof Merged(Bytes content)) {
      Standing standing =
          decoded(content)
              .map(text -> read(text, new Vocabulary()).standing())
              .orElse(Standing.UNREADABLE);
      if (standing.compareTo(worst) < 0) {
        return new Conflicting("the changes together make an invalid document");
      }
    }
    return byLines;
  }

  private MergeOutcome trees(
      Vocabulary vocabulary,
      MergeOutcome byLines,
      String mark,
      Tree base,
      Tree first,
      Tree second) {
    int size = base.text().length() + first.text().length() + second.text().length();
    TreeOutcome outcome =
        new TreeMerge(vocabulary, size).merge(base.root(), first.root(), second.root());
    return switch (outcome) {
      case Clashing(String reason) -> new Conflicting(reason);
      case Agreed agreed -> {
        int wanted = agreed.root().value();
        if (byLines instanceof Merged(Bytes content)
            && decoded(content).filter(text -> says(text, wanted, vocabulary)).isPresent()) {
          yield byLines;
        }
        if (agreed.guessed()) {
          yield new Conflicting("items without an identity changed on both sides");
        }
        Writing writing = new Writing(vocabulary, agreed.root(), base, first, second);
        yield writing
            .text()
            .<MergeOutcome>map(text -> new Merged(Bytes.utf8(mark + text)))
            .orElseGet(() -> new Conflicting("the changes do not fit into one text"));
      }
    };
  }

  private boolean says(String text, int wanted, Vocabulary vocabulary) {
    return read(text, vocabulary) instanceof Tree tree && tree.root().value() == wanted;
  }

  private Reading read(String text, Vocabulary vocabulary) {
    return format.read(text.startsWith(MARK) ? text.substring(1) : text, vocabulary);
  }

  private static String mark(String base, String first, String second) {
    boolean before = base.startsWith(MARK);
    boolean marked = first.startsWith(MARK) == before ? second.startsWith(MARK) : !before;
    return marked ? MARK : "";
  }

  private static Optional<String> decoded(Bytes bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(bytes.asByteBuffer()).toString());
    } catch (CharacterCodingException malformed) {
      return Optional.empty();
    }
  }

  /// The writing of a merged tree into the text of a side.
  private final class Writing {
    private final Vocabulary vocabulary;
    private final MergedNode root;
    private final Tree base;
    private final Tree first;
    private final Tree second;

    Writing(Vocabulary vocabulary, MergedNode root, Tree base, Tree first, Tree second) {
      this.vocabulary = vocabulary;
      this.root = root;
      this.base = base;
      this.first = first;
      this.second = second;
    }

    Optional<String> text() {
      return text(new Layout(Side.FIRST, first, second))
          .or(() -> text(new Layout(Side.SECOND, second, first)));
    }

    private Optional<String> text(Layout layout) {
      return new Splicer(layout).text(root).filter(this::isWhole);
    }

    private boolean isWhole(String text) {
      return read(text, vocabulary) instanceof Tree tree
          && tree.root().value() == root.value()
          && hasNewComments(tree, first)
          && hasNewComments(tree, second);
    }

    /// Whether every comment that the side added is in the result.
    private boolean hasNewComments(Tree result, Tree side) {
      Map<String, Long> before = counted(base);
      Map<String, Long> after = counted(result);
      return counted(side).entrySet().stream()
          .filter(entry -> entry.getValue() > before.getOrDefault(entry.getKey(), 0L))
          .allMatch(entry -> entry.getValue() <= after.getOrDefault(entry.getKey(), 0L));
    }

    private static Map<String, Long> counted(Tree tree) {
      return tree.comments().stream()
          .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }
  }
}
