package dev.compilefarm.api.v1alpha1;

/** The types of a farm's conditions. All are present from the first status on. */
public enum ConditionType {
  READY("Ready", "True while the dispatcher takes jobs, with any number of volunteers."),
  CAPACITY_LIMITED(
      "CapacityLimited",
      "True while jobs need more volunteers and something keeps the farm from growing."),
  VOLUNTEERS_FAILING(
      "VolunteersFailing", "True while volunteers do not start, do not stay up or do not answer."),
  TOOLCHAIN_MIXED(
      "ToolchainMixed",
      "True while volunteers compile with different compilers, so that objects can differ from job to job."),
  CLIENT_NAMESPACES_REFUSED(
      "ClientNamespacesRefused",
      "True while the clients' ConfigMaps cannot be kept in a namespace that spec.clients names."),
  CLIENTS_SHARE_ADDRESS(
      "ClientsShareAddress",
      "True while most jobs come from an address that several clients share, so they are one tenant."),
  JOBS_REFUSED(
      "JobsRefused",
      "True while the dispatcher refuses jobs for a reason that lies in them. Their clients compile them."),
  PUMP_FALLS_BACK(
      "PumpFallsBack",
      "True while the jobs of a build come preprocessed that came in distcc's pump mode before.");

  private final String text;
  private final String sentence;

  ConditionType(String text, String sentence) {
    this.text = text;
    this.sentence = sentence;
  }

  /** What it means, for reference pages. */
  public String sentence() {
    return sentence;
  }

  /** As it stands in {@code status.conditions[].type}. */
  @Override
  public String toString() {
    return text;
  }
}
