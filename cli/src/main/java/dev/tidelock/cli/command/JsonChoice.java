package dev.tidelock.cli.command;

import picocli.CommandLine.Option;

/// The option that asks for a document instead of text.
public final class JsonChoice {
  @Option(names = "--json", description = "Answer with one JSON document.")
  private boolean wanted;

  public boolean wanted() {
    return wanted;
  }
}
