package dev.compilefarm.dispatcher.discovery;

/** What is made of a volunteer's report that it listens: a bounded set, the label of a metric. */
public enum ReportVerdict {
  /** It may be given jobs from now on. */
  TAKEN("the report was taken"),
  /** No such volunteer is known, or not yet: the watch may tell of it in a moment. */
  UNKNOWN_POD("no volunteer pod of this name is known here; a new one may be in a moment"),
  /** The pod of this name has another UID. */
  OTHER_UID("the pod of this name has another UID"),
  /** The pod is being deleted. */
  LEAVING("the pod of this name has ended or is being deleted"),
  /** The report came from an address that is none of the pod's. */
  OTHER_ADDRESS("the pod of this name has other addresses than the one that this came from"),
  /** The pod had its one report already. */
  REPEATED("this pod has reported before; what the API says of it counts now"),
  /** The API has called the pod Ready before, and does not now. */
  OVERRULED("the API has called this pod Ready before; what it says now counts"),
  /** What it says of its compilers cannot be read, so none of it counts. */
  UNREADABLE("the body is no list of compilers"),
  /** More reports come than are looked at. */
  TOO_MANY("too many reports come at this moment; try again in a second");

  private final String sentence;

  ReportVerdict(String sentence) {
    this.sentence = sentence;
  }

  /** The same in words, for whoever reported. */
  public String sentence() {
    return sentence;
  }
}
