package dev.tidelock.structured;

import dev.tidelock.core.content.ContentMerger;
import dev.tidelock.core.content.TextMerger;
import java.util.Locale;
import java.util.function.Function;

/// The merger for each file, chosen by the extension of its name: JSON, YAML, or text for all
/// others.
public final class FileMergers implements Function<String, ContentMerger> {
  private final ContentMerger text = new TextMerger();
  private final ContentMerger json = new JsonMerger();
  private final ContentMerger yaml = new YamlMerger();

  @Override
  public ContentMerger apply(String fileName) {
    String extension = fileName.substring(Math.max(0, fileName.lastIndexOf('.')));
    return switch (extension.toLowerCase(Locale.ROOT)) {
      case ".json" -> json;
      case ".yaml", ".yml" -> yaml;
      default -> text;
    };
  }
}
