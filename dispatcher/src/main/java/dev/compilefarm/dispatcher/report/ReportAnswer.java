package dev.compilefarm.dispatcher.report;

import dev.compilefarm.dispatcher.discovery.ReportVerdict;

/**
 * What a volunteer that reported is told.
 *
 * @param sentence for people, without an end of line
 */
public record ReportAnswer(ReportVerdict verdict, String sentence) {

  static ReportAnswer of(ReportVerdict verdict) {
    return new ReportAnswer(verdict, verdict.sentence());
  }
}
