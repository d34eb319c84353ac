package dev.compilefarm.api.v1alpha1;

/** Where the files of running compiles are. The constants are spelt as in the API. */
public enum VolunteerTmpMedium {
  /** In memory, which counts against the volunteer's memory limit. */
  Memory,
  /** On the node's disk. */
  Disk
}
