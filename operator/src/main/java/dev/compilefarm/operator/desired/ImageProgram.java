package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.plan.Plan;
import dev.compilefarm.operator.plan.VolunteersPlan;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.List;
import java.util.stream.Stream;

/** The program of an image that has distccd: in the words of version 0.1.0, which work on. */
record ImageProgram() implements VolunteerProgram {

  @Override
  public List<String> command() {
    return List.of();
  }

  @Override
  public List<String> ready() {
    return List.of("/usr/local/bin/ready");
  }

  @Override
  public List<String> drain() {
    return List.of("/usr/local/bin/drain");
  }

  @Override
  public List<EnvVar> environment(Plan plan) {
    VolunteersPlan volunteers = plan.volunteers();
    return Stream.concat(
            Stream.of(
                Variable.of("SLOTS", volunteers.slots()),
                Variable.of("JOB_LIFETIME_SECONDS", volunteers.jobLifetimeSeconds()),
                Variable.of("TMPDIR", TMPDIR),
                Variable.of("COMPILEFARM_DISPATCHER", ReportPort.endpoint(plan)),
                Variable.ofPod("POD_NAME", "metadata.name"),
                Variable.ofPod("POD_UID", "metadata.uid")),
            VolunteerProgram.compilers(plan))
        .toList();
  }
}
