package dev.compilefarm.operator.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.compilefarm.api.v1alpha1.ToolchainStatus;
import dev.compilefarm.api.v1alpha1.ToolchainStatus.CompilerStatus;
import dev.compilefarm.operator.observe.Toolchains;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The toolchains in the JSON of a dispatcher's {@code /v1/load}. A volunteer runs what its users
 * send, so nothing that it tells is trusted to fit into a farm's status: what is too long is cut or
 * left out here, and characters that no terminal shows are replaced. A dispatcher of an earlier
 * version says nothing of toolchains.
 */
final class ToolchainsReply {
  /** As many as a dispatcher lists. */
  private static final int TOOLCHAINS_MAX = 16;

  /** What a volunteer tells of a program that it may run and not read. Source: tools/README.md. */
  private static final String UNREAD = "0".repeat(64);

  private ToolchainsReply() {}

  static Toolchains parse(JsonNode reply) {
    TreeMap<String, String> byVolunteer = new TreeMap<>();
    for (JsonNode volunteer : reply.path("volunteers")) {
      if (volunteer.path("toolchain").isTextual()) {
        byVolunteer.put(volunteer.path("name").asText(), volunteer.path("toolchain").asText());
      }
    }
    TreeMap<String, List<CompilerStatus>> byId = new TreeMap<>();
    for (JsonNode toolchain : reply.path("toolchains")) {
      if (byId.size() < TOOLCHAINS_MAX) {
        byId.put(toolchain.path("id").asText(), compilers(toolchain.path("compilers")));
      }
    }
    return byVolunteer.isEmpty() ? Toolchains.NONE : new Toolchains(byVolunteer, byId);
  }

  private static List<CompilerStatus> compilers(JsonNode listed) {
    List<CompilerStatus> compilers = new ArrayList<>();
    for (JsonNode compiler : listed) {
      String path = ReplyText.printable(compiler.path("path").asText());
      if (compilers.size() < ToolchainStatus.COMPILERS_MAX
          && !path.isEmpty()
          && path.length() <= CompilerStatus.PATH_MAX) {
        compilers.add(
            new CompilerStatus(
                path,
                ReplyText.of(compiler, "version", CompilerStatus.TEXT_MAX),
                ReplyText.of(compiler, "machine", CompilerStatus.TEXT_MAX),
                digest(compiler)));
      }
    }
    return List.copyOf(compilers);
  }

  /** Empty where it is not known. */
  private static String digest(JsonNode compiler) {
    String digest = ReplyText.of(compiler, "digest", CompilerStatus.TEXT_MAX);
    return digest.equals(UNREAD) ? "" : digest;
  }
}
