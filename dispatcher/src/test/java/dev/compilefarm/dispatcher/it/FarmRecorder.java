package dev.compilefarm.dispatcher.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records what a dispatcher says of farms in known situations, for the tests of the command. It is
 * no test of {@code make test}: {@code dev/record-farms} calls it, in a network with its addresses.
 */
@Timeout(300)
class FarmRecorder {
  private static final String CLIENT = "10.1.0.9";
  private static final String NAT = "10.3.0.2";

  @TempDir Path scratch;

  @Test
  void clientBound() throws Exception {
    try (FarmInUse farm = FarmInUse.start(scratch, "")) {
      farm.addVolunteers(2);
      farm.finish(CLIENT);
      farm.begin(CLIENT, 6);
      farm.record("client-bound", "slots are free", counts(0, 6).and(FarmRecorder::isClientBound));
    }
  }

  @Test
  void farmBound() throws Exception {
    try (FarmInUse farm = FarmInUse.start(scratch, "")) {
      farm.addVolunteers(2);
      farm.finish(CLIENT);
      farm.finish(FarmInUse.NIGHTLY);
      farm.begin(CLIENT, 8);
      farm.begin(FarmInUse.NIGHTLY, 8);
      farm.begin(CLIENT, 22);
      farm.begin(FarmInUse.NIGHTLY, 18);
      farm.record(
          "farm-bound", "jobs wait for slots", counts(40, 16).and(FarmRecorder::isFarmBound));
    }
  }

  /** What forbids more volunteers is known to the operator only. */
  @Test
  void starvedByALimit() throws Exception {
    try (FarmInUse farm = FarmInUse.start(scratch, "")) {
      farm.addVolunteers(1);
      farm.finish(CLIENT);
      farm.begin(CLIENT, 38);
      farm.record("starved-by-a-limit", "jobs wait", counts(30, 8).and(FarmRecorder::isFarmBound));
    }
  }

  @Test
  void tenantAtItsLimit() throws Exception {
    try (FarmInUse farm = FarmInUse.start(scratch, FarmInUse.NIGHTLY + " max-running=4")) {
      farm.addVolunteers(2);
      farm.finish(FarmInUse.NIGHTLY);
      farm.begin(FarmInUse.NIGHTLY, 35);
      farm.record("tenant-at-its-limit", "jobs wait", counts(31, 4).and(FarmRecorder::isFarmBound));
    }
  }

  @Test
  void blackHole() throws Exception {
    try (FarmInUse farm = FarmInUse.start(scratch, "")) {
      farm.addVolunteers(1);
      farm.addBlackHole();
      farm.finish(CLIENT);
      farm.begin(CLIENT, 20);
      farm.record(
          "black-hole",
          "one is set aside",
          counts(12, 8)
              .and(FarmRecorder::isFarmBound)
              .and(load -> load.at("/volunteers/1/state").asText().equals("BLACK_HOLE")));
    }
  }

  @Test
  void coldStarts() throws Exception {
    try (FarmInUse farm = FarmInUse.start(scratch, "")) {
      farm.addVolunteers(1);
      farm.finish(CLIENT);
      farm.finish(FarmInUse.NIGHTLY);
      farm.begin(FarmInUse.NIGHTLY, 2);
      farm.begin(CLIENT, 30);
      farm.addStarting();
      farm.addStarting();
      farm.addPending();
      farm.record("cold-starts", "jobs wait", counts(24, 8).and(FarmRecorder::isFarmBound));
    }
  }

  @Test
  void oneTenantBehindNat() throws Exception {
    try (FarmInUse farm = FarmInUse.start(scratch, "")) {
      farm.addVolunteers(4);
      farm.finish(NAT);
      for (int client = 0; client < 4; client++) {
        farm.begin(NAT, 17);
      }
      farm.record(
          "one-tenant-behind-nat", "jobs wait", counts(36, 32).and(FarmRecorder::isFarmBound));
    }
  }

  private static Predicate<JsonNode> counts(int queued, int running) {
    return load -> load.get("queued").asInt() == queued && load.get("running").asInt() == running;
  }

  /** All tenants that wait. */
  private static boolean isFarmBound(JsonNode load) {
    return load.get("tenants")
        .valueStream()
        .filter(tenant -> tenant.get("queued").asInt() > 0)
        .allMatch(tenant -> tenant.path("bound").asText().equals("FARM"));
  }

  private static boolean isClientBound(JsonNode load) {
    return load.at("/tenants/0/bound").asText().equals("CLIENT");
  }
}
