package dev.compilefarm.operator.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged operator and a namespace that is deleted with a farm in it. */
class GoingNamespaceIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private static Path scratch;

  @Test
  void namespaceOfFarmThatCannotBeUsedSaysWhatItWaitsFor() throws IOException {
    try (ScriptedCluster cluster = new ScriptedCluster(0);
        RealOperator operator =
            RealOperator.start(
                scratch, cluster.port(), Map.of("COMPILEFARM_NAMESPACE_STATUS", "true"))) {
      cluster.deleteNamespace("ci");
      cluster.applyFarm("main", "{\"volunteers\": {\"resources\": {\"limits\": {\"cpu\": \"\"}}}}");

      await("the farm says why it is left alone")
          .atMost(PATIENCE)
          .until(() -> cluster.ready("main").startsWith("False InvalidSpec"));
      await("the namespace has the condition")
          .atMost(PATIENCE)
          .until(() ->
              cluster
                  .namespace("ci")
                  .at("/status/conditions/0/type")
                  .asText()
                  .equals("CompileFarmsLeaving"));
      await("the operator lives").atMost(PATIENCE).until(operator::isAlive);
    }
  }
}
