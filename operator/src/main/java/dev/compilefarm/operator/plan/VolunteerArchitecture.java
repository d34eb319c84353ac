package dev.compilefarm.operator.plan;

import dev.compilefarm.api.v1alpha1.VolunteersSpec;
import dev.compilefarm.operator.names.Annotations;
import dev.compilefarm.operator.observe.LiveVolunteers;
import java.util.Optional;

/**
 * The architecture of the volunteers' nodes: the farm's word, else the operator's own. An operator
 * that comes up on a node of another architecture leaves a farm as it is, or its volunteers would
 * change with each such move.
 */
final class VolunteerArchitecture {
  private VolunteerArchitecture() {}

  /**
   * @param fingerprint of what the farm says of its volunteers
   */
  static String of(
      VolunteersSpec volunteers,
      String fingerprint,
      PodSettings settings,
      Optional<LiveVolunteers> live) {
    return Optional.ofNullable(volunteers.architecture())
        .or(() ->
            live.filter(
                    there -> there.mark(Annotations.SPEC).filter(fingerprint::equals).isPresent())
                .flatMap(LiveVolunteers::architecture))
        .orElse(settings.architecture());
  }
}
