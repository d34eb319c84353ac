package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.fingerprint.Fingerprint;
import dev.compilefarm.operator.names.Annotations;
import dev.compilefarm.operator.plan.Plan;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the operator writes on the volunteers' Deployment, so that one of a later version knows
 * where it came from.
 *
 * @param spec fingerprint of what the farm says of its volunteers
 * @param template fingerprint of the template that was made of it
 * @param toolchain the packaged one, or that it is not the packaged one
 */
record VolunteersMarks(String spec, String template, String toolchain) {

  static VolunteersMarks of(Plan plan) {
    return new VolunteersMarks(
        plan.volunteers().fingerprint(),
        Fingerprint.of(VolunteerPod.of(plan)),
        plan.volunteers().image().toolchain());
  }

  Map<String, String> annotations() {
    return new TreeMap<>(
        Map.of(
            Annotations.SPEC,
            spec,
            Annotations.TEMPLATE,
            template,
            Annotations.PACKAGED_TOOLCHAIN,
            toolchain));
  }

  /**
   * Those of a template that stays. One that an operator without marks made is taken to be as the
   * farm says now, so that a later change of the farm is seen as one.
   */
  Map<String, String> beside(Map<String, String> live) {
    Map<String, String> all = annotations();
    all.remove(Annotations.TEMPLATE);
    all.putAll(live);
    return all;
  }
}
