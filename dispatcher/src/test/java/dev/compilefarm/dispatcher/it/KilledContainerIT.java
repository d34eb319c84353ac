package dev.compilefarm.dispatcher.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A volunteer's whole container is killed, as a kernel does with {@code memory.oom.group}. The
 * kubelet's word comes before the end of the connections, so that no clock decides.
 */
@Timeout(300)
class KilledContainerIT {
  /** Where volunteers in pods listen. */
  private static final int PORT = 3632;

  @TempDir Path scratch;

  @Test
  void itsJobsRunAloneOneAfterTheOther() throws Exception {
    try (ScriptedApi api = ScriptedApi.start();
        Gate gate = Gate.closed(scratch);
        RealDistccd killed = distccd("127.14.0.1");
        RealDistccd other = distccd("127.14.0.2");
        RealDispatcher dispatcher = start(api)) {
      api.tell("ADDED", pod("killed", "127.14.0.1", RUNNING));
      awaitReady(dispatcher, 2);
      RealClient client = new RealClient(scratch, "client", dispatcher.hosts(""));
      Process one = client.compile("one.c", gate.source());
      Process two = client.compile("two.c", gate.source());
      gate.awaitCompiles(2, killed);
      api.tell("ADDED", pod("other", "127.14.0.2", RUNNING));
      awaitReady(dispatcher, 4);

      api.tell("MODIFIED", pod("killed", "127.14.0.1", KILLED));
      awaitReady(dispatcher, 2);
      killed.killWholeTree();

      gate.awaitCompile(other);
      dispatcher.awaitLoad(
          "one runs and one waits",
          load -> load.get("running").asInt() == 1 && load.get("queued").asInt() == 1);
      assertEquals(1, other.assemblers());
      gate.open();
      assertEquals(0, one.waitFor(), client.log());
      assertEquals(0, two.waitFor(), client.log());
      for (JsonNode job : dispatcher.jobs()) {
        assertEquals(2, job.get("attempts").asInt(), job.toString());
      }
    }
  }

  @Test
  void whatKillsItsContainerAloneIsRefusedWithTheLimit() throws Exception {
    try (ScriptedApi api = ScriptedApi.start();
        Gate gate = Gate.closed(scratch);
        RealDistccd first = distccd("127.14.0.3");
        RealDistccd second = distccd("127.14.0.4");
        RealDispatcher dispatcher = start(api)) {
      api.tell("ADDED", pod("first", "127.14.0.3", RUNNING));
      awaitReady(dispatcher, 2);
      RealClient client = new RealClient(scratch, "client", dispatcher.hosts(""));
      Process compile = client.compile("huge.c", gate.source());
      gate.awaitCompile(first);
      api.tell("ADDED", pod("second", "127.14.0.4", RUNNING));
      api.tell("MODIFIED", pod("first", "127.14.0.3", OUT_OF_MEMORY));
      awaitReady(dispatcher, 2);
      first.killWholeTree();
      gate.awaitCompile(second);
      api.tell("MODIFIED", pod("second", "127.14.0.4", OUT_OF_MEMORY));
      awaitReady(dispatcher, 0);
      second.killWholeTree();

      assertNotEquals(0, compile.waitFor());
      JsonNode job = dispatcher.jobs().get(0);
      assertEquals("OUT_OF_MEMORY", job.get("outcome").asText());
      assertEquals("512 MiB", job.get("about").asText());
      assertEquals(2, job.get("attempts").asInt());
    }
  }

  private static final String RUNNING = "'restartCount': 0, 'state': {'running': {}}";

  /** As containerd tells of it on cgroup v1. */
  private static final String KILLED =
      "'restartCount': 0, 'state': {'terminated': {'reason': 'Error', 'exitCode': 137}}";

  /** As a kubelet tells of it where the runtime has seen the reason. */
  private static final String OUT_OF_MEMORY =
      "'restartCount': 0, 'state': {'terminated': {'reason': 'OOMKilled', 'exitCode': 137}}";

  private RealDistccd distccd(String address) throws IOException {
    return RealDistccd.start(
        List.of(),
        new InetSocketAddress(InetAddress.ofLiteral(address), PORT),
        2,
        Files.createDirectories(scratch.resolve(address)));
  }

  private RealDispatcher start(ScriptedApi api) throws IOException {
    return RealDispatcher.startUnready(
        scratch,
        Map.of(
            "KUBERNETES_MASTER",
            api.url(),
            "COMPILEFARM_FARM",
            "main",
            "COMPILEFARM_NAMESPACE",
            "ci"));
  }

  /** So many slots take jobs. */
  private static void awaitReady(RealDispatcher dispatcher, int slots) {
    dispatcher.awaitLoad(slots + " slots", load -> load.at("/slots/total").asInt() == slots);
  }

  private static String pod(String name, String address, String container) {
    boolean ready = container.equals(RUNNING);
    return """
    {"apiVersion": "v1", "kind": "Pod",
     "metadata": {
       "name": "%s", "namespace": "ci", "uid": "uid-of-%s",
       "labels": {"compilefarm.dev/farm": "main", "pod-template-hash": "6c8f"},
       "ownerReferences": [{"kind": "ReplicaSet", "name": "main-volunteers-6c8f", "controller": true}],
       "annotations": {"compilefarm.dev/slots": "2"}},
     "spec": {"containers": [
       {"name": "distccd", "resources": {"limits": {"memory": "512Mi"}}}]},
     "status": {
       "phase": "Running", "podIP": "%s", "podIPs": [{"ip": "%s"}],
       "conditions": [{"type": "Ready", "status": "%s"}],
       "containerStatuses": [{"name": "distccd", %s}]}}
    """
        .formatted(
            name, name, address, address, ready ? "True" : "False", container.replace('\'', '"'));
  }
}
