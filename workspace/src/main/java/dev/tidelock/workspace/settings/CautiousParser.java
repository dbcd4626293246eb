package dev.tidelock.workspace.settings;

import java.util.function.Supplier;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.Parser;

/// A YAML parser that ends with its own exception where the one below it would not: at structures
/// so deep that composing them fills the stack, and at escapes that the end of the text cuts off,
/// which it takes for numbers. One thread.
final class CautiousParser implements Parser {
  /// Deeper than settings go, and far less than a stack takes.
  private static final int DEPTH_LIMIT = 64;

  private final Parser parser;
  private int depth;

  CautiousParser(Parser parser) {
    this.parser = parser;
  }

  @Override
  public boolean checkEvent(Event.ID choice) {
    return guarded(() -> parser.checkEvent(choice));
  }

  @Override
  public Event peekEvent() {
    return guarded(parser::peekEvent);
  }

  @Override
  public boolean hasNext() {
    return guarded(parser::hasNext);
  }

  @Override
  public Event next() {
    Event event = guarded(parser::next);
    switch (event.getEventId()) {
      case MappingStart, SequenceStart -> depth++;
      case MappingEnd, SequenceEnd -> depth--;
      case Alias, Comment, DocumentEnd, DocumentStart, Scalar, StreamEnd, StreamStart -> {}
    }
    if (depth > DEPTH_LIMIT) {
      throw new YamlEngineException("nested too deeply");
    }
    return event;
  }

  private static <T> T guarded(Supplier<T> step) {
    try {
      return step.get();
    } catch (IllegalArgumentException e) {
      throw new YamlEngineException("an escape is cut off", e);
    }
  }
}
