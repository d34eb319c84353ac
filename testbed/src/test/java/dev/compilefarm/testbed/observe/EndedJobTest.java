package dev.compilefarm.testbed.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndedJobTest {

  @Test
  void readsAJobsLine() {
    String line =
        "05:12:01.120 DEBUG jobs job=17 tenant=10.1.4.9 compiler=g++ request_bytes=301224"
            + " reply_bytes=98120 waited_seconds=0.012000 served_seconds=1.204000 replay_seconds="
            + " volunteer=main-volunteers-7c9f-x2 attempts=2 outcome=volunteers_failed about=";

    assertEquals(
        Optional.of(new EndedJob("main-dispatcher-0", 17, 2, "volunteers_failed", line)),
        EndedJob.of("main-dispatcher-0", line));
  }

  @Test
  void otherLinesAreNoJobs() {
    assertEquals(Optional.empty(), EndedJob.of("main-dispatcher-0", "ready, job=none so far"));
  }
}
