package dev.compilefarm.dispatcher.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageTest {

  @ParameterizedTest
  @CsvSource({
    "/v1/jobs, JOBS",
    "/v1/load, LOAD",
    "/v1/load/stream, STREAM",
    "/metrics, METRICS",
    "/q/health, PROBE",
    "/q/health/live, PROBE",
    "/v1/volunteers/v1/listening, REPORT",
    "/q/healthy, OTHER",
    "/v1/jobs/, OTHER",
    "/v1/jobs;x=1, OTHER",
    "/v1/%6aobs, OTHER",
    "'', OTHER"
  })
  void isKnownByItsPath(String path, Page page) {
    assertEquals(page, Page.of(path));
  }
}
