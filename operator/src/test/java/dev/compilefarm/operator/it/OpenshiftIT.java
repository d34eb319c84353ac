package dev.compilefarm.operator.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged operator in a cluster that gives pods their users, and in one that does not. */
class OpenshiftIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private static Path scratch;

  @Test
  void podsNameNoUserWhereTheClusterHasRulesForThem() throws IOException {
    try (ScriptedCluster cluster = new ScriptedCluster(0)) {
      cluster.becomeOpenshift();
      assertEquals("", userOfANewFarm(cluster));
    }
  }

  @Test
  void podsNameTheirUserElsewhere() throws IOException {
    try (ScriptedCluster cluster = new ScriptedCluster(0)) {
      assertEquals("10001", userOfANewFarm(cluster));
    }
  }

  private static String userOfANewFarm(ScriptedCluster cluster) throws IOException {
    try (RealOperator operator = RealOperator.start(scratch, cluster.port())) {
      cluster.applyFarm("main", "{}");
      await("the farm gets its dispatcher")
          .atMost(PATIENCE)
          .until(() -> cluster.hasDispatcher("main"));
      assertEquals(200, operator.live());
    }
    return cluster.user("main-dispatcher");
  }
}
