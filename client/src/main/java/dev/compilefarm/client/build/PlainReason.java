package dev.compilefarm.client.build;

import java.util.Arrays;
import java.util.Optional;

/**
 * Why distcc preprocessed a file itself although pump mode was asked for, by its words in {@code
 * src/compile.c} and {@code src/include_server_if.c}. The first one that is logged of a compile
 * counts: others follow from it.
 */
enum PlainReason {
  NOT_STARTED(
      "INCLUDE_SERVER_PORT not set",
      "no include server ran for it",
      "Run the whole build under --pump, and let INCLUDE_SERVER_PORT reach its compilers."),
  HIDDEN_DIRECTORIES(
      "any of environment variables CPATH",
      "CPATH, C_INCLUDE_PATH or CPLUS_INCLUDE_PATH was set",
      "Name those directories by -I."),
  PREPROCESSED(
      "on already preprocessed file",
      "it was preprocessed before distcc saw it",
      "Let ccache hand on the source: unset CCACHE_NOCPP2."),
  INCLUDES(
      "failed to get includes from include server",
      "the include server did not tell its includes",
      "A few are usual. If there are many, the include server has ended."),
  OTHER(
      "",
      "distcc does not say why",
      "One refused job ends pump mode, unless DISTCC_MAX_DISCREPANCY is as high as the farm sets it.");

  private final String logged;
  private final String words;
  private final String fix;

  PlainReason(String logged, String words, String fix) {
    this.logged = logged;
    this.words = words;
    this.fix = fix;
  }

  /** What comes after "preprocessed here, since". */
  String words() {
    return words;
  }

  /** What to do, as a sentence. */
  String fix() {
    return fix;
  }

  /** That of a line of the log, if it has one. */
  static Optional<PlainReason> of(String line) {
    return Arrays.stream(values())
        .filter(reason -> reason != OTHER)
        .filter(reason -> line.contains(reason.logged))
        .findFirst();
  }
}
