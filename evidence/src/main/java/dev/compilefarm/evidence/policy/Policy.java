package dev.compilefarm.evidence.policy;

import dev.compilefarm.evidence.farm.Daemon;
import dev.compilefarm.evidence.farm.World;

/** How compiles find a volunteer, with one choice of its settings. */
public interface Policy {

  /** How the distccd of a volunteer with so many cores is started. */
  Daemon daemon(int cores);

  /** Begins a run; what it remembers is of that run alone. */
  Way begin(World world);

  /** What was chosen. */
  default Settings settings() {
    return Settings.NONE;
  }
}
