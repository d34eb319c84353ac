package dev.compilefarm.evidence.farm;

/**
 * What users may set for their clients.
 *
 * @param patienceSeconds how long a client waits for the next byte ({@code DISTCC_IO_TIMEOUT}, in
 *     {@code src/io.c} of distcc 3.4)
 * @param backOffSeconds how long it leaves a host alone that failed ({@code DISTCC_BACKOFF_PERIOD},
 *     in {@code src/backoff.c})
 */
public record ClientTimes(double patienceSeconds, double backOffSeconds) {

  /** What distcc 3.4 has where nothing is set. */
  public static final ClientTimes STOCK = new ClientTimes(300, 60);
}
