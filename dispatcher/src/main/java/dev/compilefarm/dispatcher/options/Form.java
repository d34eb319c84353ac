package dev.compilefarm.dispatcher.options;

/** How an option is written, beyond its spelling. */
public enum Form {
  /** Nothing follows: {@code -fstack-usage}. */
  ALONE("") {
    @Override
    boolean fits(byte[] argument, int length) {
      return argument.length == length;
    }
  },

  /** Anything may follow, in the same argument: {@code -fdump-tree-all}. */
  JOINED("…") {
    @Override
    boolean fits(byte[] argument, int length) {
      return true;
    }
  },

  /** Nothing or an equals sign and a value: {@code -save-temps}, {@code -save-temps=obj}. */
  ALONE_OR_EQUALS("[=…]") {
    @Override
    boolean fits(byte[] argument, int length) {
      return argument.length == length || argument[length] == '=';
    }
  },

  /** The next argument is the value: {@code -aux-info FILE}. */
  SEPARATE(" …") {
    @Override
    boolean fits(byte[] argument, int length) {
      return argument.length == length;
    }
  },

  /** The value is the rest, or the next argument where there is no rest: {@code -B}. */
  JOINED_OR_SEPARATE("[ ]…") {
    @Override
    boolean fits(byte[] argument, int length) {
      return true;
    }
  };

  private final String rest;

  Form(String rest) {
    this.rest = rest;
  }

  /** What follows the spelling, for people. */
  String rest() {
    return rest;
  }

  /** Whether an argument that begins with a spelling of this length is written in this form. */
  abstract boolean fits(byte[] argument, int length);

  /** Whether the next argument is the value of one that is written in this form. */
  boolean takesNext(byte[] argument, int length) {
    return (this == SEPARATE || this == JOINED_OR_SEPARATE) && argument.length == length;
  }
}
