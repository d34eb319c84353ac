package dev.compilefarm.api.v1alpha1;

/** Whether builds are to be quick or volunteers few. The constants are spelt as in the API. */
public enum ScalingPreference {
  /** Each job has a slot, as far as the maximum allows. */
  Fast,
  /** Jobs wait a little, and share slots. */
  Balanced,
  /** Jobs wait for some seconds, and the farm stays small. */
  Cheap
}
