package dev.compilefarm.e2e.docs;

import dev.compilefarm.e2e.docs.Page.Line;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** All pages of this checkout. */
final class Pages {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** Folders that hold what was made or fetched. */
  private static final Set<String> MADE = Set.of("target", ".git", ".dev");

  private final List<Page> pages;

  private Pages(List<Page> pages) {
    this.pages = pages;
  }

  static Pages read() throws IOException {
    List<Page> pages = new ArrayList<>();
    for (Path file : filesBelow(ROOT, ".md")) {
      pages.add(Page.read(ROOT, ROOT.relativize(file)));
    }
    return new Pages(List.copyOf(pages));
  }

  List<Page> all() {
    return pages;
  }

  /** What is wrong with the lines of one part of each page, each with its place. */
  List<String> problems(
      Function<Page, Stream<Line>> part, BiFunction<Page, Line, Stream<String>> wrong) {
    return pages.stream()
        .flatMap(page ->
            part.apply(page)
                .flatMap(
                    line -> wrong.apply(page, line).map(what -> page.at(line.number()) + what)))
        .toList();
  }

  /** The files with one of these endings in a folder and below it, but for what was made. */
  static List<Path> filesBelow(Path folder, String... endings) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path below, BasicFileAttributes attributes) {
            return isMade(below.getFileName())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (Arrays.stream(endings).anyMatch(file.toString()::endsWith)) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files.stream().sorted().toList();
  }

  /** Whether a path leads into what was made or fetched. */
  static boolean isMade(Path path) {
    for (Path part : path) {
      if (MADE.contains(part.toString())) {
        return true;
      }
    }
    return false;
  }
}
