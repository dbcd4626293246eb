package dev.tidelock.structured;

import dev.tidelock.structured.Node.Kind;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/// Reads JSON (RFC 8259), one value and nothing else. Numbers are never converted: their text is
/// their value.
final class JsonReader implements Format {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // A table of names outlives the document, and a hostile one could fill it.
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          // Documents are bounded as a whole, so that a part of one needs no bound of its own.
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(TreeBuilder.DEPTH_LIMIT + 1)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  @Override
  public Reading read(String text, Vocabulary vocabulary) {
    TreeBuilder builder = new TreeBuilder(text, vocabulary);
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      boolean any = false;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        any = true;
        if (!take(token, parser, text, builder)) {
          return new Reading.Other(Standing.UNREADABLE);
        }
      }
      return any ? whole(builder) : new Reading.Other(Standing.UNREADABLE);
    } catch (JacksonException malformed) {
      return new Reading.Other(Standing.UNREADABLE);
    }
  }

  /// Several values in a row are no JSON document, although the parser reads them.
  private static Reading whole(TreeBuilder builder) {
    Reading reading = builder.reading(List.of());
    return reading.standing() == Standing.OPAQUE ? new Reading.Other(Standing.UNREADABLE) : reading;
  }

  private static boolean take(
      JsonToken token, JsonParser parser, String text, TreeBuilder builder) {
    int start = Math.toIntExact(parser.currentTokenLocation().getCharOffset());
    switch (token) {
      case START_OBJECT -> {
        return builder.begin(Kind.MAPPING, true, start);
      }
      case START_ARRAY -> {
        return builder.begin(Kind.SEQUENCE, true, start);
      }
      case END_OBJECT, END_ARRAY -> builder.end(start + 1);
      case PROPERTY_NAME, VALUE_STRING ->
          builder.scalar('s', parser.getString(), start, endOfString(text, start));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> {
        String spelling = parser.getString();
        builder.scalar('l', spelling, start, start + spelling.length());
      }
      case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("no token of a text: " + token);
    }
    return true;
  }

  private static int endOfString(String text, int start) {
    int at = start + 1;
    while (text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return at + 1;
  }
}
