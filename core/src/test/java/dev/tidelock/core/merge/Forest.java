package dev.tidelock.core.merge;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.commit.Note;
import dev.tidelock.core.commit.Rename;
import dev.tidelock.core.content.MergeOutcome;
import dev.tidelock.core.map.MapFormat;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.object.ObjectSink;
import dev.tidelock.core.object.ObjectSource;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.tree.Content;
import dev.tidelock.core.tree.DeviceId;
import dev.tidelock.core.tree.Directories;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.Term;
import dev.tidelock.core.tree.TermKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Trees written as lines, for tests of merges: `d/` is an empty directory, `f=1` a file, `f*=1` an
/// executable one, `f=1@5` one with a time, `l->x` a link, `c!0:1|2` a conflict with a base and two
/// terms. Parents are made as needed.
final class Forest implements ObjectSource, ObjectSink {
  static final DeviceId REMOTE = new DeviceId("remote");
  static final DeviceId HERE = new DeviceId("here");
  private static final Origin THERE_WROTE = new Origin("Remote", REMOTE, 1);
  private static final Origin HERE_WROTE = new Origin("Here", HERE, 2);

  private final Map<ObjectId, RawObject> objects = new HashMap<>();
  private final Directories directories =
      new Directories(Bytes.copyOf(new byte[MapFormat.SEED_SIZE]), this);
  private final DirectoryMaps maps = new DirectoryMaps(directories, this);
  private Strategy strategy = Strategy.MERGE;
  private int reads;

  @Override
  public RawObject get(ObjectId id) {
    reads++;
    RawObject object = objects.get(id);
    if (object == null) {
      throw new MissingObjectException(id);
    }
    return object;
  }

  @Override
  public ObjectId put(RawObject object) {
    ObjectId id = ObjectIdentity.of(object);
    objects.put(id, object);
    return id;
  }

  int reads() {
    return reads;
  }

  DirectoryMaps maps() {
    return maps;
  }

  Forest with(Strategy newStrategy) {
    strategy = newStrategy;
    return this;
  }

  Entry.Directory tree(String... lines) {
    SortedMap<TreePath, Optional<Entry>> entries = new TreeMap<>();
    for (String line : lines) {
      if (line.endsWith("/")) {
        entries.put(path(line.substring(0, line.length() - 1)), Optional.empty());
      } else {
        int end = separator(line);
        entries.put(path(line.substring(0, end)), Optional.of(entry(line.substring(end))));
      }
    }
    return tree(entries);
  }

  Entry.Directory tree(SortedMap<TreePath, Optional<Entry>> entries) {
    return directory(TreePath.ROOT, entries);
  }

  private Entry.Directory directory(TreePath at, SortedMap<TreePath, Optional<Entry>> entries) {
    SortedMap<String, Optional<Entry>> children = new TreeMap<>();
    int depth = at.names().size();
    entries.forEach((path, entry) -> {
      if (path.startsWith(at) && !path.equals(at)) {
        String name = path.names().get(depth);
        TreePath child = at.child(name);
        boolean leaf = child.equals(path) && entry.isPresent();
        children.computeIfAbsent(name, _ -> leaf ? entry : Optional.of(directory(child, entries)));
      }
    });
    return maps.with(maps.empty(), children);
  }

  private static int separator(String line) {
    int link = line.indexOf("->");
    int conflict = line.indexOf('!');
    int file = line.indexOf('=');
    if (link >= 0) {
      return link;
    }
    if (conflict >= 0) {
      return conflict;
    }
    return line.charAt(file - 1) == '*' ? file - 1 : file;
  }

  static Entry.Leaf leaf(String text) {
    return (Entry.Leaf) entry(text);
  }

  static Entry entry(String text) {
    if (text.startsWith("->")) {
      return new Entry.Link(text.substring(2));
    }
    if (text.startsWith("!")) {
      int colon = text.indexOf(':');
      String base = text.substring(1, colon);
      List<Term> terms =
          Arrays.stream(text.substring(colon + 1).split("\\|"))
              .map(Forest::term)
              .sorted((one, other) -> one.key().compareTo(other.key()))
              .toList();
      return new Entry.Conflict(
          base.isEmpty() ? Optional.empty() : Optional.of(leaf("=" + base)), false, terms);
    }
    boolean executable = text.startsWith("*");
    String rest = text.substring(executable ? 2 : 1);
    int at = rest.indexOf('@');
    Bytes bytes = Bytes.utf8(at < 0 ? rest : rest.substring(0, at));
    long mtime = at < 0 ? 0 : Long.parseLong(rest.substring(at + 1));
    return new Entry.File(executable, bytes.size(), mtime, new Content.Inline(bytes));
  }

  /// A term brought in by the device `T`, or first as another value: `1` or `1~2` (edited to 2).
  static Term term(String text) {
    int edited = text.indexOf('~');
    DeviceId device = new DeviceId("T");
    Entry.Leaf original = leaf("=" + (edited < 0 ? text : text.substring(0, edited)));
    Entry.Leaf now = edited < 0 ? original : leaf("=" + text.substring(edited + 1));
    return new Term(TermKey.of(device, original), now, "T", device, 0);
  }

  /// The tree as lines; the terms of conflicts sorted by their text.
  List<String> lines(Entry.Directory root) {
    List<String> lines = new ArrayList<>();
    lines("", root, lines);
    return lines;
  }

  private void lines(String prefix, Entry.Directory directory, List<String> lines) {
    maps.forEach(
        directory,
        named -> {
          String name = named.name();
          Entry entry = named.entry();
          if (entry instanceof Entry.Directory child) {
            int before = lines.size();
            lines(prefix + name + "/", child, lines);
            if (lines.size() == before) {
              lines.add(prefix + name + "/");
            }
          } else {
            lines.add(prefix + name + text(entry));
          }
        });
  }

  static String text(Entry entry) {
    return switch (entry) {
      case Entry.File file ->
          (file.executable() ? "*=" : "=")
              + text(file.content())
              + (file.mtime() == 0 ? "" : "@" + file.mtime());
      case Entry.Link link -> "->" + link.text();
      case Entry.Directory _ -> "/";
      case Entry.Conflict conflict ->
          "!"
              + conflict.base().map(base -> text(base).substring(1)).orElse("")
              + ":"
              + conflict.terms().stream()
                  .map(term -> text(term.entry()).replaceFirst("^=", ""))
                  .sorted()
                  .collect(Collectors.joining("|"));
    };
  }

  private static String text(Content content) {
    return switch (content) {
      case Content.Inline inline -> inline.bytes().toUtf8();
      case Content.Single single -> single.chunk().toString();
      case Content.Sequence sequence -> sequence.root().toString();
    };
  }

  static TreePath path(String text) {
    return TreePath.parse(text);
  }

  /// Renames written as `from>to`.
  static List<Rename> renames(String... pairs) {
    return Arrays.stream(pairs)
        .map(pair -> pair.split(">"))
        .map(pair -> new Rename(path(pair[0]), path(pair[1])))
        .toList();
  }

  static List<String> texts(List<Rename> renames) {
    return renames.stream().map(rename -> rename.from() + ">" + rename.to()).toList();
  }

  static List<String> notes(MergeResult result) {
    return result.notes().stream()
        .map(note -> note.kind() + " " + note.path() + " " + note.detail())
        .map(String::strip)
        .toList();
  }

  static List<Note.Kind> kinds(MergeResult result) {
    return result.notes().stream().map(Note::kind).toList();
  }

  MergeResult merge(Entry.Directory base, Side one, Side other) {
    return TreeMerge.merge(base, one, other, settings(THERE_WROTE, HERE_WROTE), directories, this);
  }

  MergeResult merge(CommonBase base, Entry.Directory one, Entry.Directory other) {
    return TreeMerge.merge(base, one, other, settings(THERE_WROTE, HERE_WROTE), directories, this);
  }

  /// Merges two sides that one device wrote, so that the sides have equal claims.
  MergeResult mergeEquals(Entry.Directory base, Side one, Side other) {
    return TreeMerge.merge(base, one, other, settings(HERE_WROTE, HERE_WROTE), directories, this);
  }

  CommonBase base(CommitHistory history, ObjectId first, ObjectId second) {
    return CommonBase.of(
        history, first, second, settings(THERE_WROTE, HERE_WROTE), directories, this);
  }

  private MergeSettings settings(Origin first, Origin second) {
    return new MergeSettings(
        _ -> strategy,
        name -> name.endsWith(".txt") ? Forest::mergeWords : Forest::mergeNothing,
        _ -> first,
        _ -> second,
        new FileContents() {
          @Override
          public Optional<Bytes> read(Entry.File file) {
            return file.content() instanceof Content.Inline inline
                ? Optional.of(inline.bytes())
                : Optional.empty();
          }

          @Override
          public Content write(Bytes bytes) {
            return new Content.Inline(bytes);
          }
        });
  }

  private static MergeOutcome mergeNothing(Bytes base, Bytes first, Bytes second) {
    return new MergeOutcome.Conflicting("never");
  }

  /// Merges words at equal positions: enough of a text merge to see that it is used. Words must not
  /// be added or removed.
  private static MergeOutcome mergeWords(Bytes base, Bytes first, Bytes second) {
    String[] b = base.toUtf8().split(" ");
    String[] x = first.toUtf8().split(" ");
    String[] y = second.toUtf8().split(" ");
    if (b.length != x.length || b.length != y.length) {
      return new MergeOutcome.Conflicting("words were added or removed");
    }
    List<String> words = new ArrayList<>();
    for (int i = 0; i < b.length; i++) {
      if (!b[i].equals(x[i]) && !b[i].equals(y[i]) && !x[i].equals(y[i])) {
        return new MergeOutcome.Conflicting("both changed a word");
      }
      words.add(b[i].equals(x[i]) ? y[i] : x[i]);
    }
    return new MergeOutcome.Merged(Bytes.utf8(String.join(" ", words)));
  }
}
