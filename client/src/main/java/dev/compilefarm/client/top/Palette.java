package dev.compilefarm.client.top;

import java.util.Collection;
import java.util.stream.Collectors;

/** Colours of tenants. Letters stay, so that nobody has to tell colours apart. */
public enum Palette {
  /** For files, pipes, and terminals with {@code NO_COLOR}. */
  PLAIN {
    @Override
    String cell(char letter) {
      return String.valueOf(letter);
    }
  },

  /** Six colours of every terminal, white letters left out. */
  COLOURS {
    @Override
    String cell(char letter) {
      return "\u001b[%dm%c\u001b[0m".formatted(FIRST + letter % COUNT, letter);
    }
  };

  private static final int FIRST = 31;
  private static final int COUNT = 6;

  abstract String cell(char letter);

  /** A table whose rows begin with a letter, with the letter in its colour. */
  String colourFirstColumn(String table, Collection<Character> letters) {
    return table
        .lines()
        .map(line ->
            line.length() > 1 && line.charAt(1) == ' ' && letters.contains(line.charAt(0))
                ? cell(line.charAt(0)) + line.substring(1)
                : line)
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
