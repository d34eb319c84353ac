package dev.compilefarm.dispatcher.options;

/** Why a job with an option is not to be distributed. */
public enum Kind {
  /** The compiler writes one more file, which would stay on the volunteer. */
  OUTPUT,
  /** The compiler reads a file that the request does not carry. */
  INPUT,
  /** The compiler runs a program or loads code that the option names. */
  RUNS,
  /** The option means the machine that the compiler runs on. */
  MACHINE,
  /** The result of a volunteer is another one than that of the client. */
  DIFFERS
}
