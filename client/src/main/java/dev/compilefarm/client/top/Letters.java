package dev.compilefarm.client.top;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A letter for each tenant, the same as long as the set of tenants is. */
final class Letters {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private Letters() {}

  /** In the order of the names; tenants past the alphabet share its last letter. */
  static Map<String, Character> of(List<String> tenants) {
    Map<String, Character> letters = new LinkedHashMap<>();
    tenants.stream()
        .sorted()
        .forEach(tenant ->
            letters.put(tenant, ALPHABET.charAt(Math.min(letters.size(), ALPHABET.length() - 1))));
    return letters;
  }
}
