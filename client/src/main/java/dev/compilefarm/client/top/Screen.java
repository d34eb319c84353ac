package dev.compilefarm.client.top;

import java.util.ArrayList;
import java.util.List;

/**
 * How much fits where a picture is drawn.
 *
 * @param rows lines
 * @param columns characters of a line
 */
public record Screen(int rows, int columns) {
  /** A file or a pipe. */
  public static final Screen ENDLESS = new Screen(Integer.MAX_VALUE, Integer.MAX_VALUE);

  private static final char ESCAPE = '\u001b';
  private static final char END_OF_COLOUR = 'm';
  private static final String INDENT = "  ";

  /** A sentence on as many lines as it needs, broken between words. */
  List<String> wrapped(String sentence) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : sentence.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > columns) {
        lines.add(line.toString());
        line.setLength(0);
        line.append(INDENT).append(word);
      } else {
        line.append(line.isEmpty() ? "" : " ").append(word);
      }
    }
    lines.add(line.toString());
    return lines;
  }

  /** The text of these lines, without what is beyond the last row or the last column. */
  String cut(List<String> lines) {
    return String.join("\n", lines.stream().limit(rows).map(this::cut).toList());
  }

  /** Colours take no place, and all that began end. */
  private String cut(String line) {
    StringBuilder text = new StringBuilder();
    int place = 0;
    boolean isColour = false;
    for (int index = 0; index < line.length(); index++) {
      char character = line.charAt(index);
      isColour |= character == ESCAPE;
      if (isColour || place < columns) {
        text.append(character);
      }
      if (!isColour) {
        place++;
      }
      isColour &= character != END_OF_COLOUR;
    }
    return text.toString();
  }

  /** Sentences in place of a picture. */
  public String fit(String sentences) {
    return cut(sentences.lines().flatMap(line -> wrapped(line).stream()).toList());
  }
}
