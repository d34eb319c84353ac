package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A rule of a schema, with the functions that an API server has for it and this CRD uses. */
final class CelRule {
  private static final ObjectMapper JACKSON = new ObjectMapper();
  private static final Map<String, CelRule> COMPILED = new ConcurrentHashMap<>();

  private final String text;
  private final CelRuntime.Program program;

  private CelRule(String text) {
    this.text = text;
    try {
      Cel cel =
          CelFactory.plannerCelBuilder()
              .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
              .addCompilerLibraries(CelExtensions.strings())
              .addRuntimeLibraries(CelExtensions.strings())
              .addFunctionDeclarations(
                  CelFunctionDecl.newFunctionDeclaration(
                      "sum",
                      CelOverloadDecl.newMemberOverload(
                          "list_sum", SimpleType.INT, ListType.create(SimpleType.INT))))
              .addFunctionBindings(
                  CelFunctionBinding.from(
                      "list_sum",
                      List.class,
                      list ->
                          ((List<?>) list).stream().mapToLong(n -> ((Number) n).longValue()).sum()))
              .addVar("self", SimpleType.DYN)
              .build();
      program = cel.createProgram(cel.compile(text).getAst());
    } catch (Exception e) {
      throw new AssertionError("rule cannot be compiled: " + text, e);
    }
  }

  static CelRule of(String text) {
    return COMPILED.computeIfAbsent(text, CelRule::new);
  }

  boolean holdsFor(JsonNode value) {
    try {
      return (boolean) program.eval(Map.of("self", JACKSON.convertValue(value, Object.class)));
    } catch (Exception e) {
      throw new AssertionError("rule cannot be run: " + text + " on " + value, e);
    }
  }
}
