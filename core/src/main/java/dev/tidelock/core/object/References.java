package dev.tidelock.core.object;

import dev.tidelock.core.MalformedException;
import java.util.ArrayList;
import java.util.List;

/// The objects that an object refers to, by kind, in the order in which its payload uses them. The
/// payload itself holds no ids: it says only "the next strong reference", so the lists are readable
/// without the payload's meaning and cannot disagree with it.
///
/// @param strong must exist wherever the object is required to be complete
/// @param ancestor must exist, but what *they* refer to strongly need not (commits only)
/// @param weak may be missing
public record References(List<ObjectId> strong, List<ObjectId> ancestor, List<ObjectId> weak) {
  private static final References NONE = new References(List.of(), List.of(), List.of());

  public References {
    strong = List.copyOf(strong);
    ancestor = List.copyOf(ancestor);
    weak = List.copyOf(weak);
  }

  /// No reference at all.
  public static References none() {
    return NONE;
  }

  /// How many references there are, of all kinds.
  public int size() {
    return strong.size() + ancestor.size() + weak.size();
  }

  /// Collects references in order.
  public static final class Builder {
    private final List<ObjectId> strong = new ArrayList<>();
    private final List<ObjectId> ancestor = new ArrayList<>();
    private final List<ObjectId> weak = new ArrayList<>();

    /// Appends a strong reference.
    public Builder strong(ObjectId id) {
      strong.add(id);
      return this;
    }

    /// Appends an ancestor reference.
    public Builder ancestor(ObjectId id) {
      ancestor.add(id);
      return this;
    }

    /// Appends a weak reference.
    public Builder weak(ObjectId id) {
      weak.add(id);
      return this;
    }

    /// Appends all that `more` holds, kind by kind.
    public Builder all(References more) {
      strong.addAll(more.strong());
      ancestor.addAll(more.ancestor());
      weak.addAll(more.weak());
      return this;
    }

    /// What was collected.
    public References build() {
      return strong.isEmpty() && ancestor.isEmpty() && weak.isEmpty()
          ? NONE
          : new References(strong, ancestor, weak);
    }
  }

  /// Hands the references out again, in order, to a decoder.
  public static final class Cursor {
    private final References references;
    private int nextStrong;
    private int nextAncestor;
    private int nextWeak;
    private int markStrong;
    private int markAncestor;
    private int markWeak;

    /// A cursor before the first reference of each kind.
    public Cursor(References references) {
      this.references = references;
    }

    /// The next strong reference.
    ///
    /// @throws MalformedException if there is none left
    public ObjectId strong() {
      return take(references.strong(), nextStrong++);
    }

    /// The next ancestor reference.
    ///
    /// @throws MalformedException if there is none left
    public ObjectId ancestor() {
      return take(references.ancestor(), nextAncestor++);
    }

    /// The next weak reference.
    ///
    /// @throws MalformedException if there is none left
    public ObjectId weak() {
      return take(references.weak(), nextWeak++);
    }

    /// What was handed out since this method was called last, or since the beginning.
    public References handedOut() {
      boolean none =
          markStrong == nextStrong && markAncestor == nextAncestor && markWeak == nextWeak;
      References handedOut =
          none
              ? NONE
              : new References(
                  references.strong().subList(markStrong, nextStrong),
                  references.ancestor().subList(markAncestor, nextAncestor),
                  references.weak().subList(markWeak, nextWeak));
      markStrong = nextStrong;
      markAncestor = nextAncestor;
      markWeak = nextWeak;
      return handedOut;
    }

    /// Checks that every reference was handed out.
    ///
    /// @throws MalformedException if one was not
    public void finish() {
      if (nextStrong != references.strong().size()
          || nextAncestor != references.ancestor().size()
          || nextWeak != references.weak().size()) {
        throw new MalformedException("the object lists references that its payload does not use");
      }
    }

    private static ObjectId take(List<ObjectId> from, int index) {
      if (index >= from.size()) {
        throw new MalformedException("the payload uses a reference that the object does not list");
      }
      return from.get(index);
    }
  }
}
