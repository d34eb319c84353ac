package dev.compilefarm.api.v1alpha1;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Texts that a pattern matches, drawn at random: short ones, and as long ones as may be. Knows what
 * the patterns of this CRD use: sequences, alternatives, groups, classes with ranges, and the
 * repetitions {@code ? * + {m,n}}; anchors say nothing new.
 */
final class PatternText {
  private final String pattern;
  private final RandomGenerator random;
  private final int reach;
  private int at;

  /** Characters until no open repetition goes on. */
  private int left;

  private PatternText(String pattern, RandomGenerator random, int reach) {
    this.pattern = pattern;
    this.random = random;
    this.reach = reach;
  }

  /**
   * @param reach how long the text gets at most, but for what the pattern cannot do without
   */
  static String of(String pattern, RandomGenerator random, int reach) {
    PatternText text = new PatternText(pattern, random, reach);
    Supplier<String> drawing = text.alternatives();
    text.left = reach;
    return drawing.get();
  }

  /** Read once and drawn from later: what a group draws must differ each time it is repeated. */
  private Supplier<String> alternatives() {
    List<Supplier<String>> all = new ArrayList<>();
    all.add(sequence());
    while (at < pattern.length() && pattern.charAt(at) == '|') {
      at++;
      all.add(sequence());
    }
    return () -> all.get(random.nextInt(all.size())).get();
  }

  private Supplier<String> sequence() {
    List<Supplier<String>> parts = new ArrayList<>();
    while (at < pattern.length() && "|)".indexOf(pattern.charAt(at)) < 0) {
      parts.add(repeated(atom()));
    }
    return () -> {
      StringBuilder text = new StringBuilder();
      parts.forEach(part -> text.append(part.get()));
      return text.toString();
    };
  }

  private Supplier<String> atom() {
    char c = pattern.charAt(at++);
    return switch (c) {
      case '^', '$' -> () -> "";
      case '(' -> group();
      case '[' -> {
        List<Character> characters = characters();
        yield () -> drawn(characters.get(random.nextInt(characters.size())));
      }
      case '\\', '.' -> throw new AssertionError("not known here: " + c + " in " + pattern);
      default -> () -> drawn(c);
    };
  }

  private String drawn(char c) {
    left--;
    return Character.toString(c);
  }

  private Supplier<String> group() {
    Supplier<String> group = alternatives();
    at++;
    return group;
  }

  private List<Character> characters() {
    List<Character> characters = new ArrayList<>();
    while (pattern.charAt(at) != ']') {
      char from = pattern.charAt(at++);
      char to = from;
      if (pattern.charAt(at) == '-' && pattern.charAt(at + 1) != ']') {
        to = pattern.charAt(at + 1);
        at += 2;
      }
      for (char c = from; c <= to; c++) {
        characters.add(c);
      }
    }
    at++;
    return characters;
  }

  private Supplier<String> repeated(Supplier<String> atom) {
    return switch (at < pattern.length() ? pattern.charAt(at) : ' ') {
      case '?' -> repeated(atom, 0, 1, at + 1);
      case '*' -> repeated(atom, 0, reach, at + 1);
      case '+' -> repeated(atom, 1, reach, at + 1);
      case '{' -> {
        int end = pattern.indexOf('}', at);
        String[] bounds = pattern.substring(at + 1, end).split(",", -1);
        yield repeated(
            atom,
            Integer.parseInt(bounds[0]),
            Integer.parseInt(bounds[bounds.length - 1]),
            end + 1);
      }
      default -> atom;
    };
  }

  private Supplier<String> repeated(Supplier<String> atom, int min, int max, int next) {
    at = next;
    return () -> {
      StringBuilder text = new StringBuilder();
      int times = times(min, max);
      for (int i = 0; i < times && (i < min || left > 0); i++) {
        text.append(atom.get());
      }
      return text.toString();
    };
  }

  /** Mostly few; now and then all, or all but those around it. */
  private int times(int min, int max) {
    return switch (random.nextInt(8)) {
      case 0 -> Math.max(min, max - random.nextInt(3));
      case 1 -> random.nextInt(min, max + 1);
      default -> Math.min(max, min + random.nextInt(3));
    };
  }
}
