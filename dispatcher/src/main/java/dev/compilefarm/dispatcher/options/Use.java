package dev.compilefarm.dispatcher.options;

/**
 * The use of an option in one request.
 *
 * @param value its beginning, printable ASCII
 * @param isAbsolute whether it is an absolute path
 */
record Use(String value, boolean isAbsolute) {
  private static final int VALUE_MAX = 60;
  private static final int SENTENCE_MAX = 300;

  static Use of(String value) {
    String begin = value.length() > VALUE_MAX ? value.substring(0, VALUE_MAX) + "..." : value;
    return new Use(begin.replaceAll("[^ -~]", "?"), value.startsWith("/"));
  }

  /** Of two uses of one option the one that is harder to distribute. */
  static Use worse(Use one, Use other) {
    return one.isAbsolute ? other : one;
  }

  Finding finding(Option option) {
    boolean isUnchecked = option.imageWillDo() && isAbsolute;
    String effect =
        isUnchecked ? "the volunteers do not tell whether they have it" : option.effect();
    String remedy =
        isUnchecked
            ? "Use volunteers with the distccd of the tools image, or compile without distcc"
            : option.remedy();
    String shown = option.imageWillDo() ? option.label(value) : option.spelling();
    String sentence = "%s cannot be distributed: %s. %s.".formatted(shown, effect, remedy);
    return new Finding(
        option.spelling(),
        effect,
        remedy,
        option.kind(),
        sentence.substring(0, Math.min(SENTENCE_MAX, sentence.length())));
  }
}
