import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/// Copies a jar and brings its classes from before Java 6 to the format of Java 8; all else stays as
/// it is. The virtual machine keeps no such old classes in its AOT cache, and reading those of the
/// command line parser anew takes a tenth of a second at each start.
///
/// Run by the launcher from its source, once per build: `java Modernise.java FROM TO`.
final class Modernise {
  private static final int OLD = 49;
  private static final int NEW = ClassFile.JAVA_8_VERSION;

  private Modernise() {}

  public static void main(String[] arguments) throws IOException {
    try (JarFile from = new JarFile(Path.of(arguments[0]).toFile());
        JarOutputStream to =
            new JarOutputStream(Files.newOutputStream(Path.of(arguments[1])))) {
      ClassFile format =
          ClassFile.of(
              StackMapsOption.GENERATE_STACK_MAPS,
              ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(type -> find(from, type).orElse(null))
                      .orElse(ClassHierarchyResolver.defaultResolver())));
      for (JarEntry entry : from.stream().toList()) {
        byte[] bytes = read(from, entry);
        to.putNextEntry(new JarEntry(entry.getName()));
        to.write(entry.getName().endsWith(".class") ? modern(format, bytes) : bytes);
        to.closeEntry();
      }
    }
  }

  private static byte[] modern(ClassFile format, byte[] bytes) {
    ClassModel model = format.parse(bytes);
    if (model.majorVersion() > OLD) {
      return bytes;
    }
    ClassTransform version =
        (builder, element) ->
            builder.with(element instanceof ClassFileVersion ? ClassFileVersion.of(NEW, 0) : element);
    return format.transformClass(
        model, version.andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)));
  }

  private static Optional<InputStream> find(JarFile jar, ClassDesc type) {
    String name = type.descriptorString();
    JarEntry entry = jar.getJarEntry(name.substring(1, name.length() - 1) + ".class");
    try {
      return entry == null ? Optional.empty() : Optional.of(jar.getInputStream(entry));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] read(JarFile jar, JarEntry entry) throws IOException {
    try (var in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }
}
