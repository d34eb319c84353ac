package dev.compilefarm.dispatcher.makespan;

/** Something with slots that compiles. */
interface SimFarm {

  /** Takes a job, and has this done when it is compiled. */
  void submit(String tenant, Source source, Runnable compiled);
}
