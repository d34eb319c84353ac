package dev.compilefarm.client.text;

/** What others named, made harmless for a terminal: control characters could move its cursor. */
public final class Printable {
  private Printable() {}

  /** The text with a {@code ?} for each control or format character. */
  public static String of(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .map(character -> isHarmless(character) ? character : '?')
        .forEach(printable::appendCodePoint);
    return printable.toString();
  }

  /** The same for text of several lines, whose line breaks stay. */
  public static String lines(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .map(character -> character == '\n' || isHarmless(character) ? character : '?')
        .forEach(printable::appendCodePoint);
    return printable.toString();
  }

  private static boolean isHarmless(int character) {
    int type = Character.getType(character);
    return type != Character.CONTROL
        && type != Character.FORMAT
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR
        && type != Character.UNASSIGNED;
  }
}
