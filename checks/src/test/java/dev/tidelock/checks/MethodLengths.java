package dev.tidelock.checks;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Finds methods that are too long to be read at once, by parsing with the JDK's own compiler.
final class MethodLengths {
  static final int METHOD_LINES = 70;

  private MethodLengths() {}

  /// One line per method of more than [#METHOD_LINES] lines, from its first brace to its last: the
  /// table of cases above a test is no part of its length.
  static List<String> findings(List<TextFile> files) throws IOException {
    List<Source> sources = files.stream().filter(TextFile::isJava).map(Source::new).toList();
    JavacTask task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, null, List.of("-proc:none"), null, sources);
    SourcePositions positions = Trees.instance(task).getSourcePositions();
    List<String> findings = new ArrayList<>();
    for (CompilationUnitTree unit : task.parse()) {
      String name = unit.getSourceFile().toUri().getPath().substring(1);
      new TreeScanner<Void, Void>() {
        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
          if (method.getBody() != null) {
            LineMap lines = unit.getLineMap();
            long first = lines.getLineNumber(positions.getStartPosition(unit, method.getBody()));
            long last = lines.getLineNumber(positions.getEndPosition(unit, method.getBody()));
            if (last - first + 1 > METHOD_LINES) {
              findings.add(
                  "%s:%d: %s has %d lines, more than %d"
                      .formatted(name, first, method.getName(), last - first + 1, METHOD_LINES));
            }
          }
          return super.visitMethod(method, null);
        }
      }.scan(unit, null);
    }
    return findings;
  }

  private static final class Source extends SimpleJavaFileObject {
    private final TextFile file;

    Source(TextFile file) {
      super(URI.create("string:///" + file.name()), JavaFileObject.Kind.SOURCE);
      this.file = file;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return file.text();
    }
  }
}
