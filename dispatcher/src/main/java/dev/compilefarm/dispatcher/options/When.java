package dev.compilefarm.dispatcher.options;

import java.util.regex.Pattern;

/**
 * With which values or companions an option cannot be carried.
 *
 * <p>{@code SWALLOWED_BY_…}: distcc takes away each argument that begins with -D, -I, -L, -U or -l,
 * also where it is the value of the option before it. That one then takes the next option of the
 * command line for its value. Only such values count as are an option of the compiler's driver, and
 * that the part of the compiler does not have itself, or has with another meaning.
 */
public enum When {
  /** With any. */
  ALWAYS(".*"),

  /** Where an equals sign and the name of a file follow; the two streams are carried. */
  NAMES_A_FILE("[^=]*=(?!(stdout|stderr)$).*"),

  /** Where the value has a directory: a bare name is that of a file of the toolchain. */
  NAMES_A_PATH(".*/.*"),

  /**
   * Where one of the letters of gcc's {@code -d} dumps to a file. Those that annotate the assembly
   * or keep macros do not (gcc manual, Developer Options). Other long options begin with -d too.
   */
  DUMPS_BY_LETTERS("(?![AHpPxD]*$)([A-Za-z]{1,3}|[ADHIMNPUaprx]+)"),

  /** Where the value is the name of a language that has a preprocessed one. */
  SOURCE_LANGUAGE("(objective-)?c(\\+\\+)?"),

  /** A part of clang has the same -O, -W, -std= and -mllvm. */
  SWALLOWED_BY_CLANG("-[cSox]|-X.+"),

  /** The assembler has -W alone. */
  SWALLOWED_BY_ASSEMBLER("-[cSox]|-O.*|-W.+|-f.+|-std=.*|-mllvm|-X.+"),

  /** No option of LLVM is one of these. */
  SWALLOWED_BY_LLVM("-[cSox]|-O.*|-W.*|-std=.*|-mllvm|-X.+"),

  /** Also where it asks for dependencies, which only the client may write. */
  SWALLOWED_BY_PREPROCESSOR("-[cSox]|-O.*|-W.*|-f(?!openmp$).+|-g.*|-m.+|-pg?|-std=.*|-X.+|-M.*"),

  /** The linker has nothing to do, so that only a value of another one matters. */
  SWALLOWED_BY_LINKER("-[cSox]|-O.*|-W.*|-f.+|-g.*|-m.+|-pg?|-std=.*|-X.+"),

  /** Where it writes messages elsewhere than as text to stderr. */
  NO_TEXT("(?!text$|text:).*"),

  /** Where the compiler is clang, as its name says; gcc does no harm with it. */
  WITH_CLANG(".*"),

  /** Where the output is assembly, that is with {@code -S}. */
  WITH_ASSEMBLY(".*");

  private final Pattern values;

  When(String values) {
    this.values = Pattern.compile(values, Pattern.DOTALL);
  }

  /**
   * Whether the value or the rest of the argument is such a one.
   *
   * @param rest what follows the spelling
   */
  boolean holds(String rest) {
    return values.matcher(rest).matches();
  }
}
