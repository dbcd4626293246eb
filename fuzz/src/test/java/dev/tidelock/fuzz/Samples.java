package dev.tidelock.fuzz;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.testkit.SampleHistory;
import java.util.ArrayList;
import java.util.List;

/// Valid objects of a small project, of every kind.
public final class Samples {
  private Samples() {}

  /// Commits over directories, files and a conflict, with details in an object of their own.
  public static SampleHistory history() {
    SampleHistory history = new SampleHistory();
    ObjectId inline = history.directory(Bytes.utf8("inline"));
    ObjectId inner = history.directory(List.of(history.chunk(Bytes.utf8("some bytes")), inline));
    ObjectId first = history.commit(inner, "first", List.of());
    ObjectId clash = history.conflict(history.chunk(Bytes.utf8("the base")));
    ObjectId second = history.commitWithDetail(clash, "second", List.of(first));
    ObjectId outer = history.directory(List.of(inner, clash, inline));
    history.commit(outer, "merge", List.of(second, first));
    return history;
  }

  /// The objects of that project.
  public static List<RawObject> objects() {
    return new ArrayList<>(history().objects().values());
  }

  /// Texts as bytes.
  public static List<Bytes> texts(String... texts) {
    List<Bytes> all = new ArrayList<>();
    for (String text : texts) {
      all.add(Bytes.utf8(text));
    }
    return all;
  }

  /// The same inputs, each behind one byte that chooses what is done with it.
  public static List<Bytes> chosen(int choices, List<Bytes> inputs) {
    List<Bytes> all = new ArrayList<>();
    for (int i = 0; i < choices; i++) {
      for (Bytes input : inputs) {
        all.add(chosen(i, input));
      }
    }
    return all;
  }

  /// An input behind the byte that chooses what is done with it.
  public static Bytes chosen(int choice, Bytes input) {
    return Bytes.wrap(new byte[] {(byte) choice}).concat(input);
  }

  /// What the first byte of an input chooses out of so many.
  public static int choice(Bytes input, int choices) {
    return input.isEmpty() ? 0 : (input.get(0) & 0xff) % choices;
  }

  /// The input without its first byte.
  public static Bytes rest(Bytes input) {
    return input.slice(Math.min(1, input.size()), input.size());
  }

  /// The input in parts, cut where the byte 0xff stands, which no text holds.
  public static List<Bytes> parts(Bytes input, int count) {
    List<Bytes> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < input.size() && parts.size() < count - 1; i++) {
      if (input.get(i) == (byte) 0xff) {
        parts.add(input.slice(start, i));
        start = i + 1;
      }
    }
    parts.add(input.slice(start, input.size()));
    while (parts.size() < count) {
      parts.add(Bytes.empty());
    }
    return parts;
  }

  /// Parts put together again.
  public static Bytes joined(Bytes... parts) {
    Bytes all = Bytes.empty();
    for (int i = 0; i < parts.length; i++) {
      all = i == 0 ? parts[i] : all.concat(Bytes.hex("ff")).concat(parts[i]);
    }
    return all;
  }
}
