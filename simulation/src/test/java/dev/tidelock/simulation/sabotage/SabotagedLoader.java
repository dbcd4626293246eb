package dev.tidelock.simulation.sabotage;

import dev.tidelock.simulation.sabotage.Sabotage.Change;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// The product's classes, loaded anew, with a [Sabotage] compiled into them. Libraries and the JDK
/// are shared with everybody else.
final class SabotagedLoader extends ClassLoader {
  private static final String OWN = "dev.tidelock.";

  private final Map<String, byte[]> sabotaged;

  private SabotagedLoader(Map<String, byte[]> sabotaged) {
    super("sabotaged", SabotagedLoader.class.getClassLoader());
    this.sabotaged = Map.copyOf(sabotaged);
  }

  /// @param repository the top of the repository, where the sources are
  /// @throws IllegalStateException if what is to be changed is not there any more, or not once
  static SabotagedLoader of(Sabotage sabotage, Path repository) {
    return of(sabotage.name(), sabotage.changes(), repository);
  }

  static SabotagedLoader of(String sabotage, List<Change> changes, Path repository) {
    Map<String, String> sources = new LinkedHashMap<>();
    for (Change change : changes) {
      String source =
          sources.computeIfAbsent(change.file(), file -> read(repository.resolve(file)));
      int at = source.indexOf(change.from());
      if (at < 0 || source.indexOf(change.from(), at + 1) >= 0) {
        throw new IllegalStateException(
            sabotage + " does not find its one place in " + change.file());
      }
      sources.put(change.file(), source.replace(change.from(), change.to()));
    }
    return new SabotagedLoader(compile(sabotage, sources));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, byte[]> compile(String sabotage, Map<String, String> sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Map<String, ByteArrayOutputStream> classes = new HashMap<>();
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    JavaFileManager files = new Memory(compiler.getStandardFileManager(null, null, null), classes);
    List<Source> units =
        sources.entrySet().stream()
            .map(each -> new Source(each.getKey(), each.getValue()))
            .toList();
    boolean done =
        compiler
            .getTask(null, files, null, List.of("-cp", path, "-proc:none", "-nowarn"), null, units)
            .call();
    if (!done) {
      throw new IllegalStateException(sabotage + " does not compile");
    }
    Map<String, byte[]> bytes = new HashMap<>();
    classes.forEach((name, out) -> bytes.put(name, out.toByteArray()));
    return bytes;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OWN)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    byte[] code = sabotaged.containsKey(name) ? sabotaged.get(name) : original(name);
    return defineClass(name, code, 0, code.length);
  }

  private byte[] original(String name) throws ClassNotFoundException {
    try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  /// A source that is compiled in place of the one on the disk.
  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String file, String text) {
      super(URI.create("memory:///" + file.substring(file.indexOf("/dev/") + 1)), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /// Takes what the compiler makes.
  private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> classes;

    Memory(JavaFileManager files, Map<String, ByteArrayOutputStream> classes) {
      super(files);
      this.classes = classes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
        @Override
        public OutputStream openOutputStream() {
          return classes.computeIfAbsent(name, _ -> new ByteArrayOutputStream());
        }
      };
    }
  }
}
