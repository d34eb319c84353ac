package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.plan.Plan;
import dev.compilefarm.operator.plan.VolunteersPlan;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.List;
import java.util.stream.Stream;

/**
 * The program that {@link ToolsInit} brings into a user's image. The names of its variables begin
 * with COMPILEFARM, since SLOTS may mean something else in that image.
 */
record InjectedProgram() implements VolunteerProgram {

  @Override
  public List<String> command() {
    return List.of(ToolsInit.PROGRAM, "run");
  }

  @Override
  public List<String> ready() {
    return List.of(ToolsInit.PROGRAM, "ready");
  }

  @Override
  public List<String> drain() {
    return List.of(ToolsInit.PROGRAM, "drain");
  }

  @Override
  public List<EnvVar> environment(Plan plan) {
    VolunteersPlan volunteers = plan.volunteers();
    return Stream.concat(
            Stream.of(
                Variable.of("COMPILEFARM_SLOTS", volunteers.slots()),
                Variable.of("COMPILEFARM_JOB_LIFETIME_SECONDS", volunteers.jobLifetimeSeconds()),
                Variable.of("COMPILEFARM_DISPATCHER", ReportPort.endpoint(plan)),
                Variable.ofPod("COMPILEFARM_POD_NAME", "metadata.name"),
                Variable.ofPod("COMPILEFARM_POD_UID", "metadata.uid"),
                Variable.of("TMPDIR", TMPDIR),
                // The image's own may not be there, or not be writable for this user.
                Variable.of("HOME", TMPDIR)),
            VolunteerProgram.compilers(plan))
        .toList();
  }
}
