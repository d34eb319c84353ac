package dev.compilefarm.e2e.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the commands of the pages name is there: verbs of make, modules and paths. */
class CommandsTest {
  private static final Pattern VERB = Pattern.compile("(?m)^([a-z][a-z-]*):.*## ");
  private static final Pattern MAKE = Pattern.compile("(?:^|[ ;&])make((?: [a-z][a-z-]*)+)");
  private static final Pattern MODULES = Pattern.compile(" -pl (\\S+)");
  private static final Pattern PATH = Pattern.compile("(?<![\\w./:$-])([a-z][\\w-]*/[\\w./-]*)");

  private static Pages pages;

  @BeforeAll
  static void read() throws IOException {
    pages = Pages.read();
  }

  @Test
  void everyVerbOfMakeIsInTheMakefile() throws IOException {
    Set<String> verbs =
        VERB.matcher(Files.readString(Pages.ROOT.resolve("Makefile")))
            .results()
            .map((MatchResult verb) -> verb.group(1))
            .collect(Collectors.toSet());

    List<String> unknown =
        pages.problems(
            Page::commands,
            (page, command) ->
                MAKE.matcher(command.text())
                    .results()
                    .flatMap(make -> Arrays.stream(make.group(1).trim().split(" ", -1)))
                    .filter(verb -> !verbs.contains(verb))
                    .map(verb -> "the Makefile has no verb " + verb));

    assertEquals(List.of(), unknown);
  }

  @Test
  void everyModuleThatMavenIsGivenExists() {
    List<String> unknown =
        pages.problems(
            Page::commands,
            (page, command) ->
                MODULES
                    .matcher(command.text())
                    .results()
                    .flatMap(modules -> Arrays.stream(modules.group(1).split(",", -1)))
                    .filter(module -> !Files.exists(Pages.ROOT.resolve(module).resolve("pom.xml")))
                    .map(module -> "there is no module " + module));

    assertEquals(List.of(), unknown);
  }

  /** The change log names what was; all other pages name what is. */
  @Test
  void everyPathInTheCheckoutExists() throws IOException {
    Set<String> folders = foldersAtTheTop();

    List<String> missing =
        pages.problems(
            page -> page.name().endsWith("CHANGELOG.md") ? Stream.of() : page.commands(),
            (page, command) ->
                PATH.matcher(command.text())
                    .results()
                    .filter(path -> !isPattern(command.text(), path))
                    .map((MatchResult path) -> path.group(1))
                    .filter(path -> folders.contains(path.substring(0, path.indexOf('/'))))
                    .filter(path -> !Pages.isMade(Path.of(path)))
                    .filter(path -> !Files.exists(Pages.ROOT.resolve(path)))
                    .map(path -> "there is no " + path));

    assertEquals(List.of(), missing);
  }

  private static Set<String> foldersAtTheTop() throws IOException {
    try (Stream<Path> top = Files.list(Pages.ROOT)) {
      return top.filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .collect(Collectors.toSet());
    }
  }

  /** Whether some part of a path stands for many: an ellipsis, a choice, a placeholder. */
  private static boolean isPattern(String text, MatchResult path) {
    return path.group().contains("...")
        || (path.end() < text.length() && "…{<*$".indexOf(text.charAt(path.end())) >= 0);
  }
}
