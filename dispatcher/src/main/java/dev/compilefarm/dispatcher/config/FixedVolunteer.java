package dev.compilefarm.dispatcher.config;

import dev.compilefarm.dispatcher.toolchain.Toolchain;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import java.net.Inet6Address;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code host:port/slots} or {@code host:port/slots=gcc:g++}, an IPv6 address in brackets.
 * Pure.
 */
public final class FixedVolunteer {
  private static final Pattern SYNTAX =
      Pattern.compile(
          "(?<host>[^:/\\[\\]\\s]+|\\[(?<ipv6>[0-9a-fA-F:.]+)]):(?<port>\\d{1,5})/(?<slots>\\d{1,3})"
              + "(=(?<compilers>[^:=\\s]+(:[^:=\\s]+)*))?");
  // The limit of distccd 3.4, src/dopt.c.
  private static final int SLOTS_MAX = 200;

  private FixedVolunteer() {}

  /**
   * A volunteer that is always ready; its name is its host and port as in the text. Where the text
   * names compilers, the volunteer has these and no others.
   *
   * @throws IllegalArgumentException saying what is wrong and what would be right
   */
  public static Volunteer parse(String text) {
    Matcher matcher = SYNTAX.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' is not of the form host:port/slots, 10.0.0.7:3632/4 for instance".formatted(text));
    }
    int port = Integer.parseInt(matcher.group("port"));
    int slots = Integer.parseInt(matcher.group("slots"));
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException(
          "'%s' has port %d; it must lie between 1 and 65535".formatted(text, port));
    }
    if (slots < 1 || slots > SLOTS_MAX) {
      throw new IllegalArgumentException(
          "'%s' has %d slots; they must lie between 1 and %d".formatted(text, slots, SLOTS_MAX));
    }
    String ipv6 = matcher.group("ipv6");
    String host = ipv6 == null ? matcher.group("host") : ipv6Address(ipv6, text);
    return new Volunteer(matcher.group("host") + ":" + port, host, port, slots, Availability.READY)
        .having(toolchain(matcher.group("compilers")));
  }

  /** By names alone, as requests have them; null stands for none. */
  private static Optional<Toolchain> toolchain(String compilers) {
    return Optional.ofNullable(compilers)
        .map(names -> new Toolchain(List.of(), List.of(names.split(":"))));
  }

  private static String ipv6Address(String literal, String text) {
    try {
      return Inet6Address.ofLiteral(literal).getHostAddress();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'%s' has [%s] as its host, which is no IPv6 address".formatted(text, literal), e);
    }
  }
}
