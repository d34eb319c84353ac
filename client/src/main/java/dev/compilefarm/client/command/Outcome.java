package dev.compilefarm.client.command;

import java.util.Locale;

/** How a job may end, in the words of the table: what {@code --outcome} takes. */
enum Outcome {
  done,
  abandoned,
  not_read,
  volunteers_failed,
  poison,
  unknown_compiler,
  not_distributable,
  too_large,
  out_of_memory,
  too_long,
  queue_full,
  tenant_queue_full,
  waited_too_long,
  malformed,
  spool_failed,
  shutdown;

  /** As a dispatcher writes it. */
  String dispatchers() {
    return name().toUpperCase(Locale.ROOT);
  }
}
