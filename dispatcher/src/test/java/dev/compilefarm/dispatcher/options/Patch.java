package dev.compilefarm.dispatcher.options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The C source that patch 0005 adds to the distccd of the tools image. */
final class Patch {
  private static final Path PATCH =
      Path.of("../tools/distcc/patches/0005-refuse-a-job-that-names-a-missing-file.patch");

  private Patch() {}

  /** The whole of {@code src/named.c}. */
  static String source() throws IOException {
    return Files.readAllLines(PATCH).stream()
        .dropWhile(line -> !line.equals("+++ b/src/named.c"))
        .skip(2)
        .takeWhile(line -> line.startsWith("+"))
        .map(line -> line.substring(1) + "\n")
        .collect(Collectors.joining());
  }

  /** The entries of one of its tables, without the last one, which is NULL. */
  static List<String> table(String name) throws IOException {
    String source = source();
    int begin = source.indexOf(name + "[] = {\n");
    return source
        .substring(begin, source.indexOf("};", begin))
        .lines()
        .skip(1)
        .map(String::strip)
        .filter(line -> line.contains("\""))
        .toList();
  }
}
