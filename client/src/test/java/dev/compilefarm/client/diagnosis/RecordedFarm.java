package dev.compilefarm.client.diagnosis;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.client.load.JobsPage;
import dev.compilefarm.client.load.Load;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A farm of {@code src/test/resources/farms}: its object, and what its dispatcher said. The README
 * there says what is recorded, and how.
 */
public enum RecordedFarm {
  CLIENT_BOUND("client-bound", Cause.CLIENT_BOUND),
  FARM_BOUND("farm-bound", Cause.FARM_BOUND),
  STARVED_BY_A_LIMIT("starved-by-a-limit", Cause.LIMITED),
  BLACK_HOLE("black-hole", Cause.VOLUNTEERS_FAILING),
  COLD_STARTS("cold-starts", Cause.COLD_START),
  ONE_TENANT_BEHIND_NAT("one-tenant-behind-nat", Cause.SHARED_ADDRESS),
  TENANT_AT_ITS_LIMIT("tenant-at-its-limit", Cause.TENANT_LIMITED);

  private final String folder;
  private final Cause cause;

  RecordedFarm(String folder, Cause cause) {
    this.folder = folder;
    this.cause = cause;
  }

  /** What builds on it are held up by. */
  public Cause cause() {
    return cause;
  }

  /** With its load. */
  public FarmState state() {
    return new FarmState(
        Serialization.unmarshal(text("farm.yaml"), CompileFarm.class),
        Optional.of(Load.of(text("load.json"))));
  }

  /** The jobs of that moment. */
  public List<JobsPage.Job> jobs() {
    return JobsPage.of(text("jobs.json")).jobs();
  }

  /** Those that hold a slot. */
  public List<JobsPage.Job> running() {
    return jobs().stream().filter(job -> job.state().equals("RUNNING")).toList();
  }

  private String text(String file) {
    try (InputStream in =
        RecordedFarm.class.getResourceAsStream("/farms/%s/%s".formatted(folder, file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
