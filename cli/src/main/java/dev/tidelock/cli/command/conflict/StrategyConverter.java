package dev.tidelock.cli.command.conflict;

import dev.tidelock.core.merge.Strategy;
import dev.tidelock.workspace.settings.Guess;
import dev.tidelock.workspace.settings.Spellings;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a strategy in any of its spellings.
public final class StrategyConverter implements ITypeConverter<Strategy> {
  public StrategyConverter() {}

  @Override
  public Strategy convert(String text) {
    return Spellings.strategy(text)
        .orElseThrow(() ->
            new TypeConversionException(
                "'"
                    + text
                    + "' is no strategy: they are "
                    + String.join(", ", Spellings.STRATEGIES)
                    + Guess.didYouMean(text, Spellings.STRATEGIES)));
  }
}
