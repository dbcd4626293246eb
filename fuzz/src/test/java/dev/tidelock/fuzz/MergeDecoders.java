package dev.tidelock.fuzz;

import static dev.tidelock.fuzz.Decoder.require;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.content.ContentMerger;
import dev.tidelock.core.content.MergeOutcome;
import dev.tidelock.core.content.TextMerger;
import dev.tidelock.structured.JsonMerger;
import dev.tidelock.structured.YamlMerger;
import java.util.List;

/// The mergers of users' files. They refuse nothing: whatever three files hold, there is an
/// outcome.
final class MergeDecoders {
  private static final Decoder.Bound BOUND = new Decoder.Bound(8 << 20, 16_384);

  private MergeDecoders() {}

  static List<Decoder> all() {
    return List.of(
        merger("merge-text", new TextMerger(), List.of(text(), json(), yaml())),
        merger("merge-json", new JsonMerger(), List.of(json(), text())),
        merger("merge-yaml", new YamlMerger(), List.of(yaml(), json(), text())));
  }

  private static Decoder merger(String name, ContentMerger merger, List<Bytes> seeds) {
    return new Decoder(name, BOUND, List.of(), () -> seeds, input -> merge(merger, input));
  }

  private static void merge(ContentMerger merger, Bytes input) {
    List<Bytes> sides = Samples.parts(input, 3);
    MergeOutcome one = merger.merge(sides.get(0), sides.get(1), sides.get(2));
    MergeOutcome other = merger.merge(sides.get(0), sides.get(2), sides.get(1));
    boolean merged = one instanceof MergeOutcome.Merged;
    require(merged == other instanceof MergeOutcome.Merged, "no side is the better one");
    MergeOutcome unchanged = merger.merge(sides.get(0), sides.get(0), sides.get(2));
    require(
        unchanged.equals(new MergeOutcome.Merged(sides.get(2))), "what did not change gives way");
  }

  private static Bytes text() {
    return Samples.joined(
        Bytes.utf8("a\nb\nc\nd\n"), Bytes.utf8("a\nB\nc\nd\n"), Bytes.utf8("a\nb\nc\nD\n"));
  }

  private static Bytes json() {
    return Samples.joined(
        Bytes.utf8("{\"a\": 1, \"b\": [1, {\"id\": 2}], \"c\": null}"),
        Bytes.utf8("{\"a\": 2, \"b\": [1, {\"id\": 2, \"x\": \"\\u00e9\"}], \"c\": null}"),
        Bytes.utf8("{\"a\": 1, \"b\": [1, {\"id\": 2}, 3.0e5], \"d\": true}"));
  }

  private static Bytes yaml() {
    return Samples.joined(
        Bytes.utf8("a: 1\nb:\n  - id: x\n    v: |\n      text\n# note\nc: [1, 2]\n"),
        Bytes.utf8("a: 2\nb:\n  - id: x\n    v: |\n      text\n# note\nc: [1, 2]\n"),
        Bytes.utf8("a: 1\nb:\n  - id: x\n    v: >-\n      text\nc: [1, 2, {k: &a v}]\n"));
  }
}
