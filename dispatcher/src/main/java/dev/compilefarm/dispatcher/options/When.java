package dev.compilefarm.dispatcher.options;

import java.util.regex.Pattern;

/** With which values or companions an option cannot be carried. */
public enum When {
  /** With any. */
  ALWAYS {
    @Override
    boolean holds(String rest) {
      return true;
    }
  },

  /** Where an equals sign and the name of a file follow; the two streams are carried. */
  NAMES_A_FILE {
    @Override
    boolean holds(String rest) {
      int at = rest.indexOf('=');
      String file = rest.substring(at + 1);
      return at >= 0 && !file.equals("stdout") && !file.equals("stderr");
    }
  },

  /** Where one of the letters of gcc's {@code -d} dumps to a file. */
  DUMPS_BY_LETTERS {
    @Override
    boolean holds(String rest) {
      return !HARMLESS_LETTERS.matcher(rest).matches();
    }
  },

  /** Where the value is an option of its own: distcc took the real value away. */
  SWALLOWED {
    @Override
    boolean holds(String rest) {
      return OTHER_OPTION.matcher(rest).matches();
    }
  },

  /** Where it writes messages elsewhere than as text to stderr. */
  NO_TEXT {
    @Override
    boolean holds(String rest) {
      return !rest.equals("text") && !rest.startsWith("text:");
    }
  },

  /** Where the compiler is clang, as its name says; gcc does no harm with it. */
  WITH_CLANG {
    @Override
    boolean holds(String rest) {
      return true;
    }
  },

  /** Where the output is assembly, that is with {@code -S}. */
  WITH_ASSEMBLY {
    @Override
    boolean holds(String rest) {
      return true;
    }
  };

  /** GCC manual, Developer Options: these annotate the assembly, or keep macros. */
  private static final Pattern HARMLESS_LETTERS = Pattern.compile("[AHpPxD]*");

  private static final Pattern OTHER_OPTION =
      Pattern.compile("-[cSox]|-O.*|-W.*|-std=.*|-Xclang|-mllvm|-Xassembler");

  /**
   * Whether the value or the rest of the argument is such a one.
   *
   * @param rest what follows the spelling
   */
  abstract boolean holds(String rest);
}
