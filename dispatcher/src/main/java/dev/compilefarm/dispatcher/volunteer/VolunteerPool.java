package dev.compilefarm.dispatcher.volunteer;

import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Who has a free slot, and which of them is the next to be given a job; {@link FreeSlots} has the
 * order. Not thread-safe. A volunteer never runs more jobs than it has slots, and a job never gets
 * a volunteer that it has tried.
 */
public final class VolunteerPool {

  /** By name, so that what is told of them comes out the same in every run. */
  private final NavigableMap<String, Member> members = new TreeMap<>();

  private final Map<String, Node> nodes = new HashMap<>();
  private final NavigableMap<String, Member> busy = new TreeMap<>();
  private final FreeSlots free = new FreeSlots();
  private int available;
  private int ready;
  private int readyAndAsked;
  private long uses;
  private long readinessChanges;

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
      Member known = members.get(volunteer.name());
      if (known == null) {
        add(volunteer);
      } else if (!known.volunteer.equals(volunteer)) {
        change(known, () -> known.volunteer = volunteer);
      }
    }
    gone.forEach(name -> remove(members.get(name)));
    return gone;
  }

  /** Says how far this volunteer is given jobs from now on; unknown names are ignored. */
  public void trust(String name, Trust trust) {
    Member member = members.get(name);
    if (member != null && member.trust != trust) {
      change(member, () -> member.trust = trust);
    }
  }

  /** How far this volunteer is given jobs; empty for unknown names. */
  public Optional<Trust> trust(String name) {
    return Optional.ofNullable(members.get(name)).map(member -> member.trust);
  }

  /** Takes a slot for a job; empty where it may have none now. */
  public Optional<Lease> acquire(Tried tried) {
    return Optional.ofNullable(choose(tried)).map(Lease::new);
  }

  /** Whether {@link #acquire} would find a slot. */
  public boolean hasSlotFor(Tried tried) {
    return choose(tried) != null;
  }

  /** Whether any slot is free. */
  public boolean hasFreeSlot() {
    return !free.isEmpty();
  }

  /** Whether any volunteer takes jobs, if it has a free slot. */
  public boolean hasReady() {
    return ready > 0;
  }

  /** Rises whenever a volunteer comes, goes or changes its state. */
  public long readinessChanges() {
    return readinessChanges;
  }

  /** Whether a volunteer is ready, free or busy, that is not among these. */
  public boolean hasReadyBeside(Set<String> names) {
    return ready > count(names, Member::isReady);
  }

  /** Whether discovery calls a volunteer ready that is not among these. */
  public boolean hasAvailableBeside(Set<String> names) {
    return available > count(names, Member::isAvailable);
  }

  /** Whether this volunteer takes jobs, if it has a free slot. */
  public boolean isReady(String name) {
    Member member = members.get(name);
    return member != null && member.isReady();
  }

  /** Whether this volunteer runs a job of ours. */
  public boolean isBusy(String name) {
    return busy.containsKey(name);
  }

  /** Whether discovery calls this volunteer ready; it may be set aside all the same. */
  public boolean isAvailable(String name) {
    Member member = members.get(name);
    return member != null && member.isAvailable();
  }

  /** Whether this volunteer is one of the farm's and is not about to leave it. */
  public boolean isStaying(String name) {
    Member member = members.get(name);
    return member != null && member.volunteer.availability() != Availability.DRAINING;
  }

  /** This volunteer as it is known now. */
  public Optional<Volunteer> volunteer(String name) {
    return Optional.ofNullable(members.get(name)).map(member -> member.volunteer);
  }

  /** Volunteers that hold a job, by name. */
  public List<Volunteer> busy() {
    return busy.values().stream().map(member -> member.volunteer).toList();
  }

  /** All volunteers, by name. */
  public List<VolunteerLoad> loads() {
    return members.values().stream().map(Member::load).toList();
  }

  /**
   * One that is being asked whether it can compile is left alone while another one, free or busy,
   * could do the job.
   */
  private Member choose(Tried tried) {
    if (tried.held() || free.isEmpty()) {
      return null;
    }
    Set<String> names = tried.volunteers();
    boolean othersTakeIt =
        ready - readyAndAsked > count(names, member -> member.isReady() && !isAsked(member));
    return free.first(
        member -> !names.contains(member.name()), othersTakeIt ? Trust.SUSPECT : Trust.ASKED);
  }

  private int count(Set<String> names, Predicate<Member> which) {
    int count = 0;
    for (String name : names) {
      Member member = members.get(name);
      count += member != null && which.test(member) ? 1 : 0;
    }
    return count;
  }

  private static boolean isAsked(Member member) {
    return member.trust == Trust.ASKED;
  }

  private void add(Volunteer volunteer) {
    Node node = nodes.computeIfAbsent(volunteer.node(), Node::new);
    node.members++;
    Member member = new Member(volunteer, node);
    members.put(volunteer.name(), member);
    countIn(member);
    readinessChanges++;
  }

  /** What it runs goes on on the account of its lease alone. */
  private void remove(Member member) {
    countOut(member);
    readinessChanges++;
    members.remove(member.name());
    busy.remove(member.name());
    member.node.members--;
    forgetIfUnused(member.node);
  }

  private void forgetIfUnused(Node node) {
    if (node.members == 0 && node.running == 0) {
      nodes.remove(node.name);
    }
  }

  /** A change of what a volunteer is filed by must happen while it is out of all accounts. */
  private void change(Member member, Runnable change) {
    if (members.get(member.name()) != member) {
      change.run();
      return;
    }
    VolunteerState before = member.state();
    countOut(member);
    change.run();
    countIn(member);
    readinessChanges += before == member.state() ? 0 : 1;
  }

  private void countOut(Member member) {
    free.remove(member);
    available -= member.isAvailable() ? 1 : 0;
    ready -= member.isReady() ? 1 : 0;
    readyAndAsked -= member.isReady() && isAsked(member) ? 1 : 0;
  }

  private void countIn(Member member) {
    free.add(member);
    available += member.isAvailable() ? 1 : 0;
    ready += member.isReady() ? 1 : 0;
    readyAndAsked += member.isReady() && isAsked(member) ? 1 : 0;
  }

  private void use(Member member, int slots) {
    free.changeRunning(member.node, slots);
    forgetIfUnused(member.node);
    change(
        member,
        () -> {
          member.busy += slots;
          member.lastUsed = slots > 0 ? ++uses : member.lastUsed;
        });
    if (members.get(member.name()) == member) {
      if (member.busy > 0) {
        busy.put(member.name(), member);
      } else {
        busy.remove(member.name());
      }
    }
  }

  /**
   * One slot of one volunteer, held from the moment it was acquired until it is released. It stays
   * valid when the volunteer disappears meanwhile.
   */
  public final class Lease {
    private final Member member;
    private boolean released;

    private Lease(Member member) {
      this.member = member;
      use(member, 1);
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
      use(member, -1);
    }
  }
}
