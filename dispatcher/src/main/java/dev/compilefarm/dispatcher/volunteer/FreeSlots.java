package dev.compilefarm.dispatcher.volunteer;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The ready volunteers of one kind that have a free slot, in the order in which they are given
 * jobs: the more trusted first, then the one with the smallest part of its slots busy, then the one
 * on the node that runs the fewest jobs, then the one used longest ago. A change costs the
 * logarithm of the number of volunteers, times the number of different parts busy on one node.
 */
final class FreeSlots {
  private static final Comparator<Rank> ORDER =
      Comparator.comparing(Rank::trust).thenComparing(Rank::compareBusy);
  private static final Comparator<NodePart> FEWEST_RUNNING =
      Comparator.<NodePart>comparingInt(part -> part.node.running)
          .thenComparingLong(part -> part.members.first().lastUsed)
          .thenComparing(part -> part.members.first().name());
  private static final Comparator<Member> LEAST_RECENTLY_USED =
      Comparator.<Member>comparingLong(member -> member.lastUsed).thenComparing(Member::name);

  /** The order of all: of two that could have a job, the first gets it. */
  static final Comparator<Member> BETTER =
      Comparator.comparing(Rank::of, ORDER)
          .thenComparingInt(member -> member.node.running)
          .thenComparing(LEAST_RECENTLY_USED);

  private final NavigableMap<Rank, NavigableSet<NodePart>> buckets = new TreeMap<>(ORDER);

  /** What puts volunteers into one bucket: 1 of 2 slots busy is as much as 2 of 4. */
  private record Rank(Trust trust, int busy, int slots) {
    static Rank of(Member member) {
      return new Rank(member.trust, member.busy, member.volunteer.slots());
    }

    int compareBusy(Rank other) {
      return Integer.compare(busy * other.slots, other.busy * slots);
    }
  }

  /** The members of one node in one bucket; never empty while it is in the bucket. */
  static final class NodePart {
    private final FreeSlots owner;
    private final Node node;
    private final Rank rank;
    private final NavigableSet<Member> members = new TreeSet<>(LEAST_RECENTLY_USED);

    private NodePart(FreeSlots owner, Node node, Rank rank) {
      this.owner = owner;
      this.node = node;
      this.rank = rank;
    }

    private NavigableSet<NodePart> bucket() {
      return owner.buckets.get(rank);
    }
  }

  boolean isEmpty() {
    return buckets.isEmpty();
  }

  /** Files it, where it is ready and has a free slot. */
  void add(Member member) {
    if (!isFiled(member)) {
      return;
    }
    NodePart part = partOf(member);
    NavigableSet<NodePart> bucket = buckets.computeIfAbsent(part.rank, this::emptyBucket);
    if (!part.members.isEmpty()) {
      bucket.remove(part);
    }
    part.members.add(member);
    bucket.add(part);
  }

  /** Takes it out, where it is in; to be called before anything that it is filed by changes. */
  void remove(Member member) {
    if (!isFiled(member)) {
      return;
    }
    NodePart part = partOf(member);
    NavigableSet<NodePart> bucket = buckets.get(part.rank);
    bucket.remove(part);
    part.members.remove(member);
    if (!part.members.isEmpty()) {
      bucket.add(part);
      return;
    }
    member.node.parts.remove(part);
    if (bucket.isEmpty()) {
      buckets.remove(part.rank);
    }
  }

  /** Changes how many jobs a node runs, whatever the kinds of its volunteers. */
  static void changeRunning(Node node, int by) {
    List<NodePart> parts = node.parts;
    parts.forEach(part -> part.bucket().remove(part));
    node.running += by;
    parts.forEach(part -> part.bucket().add(part));
  }

  /** The best volunteer with a free slot that the predicate accepts; null where there is none. */
  Member first(Predicate<Member> accepted, Trust leastTrusted) {
    for (Map.Entry<Rank, NavigableSet<NodePart>> bucket : buckets.entrySet()) {
      if (bucket.getKey().trust().compareTo(leastTrusted) > 0) {
        return null;
      }
      for (NodePart part : bucket.getValue()) {
        for (Member member : part.members) {
          if (accepted.test(member)) {
            return member;
          }
        }
      }
    }
    return null;
  }

  private static boolean isFiled(Member member) {
    return member.isReady() && member.free() > 0 && !member.reserved;
  }

  private NavigableSet<NodePart> emptyBucket(Rank rank) {
    return new TreeSet<>(FEWEST_RUNNING);
  }

  /** The part that its node has, or will have, in its bucket. */
  private NodePart partOf(Member member) {
    Rank rank = Rank.of(member);
    for (NodePart part : member.node.parts) {
      if (part.owner == this && ORDER.compare(part.rank, rank) == 0) {
        return part;
      }
    }
    NodePart part = new NodePart(this, member.node, rank);
    member.node.parts.add(part);
    return part;
  }
}
