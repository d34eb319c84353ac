package dev.compilefarm.dispatcher.joblog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.dispatcher.dispatch.JobRecords;
import org.junit.jupiter.api.Test;

class JobLogLineTest {

  @Test
  void tellsAllOfAReplayedJob() {
    assertEquals(
        "job=7 tenant=10.0.0.9 compiler=gcc protocol=2 fell_back=false request_bytes=3000 reply_bytes=500"
            + " waited_seconds=0.000000 served_seconds=0.000000 replay_seconds=0.000000"
            + " volunteer=v2 attempts=2 outcome=done about=",
        JobLogLine.of(JobRecords.replayed(7, "10.0.0.9")));
  }

  @Test
  void whatDidNotHappenHasNoValue() {
    assertEquals(
        "job=8 tenant=nightly compiler=gcc protocol=2 fell_back=false request_bytes=3000 reply_bytes=0"
            + " waited_seconds=0.000001 served_seconds= replay_seconds="
            + " volunteer= attempts=0 outcome=abandoned about=",
        JobLogLine.of(JobRecords.abandoned(8, "nightly")));
  }
}
