package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.List;
import java.util.stream.Stream;

/** What a volunteer's container starts, by whose program it is. */
sealed interface VolunteerProgram permits ImageProgram, InjectedProgram {
  /** The directory for the files of compiles; a volume in memory. */
  String TMPDIR = "/tmp";

  static VolunteerProgram of(Plan plan) {
    return plan.volunteers().image().tools().isPresent()
        ? new InjectedProgram()
        : new ImageProgram();
  }

  /** What the container starts; empty for what its image says. */
  List<String> command();

  /** Ends with 0 while the volunteer takes jobs. */
  List<String> ready();

  /** Ends when the volunteer has no job any more. */
  List<String> drain();

  List<EnvVar> environment(Plan plan);

  /** Only where the farm says something: a variable that is empty would say something too. */
  static Stream<EnvVar> compilers(Plan plan) {
    return plan.volunteers().compilers().isEmpty()
        ? Stream.empty()
        : Stream.of(
            Variable.of("COMPILEFARM_COMPILERS", String.join(":", plan.volunteers().compilers())));
  }
}
