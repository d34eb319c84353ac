package dev.compilefarm.dispatcher.volunteer;

import dev.compilefarm.dispatcher.toolchain.KnownCompilers;
import dev.compilefarm.dispatcher.toolchain.Needs;
import dev.compilefarm.dispatcher.toolchain.Toolchain;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Who has a free slot, and which of them is the next to be given a job; {@link FreeSlots} has the
 * order. Not thread-safe. A volunteer never runs more jobs than it has slots. A job never gets a
 * volunteer that it has tried, or that is known to lack what it needs.
 *
 * <p>Volunteers with equal toolchains are of one kind, and so are all that have not told theirs.
 * With K kinds, to choose one costs K times as much as with one kind, whatever the number of
 * volunteers.
 */
public final class VolunteerPool {

  /** By name, so that what is told of them comes out the same in every run. */
  private final NavigableMap<String, Member> members = new TreeMap<>();

  private final Map<String, Node> nodes = new HashMap<>();
  private final NavigableMap<String, Member> busy = new TreeMap<>();

  /** By what they have; a kind without members is none. */
  private final Map<Optional<Toolchain>, Kind> kinds = new LinkedHashMap<>();

  /** The same, for a look at each with every job. */
  private Kind[] allKinds = {};

  private long uses;
  private long readinessChanges;
  private long kindChanges;

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

  /** Says why this volunteer is set aside as failing; unknown names are ignored. */
  public void trouble(String name, Optional<Trouble> trouble) {
    Member member = members.get(name);
    if (member != null) {
      member.trouble = trouble;
    }
  }

  /** Takes a slot for a job; empty where it may have none now. */
  public Optional<Lease> acquire(Places places) {
    return Optional.ofNullable(choose(places)).map(Lease::new);
  }

  /** Whether {@link #acquire} would find a slot. */
  public boolean hasSlotFor(Places places) {
    return !places.alone() && choose(places) != null;
  }

  /**
   * The volunteer that is emptied soonest for a job that has to run alone: one that runs the fewest
   * jobs among those that the job may have and that are trusted most.
   *
   * @param avoided names of those that are taken only where there is no other one
   */
  public Optional<String> soonestEmpty(Places places, Set<String> avoided) {
    return members.values().stream()
        .filter(member -> couldHave(member, places))
        .min(
            Comparator.<Member, Boolean>comparing(member -> avoided.contains(member.name()))
                .thenComparing(member -> member.trust)
                .thenComparingInt(member -> member.busy)
                .thenComparingLong(member -> member.lastUsed)
                .thenComparing(Member::name))
        .map(Member::name);
  }

  /** Whether this volunteer is ready, and a job could have it sooner or later. */
  public boolean couldHave(String name, Places places) {
    Member member = members.get(name);
    return member != null && couldHave(member, places);
  }

  private static boolean couldHave(Member member, Places places) {
    return member.isReady()
        && !places.tried().held()
        && member.kind.mayDo(places.lacking())
        && !places.tried().volunteers().contains(member.name());
  }

  /** Whether a volunteer is ready, free or busy, that a job could have sooner or later. */
  public boolean hasReadyFor(Places places) {
    return !places.tried().held() && hasReadyBeside(places.lacking(), places.tried().volunteers());
  }

  /** From now on this volunteer gets no job but by {@link #acquireAlone}, or again any job. */
  public void reserve(String name, boolean reserved) {
    Member member = members.get(name);
    if (member != null && member.reserved != reserved) {
      change(member, () -> member.reserved = reserved);
    }
  }

  /** Whether this volunteer is reserved and runs nothing. */
  public boolean isEmptied(String name) {
    Member member = members.get(name);
    return member != null && member.reserved && member.busy == 0 && member.isReady();
  }

  /**
   * Takes a slot of a volunteer that is reserved and runs nothing. It stays reserved, so nothing
   * else gets a slot there.
   *
   * @throws IllegalStateException where it is not {@link #isEmptied emptied}
   */
  public Lease acquireAlone(String name) {
    if (!isEmptied(name)) {
      throw new IllegalStateException("volunteer " + name + " is not empty");
    }
    return new Lease(members.get(name));
  }

  /** Whether a slot is free at another volunteer than this one. */
  public boolean hasFreeSlotBeside(String name) {
    return members.values().stream()
        .anyMatch(member ->
            !member.name().equals(name)
                && member.isReady()
                && !member.reserved
                && member.free() > 0);
  }

  /** Whether any slot is free. */
  public boolean hasFreeSlot() {
    for (Kind kind : allKinds) {
      if (!kind.free.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Whether any volunteer takes jobs, if it has a free slot. */
  public boolean hasReady() {
    return hasReadyBeside(Set.of(), Set.of());
  }

  /**
   * How many volunteers are set aside as failing, where discovery calls no other one ready; zero
   * where one takes jobs or is unreachable.
   */
  public int allFailing() {
    int failing = 0;
    for (Kind kind : allKinds) {
      if (kind.failing < kind.available) {
        return 0;
      }
      failing += kind.failing;
    }
    return failing;
  }

  /** Rises whenever a volunteer comes, goes, or changes its state or what it has. */
  public long readinessChanges() {
    return readinessChanges;
  }

  /**
   * Rises whenever something else is known of the farm's compilers: when {@link #lacking}, {@link
   * #known} or {@link #allLack} may say something else.
   */
  public long kindChanges() {
    return kindChanges;
  }

  /**
   * The toolchains of the farm's volunteers that cannot do a job with such needs. Nothing stands
   * for those that have not told: they may have any compiler, but stock distccd checks nothing.
   */
  public Set<Optional<Toolchain>> lacking(Needs needs) {
    Set<Optional<Toolchain>> lacking = Set.of();
    for (Kind kind : allKinds) {
      boolean serves =
          kind.toolchain.isPresent()
              ? kind.toolchain.get().serves(needs)
              : needs.checks().isEmpty();
      if (!serves) {
        lacking = lacking.isEmpty() ? new HashSet<>() : lacking;
        lacking.add(kind.toolchain);
      }
    }
    return lacking;
  }

  /** What is known of the compilers of the volunteers that stay. */
  public KnownCompilers known() {
    boolean allHaveTold = true;
    boolean isNobody = true;
    List<Toolchain> toolchains = new ArrayList<>();
    for (Kind kind : allKinds) {
      isNobody &= kind.staying == 0;
      allHaveTold &= kind.toolchain.isPresent() || kind.staying == 0;
      if (kind.isKnownToStay()) {
        toolchains.add(kind.toolchain.get());
      }
    }
    return new KnownCompilers(allHaveTold && !isNobody, toolchains);
  }

  /**
   * Whether a job can only wait for others to come or to tell more: some volunteer that stays is
   * known to lack what it needs, and none may do it of those that have told or are ready.
   *
   * @param lacking the toolchains that cannot do it
   */
  public boolean allLack(Set<Optional<Toolchain>> lacking) {
    boolean someoneLacks = false;
    for (Kind kind : allKinds) {
      if (kind.counts()) {
        if (kind.mayDo(lacking)) {
          return false;
        }
        someoneLacks = true;
      }
    }
    return someoneLacks;
  }

  /** Whether a volunteer is ready, free or busy, that is not among these. */
  public boolean hasReadyBeside(Set<String> names) {
    return hasReadyBeside(Set.of(), names);
  }

  /**
   * Whether a volunteer is ready, free or busy, that is not among these and may do a job.
   *
   * @param lacking the toolchains that cannot do it
   */
  public boolean hasReadyBeside(Set<Optional<Toolchain>> lacking, Set<String> names) {
    int ready = 0;
    for (Kind kind : allKinds) {
      ready += kind.mayDo(lacking) ? kind.ready : 0;
    }
    return ready > count(names, member -> member.isReady() && member.kind.mayDo(lacking));
  }

  /**
   * Whether discovery calls a volunteer ready that is not among these and may do a job.
   *
   * @param lacking the toolchains that cannot do it
   */
  public boolean hasAvailableBeside(Set<Optional<Toolchain>> lacking, Set<String> names) {
    int available = 0;
    for (Kind kind : allKinds) {
      available += kind.mayDo(lacking) ? kind.available : 0;
    }
    return available > count(names, member -> member.isAvailable() && member.kind.mayDo(lacking));
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
    return member != null && member.isStaying();
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
  private Member choose(Places places) {
    Tried tried = places.tried();
    if (tried.held()) {
      return null;
    }
    Set<Optional<Toolchain>> lacking = places.lacking();
    Set<String> names = tried.volunteers();
    int takeIt = 0;
    for (Kind kind : allKinds) {
      takeIt += kind.mayDo(lacking) ? kind.ready - kind.readyAndAsked : 0;
    }
    boolean othersTakeIt =
        takeIt
            > count(
                names,
                member -> member.isReady() && !member.isAsked() && member.kind.mayDo(lacking));
    Trust leastTrusted = othersTakeIt ? Trust.SUSPECT : Trust.ASKED;
    Member best = null;
    for (Kind kind : allKinds) {
      if (kind.mayDo(lacking)) {
        Member first = kind.free.first(member -> !names.contains(member.name()), leastTrusted);
        boolean isBetter =
            first != null && (best == null || FreeSlots.BETTER.compare(first, best) < 0);
        best = isBetter ? first : best;
      }
    }
    return best;
  }

  private int count(Set<String> names, Predicate<Member> which) {
    int count = 0;
    for (String name : names) {
      Member member = members.get(name);
      count += member != null && which.test(member) ? 1 : 0;
    }
    return count;
  }

  private void add(Volunteer volunteer) {
    Node node = nodes.computeIfAbsent(volunteer.node(), Node::new);
    node.members++;
    Kind kind = kindOf(volunteer);
    Member member = new Member(volunteer, node, kind);
    members.put(volunteer.name(), member);
    int saidBefore = said(kind);
    kind.add(member);
    kindChanges += said(kind) == saidBefore ? 0 : 1;
    readinessChanges++;
  }

  /** What it runs goes on on the account of its lease alone. */
  private void remove(Member member) {
    int saidBefore = said(member.kind);
    member.kind.remove(member);
    kindChanges += said(member.kind) == saidBefore ? 0 : 1;
    forgetIfUnused(member.kind);
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
    VolunteerState stateBefore = member.state();
    Kind before = member.kind;
    int saidBefore = said(before);
    before.remove(member);
    change.run();
    boolean isOfTheSame = before.toolchain.equals(member.volunteer.toolchain());
    Kind now = isOfTheSame ? before : kindOf(member.volunteer);
    int saidNow = now.equals(before) ? saidBefore : said(now);
    now.add(member);
    member.kind = now;
    kindChanges += said(now) == saidNow ? 0 : 1;
    if (!now.equals(before)) {
      kindChanges += said(before) == saidBefore ? 0 : 1;
      forgetIfUnused(before);
    }
    readinessChanges += stateBefore == member.state() && now.equals(before) ? 0 : 1;
  }

  private Kind kindOf(Volunteer volunteer) {
    Kind known = kinds.get(volunteer.toolchain());
    if (known != null) {
      return known;
    }
    Kind kind = new Kind(volunteer.toolchain());
    kinds.put(kind.toolchain, kind);
    allKinds = kinds.values().toArray(Kind[]::new);
    return kind;
  }

  private void forgetIfUnused(Kind kind) {
    if (kind.members == 0) {
      kinds.remove(kind.toolchain);
      allKinds = kinds.values().toArray(Kind[]::new);
    }
  }

  /** What a kind says of the farm's compilers, as a number. */
  private static int said(Kind kind) {
    boolean asksToBeTried = kind.toolchain.isEmpty() && kind.available > 0;
    return (kind.members > 0 ? 1 : 0) + (kind.staying > 0 ? 2 : 0) + (asksToBeTried ? 4 : 0);
  }

  private void use(Member member, int slots) {
    FreeSlots.changeRunning(member.node, slots);
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
