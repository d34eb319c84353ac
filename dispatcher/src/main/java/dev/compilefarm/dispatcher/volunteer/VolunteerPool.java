package dev.compilefarm.dispatcher.volunteer;

import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Who has a free slot. Not thread-safe. Times are nanoseconds of one monotonic clock, the caller's.
 */
public final class VolunteerPool {

  /** By name, so that equal choices come out the same in every run. */
  private final Map<String, Member> members = new TreeMap<>();

  /**
   * Takes the present list of volunteers in place of the last one. A change of slots or
   * availability holds at once.
   *
   * @return the names of those that are gone; the caller must break off what they run
   */
  public Set<String> update(Collection<Volunteer> volunteers) {
    Set<String> gone = new HashSet<>(members.keySet());
    for (Volunteer volunteer : volunteers) {
      gone.remove(volunteer.name());
      members.computeIfAbsent(volunteer.name(), name -> new Member(volunteer)).volunteer =
          volunteer;
    }
    gone.forEach(members::remove);
    return gone;
  }

  /**
   * Takes a slot for a job: of the volunteers that it has not tried, the one with most free slots.
   * Only where every ready volunteer was tried may it have one of those again.
   *
   * @param tried names of volunteers that failed this job before
   */
  public Optional<Lease> acquire(Set<String> tried, long nowNanos) {
    return choose(tried, nowNanos).map(Lease::new);
  }

  /** Whether {@link #acquire} would find a slot. */
  public boolean hasSlotFor(Set<String> tried, long nowNanos) {
    return choose(tried, nowNanos).isPresent();
  }

  /** Whether a volunteer is ready, free or busy, that is not among these. */
  public boolean hasReadyBeside(Set<String> tried, long nowNanos) {
    return members.values().stream()
        .anyMatch(member -> member.isReady(nowNanos) && !tried.contains(member.volunteer.name()));
  }

  /** Whether this volunteer takes jobs, if it has a free slot. */
  public boolean isReady(String name, long nowNanos) {
    Member member = members.get(name);
    return member != null && member.isReady(nowNanos);
  }

  /** Whether this volunteer is one of the farm's and is not about to leave it. */
  public boolean isStaying(String name) {
    Member member = members.get(name);
    return member != null && member.volunteer.availability() != Availability.DRAINING;
  }

  /** Notes that nobody listens where this volunteer is said to be; unknown names are ignored. */
  public void unreachable(String name, long nowNanos) {
    Optional.ofNullable(members.get(name)).ifPresent(member -> member.record.unreachable(nowNanos));
  }

  /** Takes back every hang-up on this request: no volunteer was to blame. */
  public void absolve(long request) {
    members.values().forEach(member -> member.record.absolve(request));
  }

  /** Volunteers that hold a job, by name. */
  public List<Volunteer> busy() {
    return members.values().stream()
        .filter(member -> member.busy > 0)
        .map(member -> member.volunteer)
        .toList();
  }

  /** All volunteers, by name. */
  public List<VolunteerLoad> loads(long nowNanos) {
    return members.values().stream().map(member -> member.load(nowNanos)).toList();
  }

  private Optional<Member> choose(Set<String> tried, long nowNanos) {
    List<Member> ready =
        members.values().stream().filter(member -> member.isReady(nowNanos)).toList();
    Predicate<Member> untried = member -> !tried.contains(member.volunteer.name());
    boolean allTried = ready.stream().noneMatch(untried);
    return ready.stream()
        .filter(member -> allTried || untried.test(member))
        .filter(member -> member.free() > 0)
        .max(Comparator.comparingInt(Member::free));
  }

  /**
   * One slot of one volunteer, held from the moment it was acquired until it is released. It stays
   * valid when the volunteer disappears meanwhile.
   */
  public static final class Lease {
    private final Member member;
    private boolean released;

    private Lease(Member member) {
      this.member = member;
      member.busy++;
    }

    /** The volunteer as it is known now. */
    public Volunteer volunteer() {
      return member.volunteer;
    }

    /** Gives the slot back; to be called once. */
    public void release() {
      if (released) {
        throw new IllegalStateException(
            "a slot of " + member.volunteer.name() + " came back twice");
      }
      released = true;
      member.busy--;
    }

    /** Notes that the volunteer answered: all that it failed before is forgotten. */
    public void answered() {
      member.record.answered();
    }

    /** Notes that the volunteer could not be connected to; it is set aside for a while. */
    public void unreachable(long nowNanos) {
      member.record.unreachable(nowNanos);
    }

    /** Notes that the volunteer took this request and at once hung up. */
    public void hungUpOn(long request, long nowNanos) {
      member.record.hungUpOn(request, nowNanos);
    }
  }

  /** Mutable. {@code busy} may exceed a number of slots that was lowered meanwhile. */
  private static final class Member {
    final TrackRecord record = new TrackRecord();
    Volunteer volunteer;
    int busy;

    Member(Volunteer volunteer) {
      this.volunteer = volunteer;
    }

    int free() {
      return volunteer.slots() - busy;
    }

    boolean isReady(long nowNanos) {
      return state(nowNanos) == VolunteerState.READY;
    }

    VolunteerState state(long nowNanos) {
      return switch (volunteer.availability()) {
        case NOT_READY -> VolunteerState.NOT_READY;
        case DRAINING -> VolunteerState.DRAINING;
        case READY -> record.state(nowNanos);
      };
    }

    VolunteerLoad load(long nowNanos) {
      return new VolunteerLoad(
          volunteer.name(), volunteer.address(), volunteer.slots(), busy, state(nowNanos));
    }
  }
}
