import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Writes the classes of a jar in the format of Java 8 where theirs is older than Java 6. No AOT cache
 * takes those: they lack the stack maps by which a class is verified (JVMS 4.10.1). The library of
 * the command's options is built for Java 5. The code of the methods stays as it is. {@code java
 * CurrentClassFiles JAR} changes that file.
 */
final class CurrentClassFiles {

  private CurrentClassFiles() {}

  public static void main(String[] arguments) throws IOException {
    Path jar = Path.of(arguments[0]);
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (JarFile in = new JarFile(jar.toFile());
        URLClassLoader classes = new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
      ClassFile files =
          ClassFile.of(
              ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
              ClassFile.ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(classes)
                      .orElse(ClassHierarchyResolver.defaultResolver())));
      for (JarEntry entry : Collections.list(in.entries())) {
        byte[] bytes = in.getInputStream(entry).readAllBytes();
        entries.put(entry.getName(), entry.getName().endsWith(".class") ? current(bytes, files) : bytes);
      }
    }
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new JarEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
  }

  private static byte[] current(byte[] bytes, ClassFile files) {
    ClassModel old = files.parse(bytes);
    if (old.majorVersion() >= ClassFile.JAVA_6_VERSION) {
      return bytes;
    }
    // A method is only written anew, with stack maps, if something may change it.
    ClassTransform same = ClassTransform.transformingMethodBodies((code, element) -> code.with(element));
    return files.transformClass(
        old, same.andThen(ClassTransform.endHandler(built -> built.withVersion(ClassFile.JAVA_8_VERSION, 0))));
  }
}
