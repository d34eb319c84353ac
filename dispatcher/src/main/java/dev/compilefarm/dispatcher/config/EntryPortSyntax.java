package dev.compilefarm.dispatcher.config;

import dev.compilefarm.dispatcher.server.EntryPort;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code port} or {@code port=tenant}. Pure. */
public final class EntryPortSyntax {
  private static final Pattern SYNTAX =
      Pattern.compile("(?<port>\\d{1,5})(=(?<tenant>[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?))?");

  private EntryPortSyntax() {}

  /**
   * A port and, where it has one, its tenant, whose name is a DNS label.
   *
   * @throws IllegalArgumentException saying what is wrong and what would be right
   */
  public static EntryPort parse(String text) {
    Matcher matcher = SYNTAX.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' is not of the form port or port=tenant, 3632 or 3642=nightly for instance"
              .formatted(text));
    }
    int port = Integer.parseInt(matcher.group("port"));
    if (port > 65_535) {
      throw new IllegalArgumentException(
          "'%s' has port %d; it must lie between 0 and 65535".formatted(text, port));
    }
    return new EntryPort(port, Optional.ofNullable(matcher.group("tenant")));
  }
}
