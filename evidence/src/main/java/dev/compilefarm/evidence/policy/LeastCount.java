package dev.compilefarm.evidence.policy;

import dev.compilefarm.evidence.farm.Daemon;
import dev.compilefarm.evidence.farm.User;
import dev.compilefarm.evidence.farm.Volunteer;
import dev.compilefarm.evidence.farm.World;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Servers tell how many jobs they have, and the client chooses the one that would compile one more
 * the quickest; of equal ones, that with the fewest. It adds what it sent itself since, and takes
 * off what came back. Source: the thread of 2003, where its author feared that "it might cause many
 * clients to suddenly try to use that host"; for old counts M. Mitzenmacher, How Useful Is Old
 * Information?, IEEE TPDS 2000.
 *
 * @param ageSeconds how old the counts of a client may be; at 0 it asks all for each job
 * @param isOneBoard whether all clients read the same counts, of the same moment
 * @param limit of one user's jobs for each volunteer
 * @param childrenPerCore connections that a server takes at a time; the others wait
 */
record LeastCount(double ageSeconds, boolean isOneBoard, int limit, double childrenPerCore)
    implements Policy {

  @Override
  public Daemon daemon(int cores) {
    return new Daemon(Children.of(cores, childrenPerCore), false);
  }

  @Override
  public Way begin(World world) {
    return new AskingClients(world, limit, new ByCounts(world));
  }

  @Override
  public Settings settings() {
    return Settings.NONE.clientLimit(limit).children(childrenPerCore);
  }

  private final class ByCounts implements AskingClients.Chooser {
    private final World world;
    private final Board ofAll;
    private final Map<User, Counts> counts = new HashMap<>();

    private ByCounts(World world) {
      this.world = world;
      this.ofAll = new Board(world);
    }

    @Override
    public int choose(User user, List<Integer> usable) {
      return counts
          .computeIfAbsent(user, _ -> new Counts(world, isOneBoard ? ofAll : new Board(world)))
          .least(usable);
    }

    @Override
    public void ended(User user, int host) {
      counts.get(user).ended(host);
    }
  }

  /** What servers told, and when. */
  private final class Board {
    private final World world;
    private final int[] counts;
    private double readAt = Double.NEGATIVE_INFINITY;

    private Board(World world) {
      this.world = world;
      this.counts = new int[world.volunteers().size()];
    }

    private void readIfOld() {
      if (world.now() - readAt >= ageSeconds) {
        readAt = world.now();
        for (Volunteer volunteer : world.volunteers()) {
          counts[volunteer.number()] = volunteer.connections();
        }
      }
    }
  }

  /** A job that its server may not know of yet. */
  private record Sent(int host, double at) {}

  /** What one user knows. */
  private static final class Counts {
    private final World world;
    private final Board board;
    private final int[] known;
    private final Deque<Sent> onTheirWay = new ArrayDeque<>();
    private double askedAt = Double.NEGATIVE_INFINITY;

    private Counts(World world, Board board) {
      this.world = world;
      this.board = board;
      this.known = new int[world.volunteers().size()];
    }

    private int least(List<Integer> usable) {
      board.readIfOld();
      if (askedAt < board.readAt) {
        askedAt = board.readAt;
        System.arraycopy(board.counts, 0, known, 0, known.length);
        while (!onTheirWay.isEmpty()
            && askedAt - onTheirWay.peek().at() >= World.ROUND_TRIP_SECONDS) {
          onTheirWay.remove();
        }
        onTheirWay.forEach(sent -> known[sent.host()]++);
      }
      double most = usable.stream().mapToDouble(this::speed).max().orElseThrow();
      List<Integer> quickest = usable.stream().filter(host -> speed(host) == most).toList();
      int least = quickest.stream().mapToInt(host -> known[host]).min().orElseThrow();
      List<Integer> best = quickest.stream().filter(host -> known[host] == least).toList();
      int chosen = best.get(world.draws().between(0, best.size() - 1));
      known[chosen]++;
      onTheirWay.add(new Sent(chosen, world.now()));
      return chosen;
    }

    /** Counted by the server or here, but for what had ended there when it was read. */
    private void ended(int host) {
      if (world.now() - World.ROUND_TRIP_SECONDS / 2 >= askedAt) {
        known[host] = Math.max(0, known[host] - 1);
      }
    }

    /** Of one more job there. */
    private double speed(int host) {
      return world.volunteers().get(host).speedOfOneMore(known[host]);
    }
  }
}
