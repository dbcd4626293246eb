package dev.tidelock.structured;

import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// A base and changes of it by two sides that never concern the same value.
///
/// @param both the base with the changes of both
record Change(Document base, Document first, Document second, Document both) {
  static Change apart(Tape tape, Document base) {
    return switch (base) {
      case Document.Leaf _ -> new Change(base, base, base, base);
      case Document.Items(List<Document> items) -> items(tape, base, items);
      case Document.Entries entries -> entries(tape, entries);
    };
  }

  private static Change items(Tape tape, Document base, List<Document> items) {
    if (items.isEmpty() || !(items.getFirst() instanceof Document.Entries)) {
      return new Change(base, base, base, base);
    }
    List<Document> first = new ArrayList<>();
    List<Document> second = new ArrayList<>();
    List<Document> both = new ArrayList<>();
    for (Document item : items) {
      Change change = tape.chance(0.5) ? apart(tape, item) : new Change(item, item, item, item);
      first.add(change.first());
      second.add(change.second());
      both.add(change.both());
    }
    return new Change(
        base, new Document.Items(first), new Document.Items(second), new Document.Items(both));
  }

  private static Change entries(Tape tape, Document.Entries base) {
    LinkedHashMap<String, Document> first = new LinkedHashMap<>();
    LinkedHashMap<String, Document> second = new LinkedHashMap<>();
    LinkedHashMap<String, Document> both = new LinkedHashMap<>();
    base.entries()
        .forEach((key, value) -> {
          boolean byFirst = tape.nextBoolean();
          int kind = key.equals("id") ? 9 : tape.nextInt(8);
          if (kind == 0) {
            (byFirst ? second : first).put(key, value);
          } else if (kind == 1) {
            Document other = Document.random(tape, 1);
            first.put(key, byFirst ? other : value);
            second.put(key, byFirst ? value : other);
            both.put(key, other);
          } else {
            Change change = apart(tape, value);
            first.put(key, change.first());
            second.put(key, change.second());
            both.put(key, change.both());
          }
          if (tape.chance(0.1)) {
            Document added = Document.random(tape, 1);
            String name = key;
            (byFirst ? first : second).put(name + "0000", added);
            both.put(name + "0000", added);
          }
        });
    return new Change(
        base,
        new Document.Entries(first),
        new Document.Entries(second),
        new Document.Entries(both));
  }
}
