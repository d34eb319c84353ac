package dev.compilefarm.e2e.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of Markdown, taken apart as far as its checks need it.
 *
 * @param name its path from the root of the checkout
 * @param text the lines outside of fenced code
 * @param blocks the fenced blocks of code
 */
record Page(Path name, List<Line> text, List<Block> blocks) {
  private static final Pattern FENCE = Pattern.compile(" *(?:```|~~~)(\\S*)");
  private static final Pattern HEADING = Pattern.compile("#+ +(.*)");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

  /** A line of a page. */
  record Line(int number, String text) {}

  /** A fenced block of code; the language is empty where none is named. */
  record Block(int line, String language, List<String> lines) {}

  static Page read(Path root, Path name) throws IOException {
    List<Line> text = new ArrayList<>();
    List<Block> blocks = new ArrayList<>();
    Block open = null;
    int number = 0;
    for (String line : Files.readAllLines(root.resolve(name))) {
      number++;
      Matcher fence = FENCE.matcher(line);
      if (fence.lookingAt() && open == null) {
        open = new Block(number, fence.group(1), new ArrayList<>());
        blocks.add(open);
      } else if (fence.lookingAt()) {
        open = null;
      } else if (open == null) {
        text.add(new Line(number, line));
      } else {
        open.lines().add(line);
      }
    }
    return new Page(name, List.copyOf(text), List.copyOf(blocks));
  }

  /** What a link may name behind its number sign, made as GitHub makes it from the headings. */
  Set<String> anchors() {
    Set<String> anchors = new LinkedHashSet<>();
    Map<String, Integer> seen = new HashMap<>();
    for (Line line : text) {
      Matcher heading = HEADING.matcher(line.text());
      if (heading.matches()) {
        String slug =
            LINK.matcher(heading.group(1))
                .replaceAll("")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
        int before = seen.merge(slug, 1, Integer::sum) - 1;
        anchors.add(before == 0 ? slug : slug + "-" + before);
      }
    }
    return anchors;
  }

  /** The targets of the links in one line. */
  static Stream<String> links(Line line) {
    return LINK.matcher(CODE.matcher(line.text()).replaceAll("code"))
        .results()
        .map((MatchResult link) -> link.group(1));
  }

  /** What a reader would type: the lines of blocks of shell code, and each span of code. */
  Stream<Line> commands() {
    Stream<Line> typed =
        blocks.stream()
            .filter(block -> block.language().equals("sh"))
            .flatMap(block -> block.lines().stream().map(line -> new Line(block.line(), line)));
    Stream<Line> spans =
        text.stream()
            .flatMap(line ->
                CODE.matcher(line.text())
                    .results()
                    .map(span -> new Line(line.number(), span.group(1))));
    Stream<Line> indented = text.stream().filter(line -> line.text().startsWith("    "));
    return Stream.of(typed, spans, indented).flatMap(lines -> lines);
  }

  /** How a problem of this page begins: where it is. */
  String at(int line) {
    return name + ":" + line + ": ";
  }
}
