package dev.compilefarm.dispatcher.discovery;

/** Told of every report of a volunteer, on the thread that took it. */
public interface ReportObserver {
  void reported(ReportVerdict verdict);
}
