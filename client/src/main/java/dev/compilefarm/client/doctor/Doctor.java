package dev.compilefarm.client.doctor;

import dev.compilefarm.client.diagnosis.FarmState;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All checks, in the order in which a cause comes before its effects. */
public final class Doctor {
  private Doctor() {}

  /**
   * What all checks found.
   *
   * @param farm the farm's name
   * @param compiler what the test compile calls
   * @param state empty where the cluster cannot be asked
   * @param whyNoState a sentence for that case
   */
  public static List<CheckResult> examine(
      ClientFacts facts,
      String farm,
      String compiler,
      Optional<FarmState> state,
      String whyNoState) {
    return Stream.<Stream<CheckResult>>of(
            ProgramChecks.distcc(facts),
            HostChecks.of(facts, farm),
            VariableChecks.of(facts),
            LocalChecks.of(facts, farm, state),
            ProgramChecks.called(facts),
            ProgramChecks.options(facts),
            state
                .map(known ->
                    Stream.concat(
                        FarmChecks.of(known), FarmChecks.compilers(facts, compiler, known)))
                .orElseGet(() -> Stream.of(CheckResult.skip("farm", whyNoState))),
            Stream.of(FarmChecks.test(facts.test())))
        .flatMap(results -> results)
        .toList();
  }

  /** Whether builds use the farm as they are: no check failed, and the test compile was done. */
  public static boolean isWell(List<CheckResult> results) {
    return results.stream().noneMatch(result -> result.verdict() == CheckResult.Verdict.FAIL)
        && results.getLast().verdict() == CheckResult.Verdict.OK;
  }
}
