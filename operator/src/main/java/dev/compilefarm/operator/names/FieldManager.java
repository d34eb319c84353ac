package dev.compilefarm.operator.names;

/** Who owns the fields that the operator writes, for server-side apply. */
public final class FieldManager {
  public static final String OPERATOR = "compilefarm-operator";

  private FieldManager() {}
}
