package dev.compilefarm.evidence.policy;

import dev.compilefarm.evidence.farm.Compile;

/** What users' compiles take in one run. */
public interface Way {

  /** Sees to it that the compile gets done, by a volunteer or at home. */
  void compile(Compile compile);
}
