package dev.tidelock.structured;

import dev.tidelock.structured.Node.Kind;
import dev.tidelock.structured.Node.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// Reads YAML 1.2 as events, without composing: an alias is never followed, so a small document
/// cannot grow. Documents with anchors, tags, directives, merge keys, explicit keys, tabs as
/// indentation or several documents are left to others.
///
/// Plain scalars differ from quoted ones of equal text, since what a plain one means depends on who
/// reads it.
final class YamlReader implements Format {
  private static final Pattern INDENTED_BY_TAB = Pattern.compile("^ *+\\t", Pattern.MULTILINE);

  @Override
  public Reading read(String text, Vocabulary vocabulary) {
    return new Run(text, vocabulary).read();
  }

  private static final class Run {
    private final String text;
    private final TreeBuilder builder;
    private final Places places;
    private int documents;

    Run(String text, Vocabulary vocabulary) {
      this.text = text;
      this.builder = new TreeBuilder(text, vocabulary);
      this.places = Places.of(text);
    }

    Reading read() {
      try {
        // With a buffer for the whole text the parser never looks for the other half of a
        // surrogate pair at a buffer's end, where it would read outside of the buffer.
        LoadSettings settings =
            LoadSettings.builder()
                .setCodePointLimit(Integer.MAX_VALUE)
                .setBufferSize(text.length() + 1)
                .build();
        Parser parser = new ParserImpl(settings, new StreamReader(settings, text));
        for (Optional<Event> event = next(parser); event.isPresent(); event = next(parser)) {
          if (!take(event.get())) {
            return new Reading.Other(Standing.UNREADABLE);
          }
        }
      } catch (YamlEngineException malformed) {
        return new Reading.Other(Standing.UNREADABLE);
      }
      if (documents != 1 || isIndentedByTabs()) {
        builder.opaque();
      }
      return builder.reading(comments());
    }

    /// The next event, if there is one. The parser takes an escape that the end of the text cuts
    /// off for a number, and fails as if it had been called wrongly.
    private static Optional<Event> next(Parser parser) {
      try {
        return parser.hasNext() ? Optional.of(parser.next()) : Optional.empty();
      } catch (IllegalArgumentException malformed) {
        throw new YamlEngineException(malformed);
      }
    }

    private boolean isIndentedByTabs() {
      return INDENTED_BY_TAB.matcher(text).find();
    }

    private boolean take(Event event) {
      int start = place(event.getStartMark());
      int end = place(event.getEndMark());
      if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
        builder.opaque();
      }
      switch (event.getEventId()) {
        case DocumentStart -> {
          documents++;
          DocumentStartEvent document = (DocumentStartEvent) event;
          if (document.getSpecVersion().isPresent() || !document.getTags().isEmpty()) {
            builder.opaque();
          }
        }
        case MappingStart, SequenceStart -> {
          return begin((CollectionStartEvent) event, start);
        }
        case MappingEnd, SequenceEnd -> builder.end(end);
        case Scalar -> scalar((ScalarEvent) event, start, end);
        case Alias -> {
          builder.opaque();
          builder.scalar('*', ((AliasEvent) event).getAlias().getValue(), start, end);
        }
        case StreamStart, StreamEnd, DocumentEnd, Comment -> {}
      }
      return true;
    }

    private boolean begin(CollectionStartEvent event, int start) {
      boolean mapping = event instanceof MappingStartEvent;
      boolean flow = event.getFlowStyle() == FlowStyle.FLOW;
      boolean bracketed = text.startsWith(mapping ? "{" : "[", start);
      // A pair that stands alone in a sequence, as in [a: 1], is a mapping without brackets.
      if (event.getTag().isPresent() || flow != bracketed) {
        builder.opaque();
      }
      return builder.begin(mapping ? Kind.MAPPING : Kind.SEQUENCE, flow, start);
    }

    private void scalar(ScalarEvent event, int start, int end) {
      if (event.getTag().isPresent() || event.isPlain() && event.getValue().equals("<<")) {
        builder.opaque();
      }
      builder.scalar(event.isPlain() ? 'p' : 'q', event.getValue(), start, end);
    }

    private int place(Optional<Mark> mark) {
      return places.of(mark.map(Mark::getIndex).orElse(0));
    }

    /// What follows a `#` outside of the scalars, where a blank or nothing stands before it.
    private List<String> comments() {
      List<String> comments = new ArrayList<>();
      int at = 0;
      for (Scalar scalar : builder.scalars()) {
        collect(at, scalar.start(), comments);
        at = Math.max(at, scalar.end());
      }
      collect(at, text.length(), comments);
      return comments;
    }

    private void collect(int from, int to, List<String> comments) {
      for (int at = from; at < to; at++) {
        if (text.charAt(at) == '#' && (at == 0 || Character.isWhitespace(text.charAt(at - 1)))) {
          int end = endOfLine(at);
          comments.add(text.substring(at, end).strip());
          at = end;
        }
      }
    }

    private int endOfLine(int place) {
      int at = place;
      while (at < text.length() && !Source.isNewline(text.charAt(at))) {
        at++;
      }
      return at;
    }
  }

  /// Places in UTF-16 units for places in code points, which the parser counts.
  private static final class Places {
    private final int[] units;

    private Places(int[] units) {
      this.units = units;
    }

    static Places of(String text) {
      int points = text.codePointCount(0, text.length());
      if (points == text.length()) {
        return new Places(new int[0]);
      }
      int[] units = new int[points + 1];
      for (int i = 0; i < points; i++) {
        units[i + 1] = units[i] + Character.charCount(text.codePointAt(units[i]));
      }
      return new Places(units);
    }

    int of(int point) {
      return units.length == 0 ? point : units[point];
    }
  }
}
