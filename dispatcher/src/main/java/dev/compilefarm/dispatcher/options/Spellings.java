package dev.compilefarm.dispatcher.options;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the longest spelling that an argument begins with. One step for each byte, and most
 * arguments leave the tree after a few.
 */
final class Spellings {
  private final Node root = new Node();

  /**
   * What is known of a spelling.
   *
   * @param length of the spelling in bytes
   * @param form what may follow
   * @param option the row; none where the option is harmless
   * @param cancels the row that this option takes back, as {@code -fno-…} does
   */
  record Spelling(int length, Form form, Optional<Option> option, Optional<Option> cancels) {
    /** Whether the next argument is its value. */
    boolean takesNext(byte[] argument) {
      return form.takesNext(argument, length);
    }

    /** What follows the spelling in the same argument. */
    String rest(byte[] argument) {
      return new String(argument, length, argument.length - length, StandardCharsets.ISO_8859_1);
    }
  }

  private static final class Node {
    private final Map<Byte, Node> next = new HashMap<>();
    private Optional<Spelling> spelling = Optional.empty();
  }

  /** Knows all of the table. */
  Spellings() {
    OptionTable.WITH_VALUE.forEach(text -> add(text, Form.SEPARATE));
    OptionTable.WITH_VALUE_OR_REST.forEach(text -> add(text, Form.JOINED_OR_SEPARATE));
    OptionTable.HARMLESS.forEach(text -> addIfNew(text, Form.ALONE));
    OptionTable.ALL.forEach(this::add);
  }

  /** The longest that fits, or nothing. */
  Optional<Spelling> of(byte[] argument) {
    Optional<Spelling> best = Optional.empty();
    Node node = root;
    for (int i = 0; i < argument.length; i++) {
      node = node.next.get(argument[i]);
      if (node == null) {
        return best;
      }
      Optional<Spelling> here = node.spelling;
      if (here.isPresent() && here.get().form().fits(argument, i + 1)) {
        best = here;
      }
    }
    return best;
  }

  private void add(Option option) {
    put(option.spelling(), option.form(), Optional.of(option), Optional.empty());
    String text = option.spelling();
    boolean hasOpposite = option.form() == Form.ALONE || option.form() == Form.ALONE_OR_EQUALS;
    if (hasOpposite && (text.startsWith("-f") || text.startsWith("-g")) && !text.contains("-no-")) {
      String opposite = text.substring(0, 2) + "no-" + text.substring(2);
      put(opposite, Form.ALONE, Optional.empty(), Optional.of(option));
    }
  }

  private void add(String text, Form form) {
    put(text, form, Optional.empty(), Optional.empty());
  }

  private void addIfNew(String text, Form form) {
    if (node(text).spelling.isEmpty()) {
      add(text, form);
    }
  }

  private void put(String text, Form form, Optional<Option> option, Optional<Option> cancels) {
    node(text).spelling = Optional.of(new Spelling(text.length(), form, option, cancels));
  }

  private Node node(String text) {
    Node node = root;
    for (byte letter : text.getBytes(StandardCharsets.US_ASCII)) {
      node = node.next.computeIfAbsent(letter, _ -> new Node());
    }
    return node;
  }
}
