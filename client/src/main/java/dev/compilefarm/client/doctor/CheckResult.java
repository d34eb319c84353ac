package dev.compilefarm.client.doctor;

/**
 * What one check found.
 *
 * @param check what was looked at, in two or three words
 * @param sentence what is so
 * @param fix what to do; empty where nothing has to be done
 */
public record CheckResult(String check, Verdict verdict, String sentence, String fix) {
  /** How a check ended. */
  public enum Verdict {
    /** As it should be. */
    OK,
    /** It works, and costs something. */
    WARN,
    /** Builds do not use the farm as they are. */
    FAIL,
    /** It could not be looked at. */
    SKIP
  }

  static CheckResult ok(String check, String sentence) {
    return new CheckResult(check, Verdict.OK, sentence, "");
  }

  static CheckResult warn(String check, String sentence, String fix) {
    return new CheckResult(check, Verdict.WARN, sentence, fix);
  }

  static CheckResult fail(String check, String sentence, String fix) {
    return new CheckResult(check, Verdict.FAIL, sentence, fix);
  }

  static CheckResult skip(String check, String sentence) {
    return new CheckResult(check, Verdict.SKIP, sentence, "");
  }
}
