package dev.compilefarm.dispatcher.config;

import dev.compilefarm.dispatcher.queue.TenantShare;
import java.net.Inet6Address;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code name weight=3 max-running=10 max-queued=200 client-patience=30}, each property
 * optional and the name a labelled port's or a client's address. Pure.
 */
public final class TenantSyntax {
  private static final String WEIGHT = "weight";
  private static final String MAX_RUNNING = "max-running";
  private static final String MAX_QUEUED = "max-queued";
  private static final String CLIENT_PATIENCE = "client-patience";
  private static final List<String> PROPERTIES =
      List.of(WEIGHT, MAX_RUNNING, MAX_QUEUED, CLIENT_PATIENCE);
  private static final int WEIGHT_MAX = 100;
  private static final int JOBS_MAX = 1_000_000;

  private TenantSyntax() {}

  /**
   * A tenant that is not like all others.
   *
   * @param clientPatience how long its clients may see nothing before they are fed; empty where
   *     that is as for all others
   */
  public record NamedTenant(String name, TenantShare share, Optional<Duration> clientPatience) {
    NamedTenant(String name, TenantShare share) {
      this(name, share, Optional.empty());
    }
  }

  /**
   * A tenant's name and share.
   *
   * @param others what the text does not say is as it is for all others
   * @throws IllegalArgumentException saying what is wrong and what would be right
   */
  public static NamedTenant parse(String text, TenantShare others) {
    String[] words = text.strip().split("\\s+");
    if (words[0].isEmpty() || words[0].contains("=")) {
      throw new IllegalArgumentException(
          "'%s' does not begin with a tenant's name; 'nightly weight=2' does".formatted(text));
    }
    Map<String, Integer> properties = new HashMap<>();
    for (String word : List.of(words).subList(1, words.length)) {
      Property property = Property.parse(word, text);
      if (properties.put(property.name(), property.value()) != null) {
        throw new IllegalArgumentException("'%s' gives %s twice".formatted(text, property.name()));
      }
    }
    return new NamedTenant(
        canonical(words[0]),
        new TenantShare(
            properties.getOrDefault(WEIGHT, others.weight()),
            properties.getOrDefault(MAX_RUNNING, others.runningMax()),
            properties.getOrDefault(MAX_QUEUED, others.queuedMax()),
            others.queuedBytesMax()),
        Optional.ofNullable(properties.get(CLIENT_PATIENCE)).map(Duration::ofSeconds));
  }

  /** An IPv6 address has many spellings; connections are known by the JDK's. */
  private static String canonical(String name) {
    if (!name.contains(":")) {
      return name;
    }
    try {
      return Inet6Address.ofLiteral(name).getHostAddress();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'%s' is neither a tenant's name nor an IPv6 address".formatted(name), e);
    }
  }

  private record Property(String name, int value) {

    static Property parse(String word, String text) {
      String[] sides = word.split("=", 2);
      if (sides.length < 2 || !PROPERTIES.contains(sides[0])) {
        throw new IllegalArgumentException(
            "'%s' in '%s' is not one of weight=N, max-running=N, max-queued=N, client-patience=N"
                .formatted(word, text));
      }
      int min = sides[0].equals(CLIENT_PATIENCE) ? Settings.CLIENT_PATIENCE_MIN_SECONDS : 1;
      int max = max(sides[0]);
      if (!sides[1].matches("\\d{1,7}")
          || Integer.parseInt(sides[1]) < min
          || Integer.parseInt(sides[1]) > max) {
        throw new IllegalArgumentException(
            "'%s' in '%s' must be a number between %d and %d".formatted(word, text, min, max));
      }
      return new Property(sides[0], Integer.parseInt(sides[1]));
    }

    private static int max(String property) {
      return switch (property) {
        case WEIGHT -> WEIGHT_MAX;
        case CLIENT_PATIENCE -> Settings.CLIENT_PATIENCE_MAX_SECONDS;
        default -> JOBS_MAX;
      };
    }
  }
}
