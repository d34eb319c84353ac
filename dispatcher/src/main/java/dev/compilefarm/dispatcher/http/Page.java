package dev.compilefarm.dispatcher.http;

/**
 * What can be asked for, by what a reply costs.
 *
 * @see Places
 */
enum Page {
  /** Up to a thousand jobs. */
  JOBS("/v1/jobs", 2),
  /** A whole load, which grows with tenants and volunteers. */
  LOAD("/v1/load", 4),
  METRICS("/metrics", 4),
  /** Has places of its own, for as long as it is read. */
  STREAM("/v1/load/stream", Integer.MAX_VALUE),
  /** The kubelet's, which nobody may keep out, and volunteers' reports: all small. */
  PROBE("/q/health", Integer.MAX_VALUE),
  REPORT("/v1/volunteers", Integer.MAX_VALUE),
  OTHER("/", 8);

  private final String path;
  final int placesMax;

  Page(String path, int placesMax) {
    this.path = path;
    this.placesMax = placesMax;
  }

  /**
   * That of a path. Ways to write one that only the router knows are {@link #OTHER}, which is
   * bounded too.
   */
  static Page of(String path) {
    return switch (path) {
      case String p when p.equals(JOBS.path) -> JOBS;
      case String p when p.equals(LOAD.path) -> LOAD;
      case String p when p.equals(STREAM.path) -> STREAM;
      case String p when p.equals(METRICS.path) -> METRICS;
      case String p when p.equals(PROBE.path) || p.startsWith(PROBE.path + "/") -> PROBE;
      case String p when p.startsWith(REPORT.path + "/") -> REPORT;
      default -> OTHER;
    };
  }
}
