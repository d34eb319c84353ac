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

  /** Far more digits than any quantity has: a million of them take a second to read. */
  private static final int LENGTH_MAX = 64;

  /** Kubernetes counts in 64 bits. */
  private static final int WHOLE_DIGITS_MAX = 19;

  /** Kubernetes rounds up to nano. */
  private static final int ZEROES_AFTER_POINT_MAX = 30;

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
      var quantity = new Quantity(value.asText());
      var amount = quantity.getNumericalAmount();
      if (amount.signum() < 0) {
        throw JsonMappingException.from(parser, "a quantity is not less than zero");
      }
      if (isOutOfRange(amount)) {
        throw JsonMappingException.from(parser, "a quantity is at most 9223372036854775807");
      }
      return quantity;
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw JsonMappingException.from(parser, RIGHT, e);
    }
  }

  /** By the place of the first digit: to write out a number with a large exponent costs memory. */
  private static boolean isOutOfRange(BigDecimal amount) {
    var wholeDigits = amount.precision() - (long) amount.scale();
    return amount.signum() != 0
        && (wholeDigits > WHOLE_DIGITS_MAX || -wholeDigits > ZEROES_AFTER_POINT_MAX);
  }
}
