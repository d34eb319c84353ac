package dev.compilefarm.api.v1alpha1;

/** Where a volunteer's pod has distccd from. The constants are spelt as in the API. */
public enum VolunteerTools {
  /** An init container brings distccd into the pod, so that the image needs a compiler only. */
  Inject,
  /** The image has distccd and starts it, as the packaged image does. */
  Image
}
