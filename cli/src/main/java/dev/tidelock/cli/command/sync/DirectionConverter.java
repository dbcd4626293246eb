package dev.tidelock.cli.command.sync;

import dev.tidelock.engine.sync.Direction;
import dev.tidelock.workspace.settings.Guess;
import dev.tidelock.workspace.settings.Spellings;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a direction in any of its spellings.
final class DirectionConverter implements ITypeConverter<Direction> {
  DirectionConverter() {}

  @Override
  public Direction convert(String text) {
    return Spellings.direction(text)
        .orElseThrow(() ->
            new TypeConversionException(
                "'"
                    + text
                    + "' is no direction: they are "
                    + String.join(", ", Spellings.DIRECTIONS)
                    + Guess.didYouMean(text, Spellings.DIRECTIONS)));
  }
}
