package dev.compilefarm.client.text;

import java.util.List;
import java.util.stream.Collectors;

/** Lists in a sentence, which name the first ones only. Pure. */
public final class Some {
  private static final int NAMED = 3;

  private Some() {}

  /** The first names, and how many others there are. */
  public static String names(List<String> all) {
    String first = all.stream().limit(NAMED).collect(Collectors.joining(", "));
    int others = all.size() - NAMED;
    return others > 0 ? "%s and %d others".formatted(first, others) : first;
  }

  /** The first reasons, and a sign that there are more. */
  public static String reasons(List<String> all) {
    String first = all.stream().limit(NAMED).collect(Collectors.joining("; "));
    return all.size() > NAMED ? first + "; …" : first;
  }
}
