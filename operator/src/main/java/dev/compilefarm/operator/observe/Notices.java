package dev.compilefarm.operator.observe;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a farm's dispatchers noticed, beside the numbers of the load.
 *
 * @param sharedAddresses clients' addresses behind which several clients are
 * @param refused jobs that were refused for a reason that lies in them
 * @param failing volunteers that get no job since they compile nothing, by name, with the trouble:
 *     {@link #TMPDIR_FULL}, {@link #COMPILES_NOTHING}, or a word of a later version
 * @param fallenBack tenants whose builds fell back from distcc's pump mode to plain mode
 */
public record Notices(
    List<SharedAddress> sharedAddresses,
    List<RefusedJobs> refused,
    SortedMap<String, String> failing,
    SortedSet<String> fallenBack) {
  /** Its TMPDIR takes no file. */
  public static final String TMPDIR_FULL = "TMPDIR_FULL";

  /** Nobody knows why. */
  public static final String COMPILES_NOTHING = "BLACK_HOLE";

  public static final Notices NONE =
      new Notices(List.of(), List.of(), new TreeMap<>(), new TreeSet<>());

  public Notices {
    sharedAddresses = List.copyOf(sharedAddresses);
    refused = List.copyOf(refused);
    failing = Collections.unmodifiableSortedMap(new TreeMap<>(failing));
    fallenBack = Collections.unmodifiableSortedSet(new TreeSet<>(fallenBack));
  }

  Notices plus(Notices other) {
    TreeMap<String, String> failingForAny = new TreeMap<>(other.failing);
    failingForAny.putAll(failing);
    TreeSet<String> fallenBackAtAny = new TreeSet<>(other.fallenBack);
    fallenBackAtAny.addAll(fallenBack);
    return new Notices(
        SharedAddress.together(sharedAddresses, other.sharedAddresses),
        RefusedJobs.together(refused, other.refused),
        failingForAny,
        fallenBackAtAny);
  }
}
