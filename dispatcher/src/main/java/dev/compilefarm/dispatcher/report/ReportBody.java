package dev.compilefarm.dispatcher.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.compilefarm.dispatcher.toolchain.Check;
import dev.compilefarm.dispatcher.toolchain.Compiler;
import dev.compilefarm.dispatcher.toolchain.Toolchain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads what a volunteer says of its compilers. Pure. Every number and length has a bound. Fields
 * that are not known are passed over, so that a later version may say more.
 */
final class ReportBody {
  /** Longest body. */
  static final int BYTES_MAX = 64 << 10;

  private static final int COMPILERS_MAX = 256;
  private static final int NAMES_MAX = 2_048;
  private static final int CHECKS_MAX = 16;

  /** PATH_MAX of Linux. */
  private static final int NAME_BYTES_MAX = 4_096;

  private static final int WORD_BYTES_MAX = 256;
  private static final int DEPTH_MAX = 8;
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build()
          .reader();

  static {
    JSON.getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(DEPTH_MAX)
                .maxNumberLength(NAME_BYTES_MAX)
                .build());
  }

  private final List<Compiler> compilers = new ArrayList<>();
  private final Set<String> paths = new HashSet<>();
  private final Set<String> names = new HashSet<>();
  private int namesSeen;

  private ReportBody() {}

  /**
   * The compilers and how they are run; nothing where the body is empty, as that of version 0.1.0
   * is.
   *
   * @throws IllegalArgumentException with a sentence that says what is wrong and what would be
   *     right
   */
  static Optional<Toolchain> read(byte[] body) {
    if (body.length == 0) {
      return Optional.empty();
    }
    if (body.length > BYTES_MAX) {
      throw new IllegalArgumentException(
          "the body is too long; it must have at most %d bytes".formatted(BYTES_MAX));
    }
    return Optional.of(new ReportBody().toolchain(parse(body)));
  }

  private static JsonNode parse(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the body is no JSON object as it must be", e);
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory cannot be read", e);
    }
  }

  private Toolchain toolchain(JsonNode report) {
    JsonNode list = report.path("compilers");
    if (!list.isArray() || list.isEmpty() || list.size() > COMPILERS_MAX) {
      throw new IllegalArgumentException(
          "compilers must be a list of 1 to %d objects".formatted(COMPILERS_MAX));
    }
    for (int i = 0; i < list.size(); i++) {
      add("compilers[%d]".formatted(i), list.get(i));
    }
    return new Toolchain(
        compilers, names, checks(report.path("checks")), memoryBytes(report.path("memoryBytes")));
  }

  /** Checks that are not known are passed over. */
  private static Set<Check> checks(JsonNode checks) {
    if (checks.isMissingNode() || checks.isNull()) {
      return Set.of();
    }
    if (!checks.isArray() || checks.size() > CHECKS_MAX) {
      throw new IllegalArgumentException(
          "checks must be a list of at most %d words".formatted(CHECKS_MAX));
    }
    Set<Check> known = new HashSet<>();
    for (JsonNode check : checks) {
      Check.of(text("checks", check, WORD_BYTES_MAX)).ifPresent(known::add);
    }
    return known;
  }

  private static long memoryBytes(JsonNode limit) {
    if (limit.isMissingNode() || limit.isNull()) {
      return 0;
    }
    if (!limit.isIntegralNumber() || !limit.canConvertToLong() || limit.longValue() < 1) {
      throw new IllegalArgumentException("memoryBytes must be a number of bytes, 1 at least");
    }
    return limit.longValue();
  }

  private void add(String where, JsonNode compiler) {
    if (!compiler.isObject()) {
      throw new IllegalArgumentException(where + " must be an object");
    }
    String path = text(where + ".path", compiler.path("path"), NAME_BYTES_MAX);
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException(where + ".path must be an absolute path");
    }
    if (!paths.add(path)) {
      throw new IllegalArgumentException(where + ".path is there twice; list each program once");
    }
    String digest = text(where + ".digest", compiler.path("digest"), WORD_BYTES_MAX);
    if (!DIGEST.matcher(digest).matches()) {
      throw new IllegalArgumentException(where + ".digest must be 64 hexadecimal digits");
    }
    addNames(where + ".names", compiler.path("names"));
    compilers.add(
        new Compiler(
            path,
            optionalText(where + ".version", compiler.path("version")),
            optionalText(where + ".machine", compiler.path("machine")),
            digest));
  }

  private void addNames(String where, JsonNode list) {
    if (!list.isArray() || list.isEmpty()) {
      throw new IllegalArgumentException(where + " must be a list of names, of one at least");
    }
    namesSeen += list.size();
    if (namesSeen > NAMES_MAX) {
      throw new IllegalArgumentException(
          "the compilers have too many names; %d together are possible".formatted(NAMES_MAX));
    }
    for (JsonNode name : list) {
      names.add(text(where, name, NAME_BYTES_MAX));
    }
  }

  private static String optionalText(String where, JsonNode value) {
    boolean isNone = value.isMissingNode() || value.isNull() || value.asText().isEmpty();
    return isNone && !value.isContainerNode() ? "" : text(where, value, WORD_BYTES_MAX);
  }

  private static String text(String where, JsonNode value, int bytesMax) {
    boolean isText = value.isTextual() && !value.textValue().isEmpty();
    if (!isText || value.textValue().chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(where + " must be text without control characters");
    }
    if (value.textValue().getBytes(StandardCharsets.UTF_8).length > bytesMax) {
      throw new IllegalArgumentException(
          "%s is too long; it must have at most %d bytes".formatted(where, bytesMax));
    }
    return value.textValue();
  }
}
