package dev.compilefarm.evidence.policy;

import dev.compilefarm.evidence.farm.Compile;
import dev.compilefarm.evidence.farm.Daemon;
import dev.compilefarm.evidence.farm.Host;
import dev.compilefarm.evidence.farm.Volunteer;
import dev.compilefarm.evidence.farm.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A receptionist takes whole jobs into one queue and gives the oldest to the volunteer with the
 * that compiles it the quickest; a job whose volunteer is lost runs again, as the oldest. Source:
 * "receptionist" in distcc's TODO.
 *
 * @param limit of one user's jobs for each volunteer, together as many as they like on one
 * @param slotsPerCore of a volunteer; more than one are shared
 */
record FirstComeFirstServed(int limit, double slotsPerCore) implements Policy {

  @Override
  public Daemon daemon(int cores) {
    return Daemon.WITHOUT_LIMIT;
  }

  @Override
  public Way begin(World world) {
    Receptionist receptionist = new Receptionist(world);
    return new StockClients(world, user -> HostList.of(receptionist, 1, user, world, limit));
  }

  @Override
  public Settings settings() {
    return Settings.NONE.clientLimit(limit).jobsPerCore("slots", slotsPerCore);
  }

  private final class Receptionist implements Host {
    private final World world;
    private final int[] busy;
    private final boolean[] isLost;
    private final Deque<Visit> queue = new ArrayDeque<>();
    private final List<Visit> running = new ArrayList<>();

    private Receptionist(World world) {
      this.world = world;
      this.busy = new int[world.volunteers().size()];
      this.isLost = new boolean[world.volunteers().size()];
      world.volunteers().forEach(volunteer -> volunteer.onLoss(() -> lost(volunteer)));
    }

    @Override
    public Link connect(Compile compile, Caller caller) {
      return new Visit(this, compile);
    }

    private void serve() {
      Optional<Volunteer> free = quickest();
      while (free.isPresent() && !queue.isEmpty()) {
        queue.remove().runOn(free.get());
        free = quickest();
      }
    }

    private Optional<Volunteer> quickest() {
      return world.volunteers().stream()
          .filter(volunteer -> !isLost[volunteer.number()])
          .filter(
              volunteer -> busy[volunteer.number()] < Children.of(volunteer.cores(), slotsPerCore))
          .max(
              Comparator.comparingDouble(
                      (Volunteer volunteer) -> volunteer.speedOfOneMore(busy[volunteer.number()]))
                  .thenComparingInt(volunteer -> -busy[volunteer.number()]));
    }

    private void lost(Volunteer volunteer) {
      isLost[volunteer.number()] = true;
      // The youngest first, since each goes to the head of the queue.
      for (Visit visit : List.copyOf(running).reversed()) {
        if (visit.volunteer.equals(volunteer)) {
          visit.onward.close();
          visit.toHead();
        }
      }
      serve();
    }
  }

  /** One job. */
  private static final class Visit implements Host.Link, Host.Caller {
    private final Receptionist receptionist;
    private final Compile compile;
    private Runnable replied;
    private Volunteer volunteer;
    private Host.Link onward;
    private boolean isOver;

    private Visit(Receptionist receptionist, Compile compile) {
      this.receptionist = receptionist;
      this.compile = compile;
    }

    @Override
    public void send(Runnable then) {
      compile.waits();
      replied = then;
      receptionist.world.after(
          World.uploadSeconds(compile.task().requestBytes()),
          () -> {
            receptionist.queue.add(this);
            receptionist.serve();
          });
    }

    private void runOn(Volunteer chosen) {
      volunteer = chosen;
      receptionist.busy[chosen.number()]++;
      receptionist.running.add(this);
      onward = chosen.connect(compile, this);
      onward.send(this::answered);
    }

    private void answered() {
      receptionist.running.remove(this);
      receptionist.busy[volunteer.number()]--;
      receptionist.serve();
      if (!isOver) {
        isOver = true;
        receptionist.world.after(World.ROUND_TRIP_SECONDS / 2, replied);
      }
    }

    /** The volunteer is gone: it gets nothing more, and the job runs again. */
    @Override
    public void broken() {
      toHead();
      receptionist.serve();
    }

    private void toHead() {
      receptionist.isLost[volunteer.number()] = true;
      receptionist.running.remove(this);
      if (!isOver) {
        compile.waits();
        receptionist.queue.addFirst(this);
      }
    }

    @Override
    public void close() {
      isOver = true;
      receptionist.queue.remove(this);
      if (receptionist.running.remove(this)) {
        onward.close();
        receptionist.busy[volunteer.number()]--;
        receptionist.serve();
      }
    }
  }
}
