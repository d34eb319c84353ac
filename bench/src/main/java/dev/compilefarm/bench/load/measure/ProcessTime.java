package dev.compilefarm.bench.load.measure;

import java.time.Duration;

/** Processor time of processes, in steps of 10 ms. */
public final class ProcessTime {

  private ProcessTime() {}

  /** What it has used since its start, in all its threads. */
  public static Duration of(ProcessHandle process) {
    return process.info().totalCpuDuration().orElseThrow();
  }
}
