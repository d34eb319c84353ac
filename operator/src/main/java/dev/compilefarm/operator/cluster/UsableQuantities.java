package dev.compilefarm.operator.cluster;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * Reads quantities as the client does, and those of a farm only if they can be used: the client
 * takes any word, and fails where it is to be a number. Other objects' were checked by the API
 * server. Made by Jackson, used by many threads.
 */
final class UsableQuantities extends Quantity.Deserializer {
  /** An attribute of a reading. */
  private static final Object ONLY_USABLE = UsableQuantities.class;

  private static final String RIGHT = "a quantity is a number such as 2, 0.5, 500m, 4Gi or 1e3";

  /** A million digits take a second to read. */
  private static final int LENGTH_MAX = 1000;

  /**
   * Kubernetes takes any number, counts up to 19 digits and rounds up to nano. A number of few
   * letters can have a billion digits, which cost as much memory when somebody rounds it.
   */
  private static final int DIGITS_MAX = 1000;

  /** Reads a value, and refuses quantities that cannot be used, with words for people. */
  static <T> T readWithThem(JsonNode tree, Class<T> type, DeserializationContext context)
      throws IOException {
    context.setAttribute(ONLY_USABLE, true);
    try {
      return context.readTreeAsValue(tree, type);
    } finally {
      context.setAttribute(ONLY_USABLE, null);
    }
  }

  @Override
  public Quantity deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    if (context.getAttribute(ONLY_USABLE) == null) {
      return super.deserialize(parser, context);
    }
    JsonNode value = context.readTree(parser);
    if (!value.isValueNode() || value.asText().length() > LENGTH_MAX) {
      throw JsonMappingException.from(parser, RIGHT);
    }
    try {
      Quantity quantity = new Quantity(value.asText());
      BigDecimal amount = quantity.getNumericalAmount();
      if (amount.signum() < 0) {
        throw JsonMappingException.from(parser, "a quantity is not less than zero");
      }
      if (isOutOfRange(amount)) {
        throw JsonMappingException.from(parser, "a quantity of more than 1000 digits is of no use");
      }
      return quantity;
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw JsonMappingException.from(parser, RIGHT, e);
    }
  }

  /** By the place of the first digit, without writing the number out. */
  private static boolean isOutOfRange(BigDecimal amount) {
    return amount.signum() != 0
        && Math.abs(amount.precision() - (long) amount.scale()) > DIGITS_MAX;
  }
}
