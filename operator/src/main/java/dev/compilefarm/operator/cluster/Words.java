package dev.compilefarm.operator.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says for people why a value could not be read. Pure. */
final class Words {
  /** A value is for people to find it, and may be a whole document. */
  private static final int VALUE_LENGTH_MAX = 100;

  private static final int CAUSE_LENGTH_MAX = 300;

  private Words() {}

  /**
   * The field, its value, and what would be right.
   *
   * @param root what stands before the path of fields
   * @param tree what was read
   */
  static String of(String root, JsonNode tree, Throwable cause) {
    StringBuilder field = new StringBuilder(root);
    JsonNode value = tree;
    if (cause instanceof JsonMappingException mapping) {
      for (JsonMappingException.Reference step : mapping.getPath()) {
        String name = step.getFieldName();
        field.append(name == null ? "[" + step.getIndex() + "]" : "." + name);
        value = name == null ? value.path(step.getIndex()) : value.path(name);
      }
    }
    return "%s is %s: %s"
        .formatted(field, shortened(value.toString(), VALUE_LENGTH_MAX), right(rootOf(cause)));
  }

  /** One line, of a bounded length. */
  static String shortened(String text, int lengthMax) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= lengthMax ? line : line.substring(0, lengthMax - 1) + "…";
  }

  private static String right(Throwable cause) {
    return expected(cause)
        .map(Words::kind)
        .map("it must be "::concat)
        .orElseGet(() -> shortened(message(cause), CAUSE_LENGTH_MAX));
  }

  private static Optional<Class<?>> expected(Throwable cause) {
    return switch (cause) {
      case InputCoercionException e -> Optional.ofNullable(e.getTargetType());
      case MismatchedInputException e -> Optional.ofNullable(e.getTargetType());
      default -> Optional.empty();
    };
  }

  private static String kind(Class<?> type) {
    if (type == Integer.class || type == int.class) {
      return "a whole number from %d to %d".formatted(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    if (type == Long.class || type == long.class) {
      return "a whole number of 64 bits";
    }
    if (type == Boolean.class || type == boolean.class) {
      return "true or false";
    }
    if (type == String.class) {
      return "text";
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(Object::toString)
          .collect(Collectors.joining(" or "));
    }
    return Collection.class.isAssignableFrom(type) ? "a list" : "an object with fields";
  }

  /** Without Jackson's own description of where it happened. */
  private static String message(Throwable cause) {
    String words =
        cause instanceof JsonProcessingException e ? e.getOriginalMessage() : cause.getMessage();
    return Optional.ofNullable(words).orElseGet(() -> cause.getClass().getSimpleName());
  }

  /** The one that knows most; Jackson wraps it for each step of the path. */
  private static Throwable rootOf(Throwable cause) {
    Throwable root = cause;
    while (root instanceof JsonMappingException
        && expected(root).isEmpty()
        && root.getCause() instanceof JsonProcessingException next) {
      root = next;
    }
    return root;
  }
}
