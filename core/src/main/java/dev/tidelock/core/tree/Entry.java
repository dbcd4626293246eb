package dev.tidelock.core.tree;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.map.Summary;
import dev.tidelock.core.object.ObjectId;
import java.util.List;
import java.util.Optional;

/// What a name in a directory stands for.
public sealed interface Entry {
  /// Whether both say the same to a user: everything but modification times counts.
  boolean sameAs(Entry other);

  /// An entry that a disk can show at a path and that a conflict can hold.
  sealed interface Leaf extends Entry {}

  /// A regular file.
  ///
  /// @param executable whether its owner may execute it
  /// @param size its length in bytes
  /// @param mtime its modification time in nanoseconds since 1970-01-01T00:00Z; may be negative
  /// @param content its bytes
  record File(boolean executable, long size, long mtime, Content content) implements Leaf {
    public File {
      if (size < 0) {
        throw new MalformedException("a file's size is not negative: " + size);
      }
      if (content instanceof Content.Inline inline && inline.bytes().size() != size) {
        throw new MalformedException("a file's size and its inline bytes disagree");
      }
    }

    @Override
    public boolean sameAs(Entry other) {
      return other instanceof File that
          && executable == that.executable
          && size == that.size
          && content.equals(that.content);
    }

    /// This file with another modification time.
    public File withMtime(long newMtime) {
      return new File(executable, size, newMtime, content);
    }

    /// This file with another executable bit.
    public File withExecutable(boolean newExecutable) {
      return new File(newExecutable, size, mtime, content);
    }
  }

  /// A symbolic link: a text, never followed.
  ///
  /// @param text where it points, as written; 1 to 4,095 bytes in UTF-8, without NUL
  record Link(String text) implements Leaf {
    private static final int MAX_BYTES = 4095;

    public Link {
      if (text.isEmpty() || Bytes.utf8(text).size() > MAX_BYTES || text.indexOf('\0') >= 0) {
        throw new MalformedException("a link's text has 1 to 4,095 bytes and no NUL");
      }
    }

    @Override
    public boolean sameAs(Entry other) {
      return equals(other);
    }
  }

  /// A directory.
  ///
  /// @param root the root node of its map; an empty directory has the empty map
  /// @param summary all that is below, without the directory itself
  record Directory(ObjectId root, Summary summary) implements Entry {
    @Override
    public boolean sameAs(Entry other) {
      return other instanceof Directory that && root.equals(that.root);
    }
  }

  /// A path for which more than one value is wanted.
  ///
  /// @param base the value that the terms were changed from, if there was one
  /// @param baseIsWeak whether the base's content is only a hint that may be missing
  /// @param terms the wanted values, at least two, sorted by key, keys distinct
  record Conflict(Optional<Leaf> base, boolean baseIsWeak, List<Term> terms) implements Entry {
    /// The most terms in one conflict.
    public static final int MAX_TERMS = 256;

    public Conflict {
      terms = List.copyOf(terms);
      if (terms.size() < 2 || terms.size() > MAX_TERMS) {
        throw new MalformedException("a conflict has 2 to 256 terms, not " + terms.size());
      }
      for (int i = 1; i < terms.size(); i++) {
        if (terms.get(i - 1).key().compareTo(terms.get(i).key()) >= 0) {
          throw new MalformedException("a conflict's terms are sorted by key and distinct");
        }
      }
      if (baseIsWeak && base.isEmpty()) {
        throw new MalformedException("a conflict without a base has no weak base");
      }
    }

    /// The term with this key, if there is one.
    public Optional<Term> term(TermKey key) {
      return terms.stream().filter(term -> term.key().equals(key)).findFirst();
    }

    /// The value that a device without a stake shows.
    public Term first() {
      return terms.getFirst();
    }

    @Override
    public boolean sameAs(Entry other) {
      return equals(other);
    }
  }
}
