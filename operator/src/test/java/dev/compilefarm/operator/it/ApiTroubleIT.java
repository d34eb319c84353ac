package dev.compilefarm.operator.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The packaged operator between an API server in trouble and farms that nobody can use. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiTroubleIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private static Path scratch;
  private ScriptedCluster cluster;
  private RealOperator operator;

  /** First there is no API server, then one that refuses, then a good one. */
  @BeforeAll
  void theOperatorWaitsForItsApiServer() throws IOException {
    int port = RealOperator.freePort();
    operator = RealOperator.start(scratch, port);
    until("it lives without an API server", () -> operator.live() == 200);
    assertEquals(503, operator.ready());

    cluster = new ScriptedCluster(port);
    cluster.refuse(true);
    until("it asks again and again", () -> cluster.lists() > 3);
    assertEquals(200, operator.live());
    assertEquals(503, operator.ready());

    cluster.refuse(false);
    until("it is ready", () -> operator.ready() == 200);
  }

  @AfterAll
  void end() {
    operator.close();
    cluster.close();
  }

  @Test
  void anEventThatMakesNoSenseIsFollowedByNewList() throws IOException {
    int lists = cluster.lists();
    cluster.tellAboutFarms("{\"type\": \"MODIFIED\", \"object\": {\"kind\": \"Comp");
    until("it lists again", () -> cluster.lists() > lists);

    cluster.applyFarm("after-event", "{}");
    until("a new farm gets its objects", () -> cluster.hasDispatcher("after-event"));
    assertEquals(200, operator.ready());
  }

  @Test
  void aWatchThatIsSilentIsBegunAnewAndNothingIsMissed() throws IOException {
    int lists = cluster.lists();
    cluster.fallSilent();
    cluster.applyFarm("after-silence", "{}");
    until("a new farm gets its objects", () -> cluster.hasDispatcher("after-silence"));

    assertEquals(lists, cluster.lists());
    assertEquals(200, operator.ready());
  }

  @Test
  void aFarmThatCannotBeUsedDisturbsNoOther() throws IOException {
    cluster.applyFarm(
        "empty-quantity", "{\"volunteers\": {\"resources\": {\"limits\": {\"cpu\": \"\"}}}}");
    cluster.applyFarm("beside", "{}");

    until("the other gets its objects", () -> cluster.hasDispatcher("beside"));
    until("the one says why", () -> cluster.ready("empty-quantity").startsWith("False"));
    assertEquals(
        "False InvalidSpec: spec.volunteers.resources.limits.cpu is \"\": a quantity is a number such as"
            + " 2, 0.5, 500m, 4Gi or 1e3. The farm's objects stay as they are until somebody corrects it",
        cluster.ready("empty-quantity"));
    assertFalse(cluster.hasDispatcher("empty-quantity"));
    assertTrue(cluster.farm("empty-quantity").at("/metadata/finalizers").isMissingNode());

    // Listed anew.
    int lists = cluster.lists();
    cluster.tellAboutFarms("garbage");
    until("it lists again", () -> cluster.lists() > lists);
    cluster.applyFarm(
        "empty-quantity", "{\"volunteers\": {\"resources\": {\"limits\": {\"cpu\": 1}}}}");
    until("corrected, it gets its objects", () -> cluster.hasDispatcher("empty-quantity"));
    assertEquals(
        1, operator.logged("Farm ci/empty-quantity is left as it is: spec.volunteers.res").size());
  }

  @Test
  void aFarmThatFailsSaysSoIsTriedAgainAndDisturbsNoOther() throws IOException {
    cluster.failAt("/deployments/failing-dispatcher");
    cluster.applyFarm("failing", "{}");
    until(
        "it says that it failed",
        () ->
            cluster
                .ready("failing")
                .equals("Unknown InternalError: the API server answers 500: of this test"));
    cluster.applyFarm("beside-failing", "{}");
    until("the other gets its objects", () -> cluster.hasDispatcher("beside-failing"));

    cluster.failAt("");
    until("tried again, it gets its objects", () -> cluster.hasDispatcher("failing"));
    until(
        "it says nothing of it any more",
        () -> cluster.ready("failing").contains("DispatcherStarting"));
    assertEquals(1, operator.logged("Farm ci/failing: its round failed").size());
    assertEquals(List.of(), operator.logged("Uncaught error during event processing"));
  }

  /** The framework takes the event of that for the one of the operator's own write. */
  @Test
  void aSpecThatChangesWhileTheStatusIsWrittenIsNotMissed() throws IOException {
    cluster.applyBeforeStatus("hurried", "{\"scaling\": {\"maxVolunteers\": 50}}");
    cluster.applyFarm("hurried", "{}");

    until(
        "the farm is as the later spec says",
        () ->
            cluster
                .configMap("ci", "hurried-client")
                .at("/data/DISTCC_HOSTS")
                .asText()
                .contains("/256,lzo"));
  }

  private void until(String what, Callable<Boolean> condition) {
    await(what)
        .atMost(PATIENCE)
        .failFast(() -> {
          if (!operator.isAlive()) {
            throw new AssertionError("the operator ended: " + operator.logged(""));
          }
        })
        .until(condition);
  }
}
