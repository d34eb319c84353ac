package dev.compilefarm.dispatcher.admin;

import dev.compilefarm.dispatcher.discovery.ReportVerdict;

/** Told of every report of a volunteer, on the thread that took it. */
public interface ReportObserver {
  void reported(ReportVerdict verdict);
}
