package dev.compilefarm.evidence.policy;

import dev.compilefarm.evidence.farm.Compile;
import dev.compilefarm.evidence.farm.Daemon;
import dev.compilefarm.evidence.farm.Host;
import dev.compilefarm.evidence.farm.User;
import dev.compilefarm.evidence.farm.Volunteer;
import dev.compilefarm.evidence.farm.World;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * A TCP proxy in front of the servers: at most so many connections for each, the others in one
 * queue, the next one to the server with the least. Source: haproxy 2.6, {@code balance leastconn}
 * with {@code maxconn}, weights by speed and {@code option redispatch}; W. Tarreau's farm of 2016
 * to 2019. It checks every server ({@code check inter 2s fall 3 on-marked-down shutdown-sessions}).
 *
 * <p>At its best it knows distcc's protocol ({@code distcc_param}). Then no place is held while a
 * client preprocesses. A connection has the class of how many its user has in that moment ({@code
 * set-priority-class sc0_conn_cur}), and a lower class goes first.
 *
 * @param limit of one user's jobs for each volunteer, together as many as they like on one
 * @param perCore connections to a volunteer for each of its cores
 * @param names under which a client lists the proxy, so that a failure spoils but one of them
 * @param knowsProtocol whether it is at its best
 */
record LeastConnections(int limit, double perCore, int names, boolean knowsProtocol)
    implements Policy {

  /** {@code timeout connect}. */
  private static final double CONNECT_SECONDS = 4;

  /** Three checks, two seconds apart. */
  private static final double HANG_IS_SEEN_SECONDS = 6;

  @Override
  public Daemon daemon(int cores) {
    return Daemon.WITHOUT_LIMIT;
  }

  @Override
  public Way begin(World world) {
    Proxy proxy = new Proxy(world);
    return new StockClients(world, user -> HostList.of(proxy, names, user, world, limit));
  }

  @Override
  public Settings settings() {
    return Settings.NONE.jobsPerCore("maxconn", perCore).with(names + " names").clientLimit(limit);
  }

  private final class Proxy implements Host {
    private final World world;
    private final int[] open;
    private final boolean[] isDown;
    private final long[] lastUse;
    private final Map<User, Integer> connections = new HashMap<>();
    private final PriorityQueue<Passage> queue =
        new PriorityQueue<>(
            Comparator.comparingInt((Passage passage) -> passage.priorityClass)
                .thenComparingLong(passage -> passage.number));
    private final Comparator<Volunteer> order =
        Comparator.comparingDouble(this::key).thenComparingLong(this::lastUse);
    private final List<Passage> onward = new ArrayList<>();
    private long passages;
    private long uses;

    private Proxy(World world) {
      this.world = world;
      this.open = new int[world.volunteers().size()];
      this.isDown = new boolean[world.volunteers().size()];
      this.lastUse = new long[world.volunteers().size()];
      world
          .volunteers()
          .forEach(volunteer -> volunteer.onHang(HANG_IS_SEEN_SECONDS, () -> markDown(volunteer)));
    }

    @Override
    public Link connect(Compile compile, Caller caller) {
      connections.merge(compile.user(), 1, Integer::sum);
      Passage passage = new Passage(this, compile, caller, passages++);
      if (!knowsProtocol) {
        world.after(World.ROUND_TRIP_SECONDS, () -> enqueue(passage));
      }
      return passage;
    }

    private void enqueue(Passage passage) {
      if (!passage.isOver) {
        queue.add(passage);
        serve();
      }
    }

    /** Its sessions are shut down. */
    private void markDown(Volunteer volunteer) {
      isDown[volunteer.number()] = true;
      for (Passage passage : List.copyOf(onward)) {
        if (passage.volunteer.equals(volunteer)) {
          passage.onward.ifPresent(Host.Link::close);
          passage.broken();
        }
      }
    }

    private boolean knows() {
      return knowsProtocol;
    }

    private void serve() {
      Optional<Volunteer> free = leastLoaded();
      while (free.isPresent() && !queue.isEmpty()) {
        queue.remove().connectTo(free.get());
        free = leastLoaded();
      }
    }

    private Optional<Volunteer> leastLoaded() {
      Volunteer least = null;
      for (Volunteer volunteer : world.volunteers()) {
        boolean takesMore =
            !isDown[volunteer.number()]
                && open[volunteer.number()] < Children.of(volunteer.cores(), perCore);
        if (takesMore && (least == null || order.compare(volunteer, least) < 0)) {
          least = volunteer;
        }
      }
      return Optional.ofNullable(least);
    }

    private long lastUse(Volunteer volunteer) {
      return lastUse[volunteer.number()];
    }

    /** As haproxy's leastconn orders servers ({@code src/lb_fwlc.c}): all idle ones alike. */
    private double key(Volunteer volunteer) {
      int connections = open[volunteer.number()];
      return connections == 0 ? 0 : (connections + 1) / volunteer.power();
    }
  }

  /** A client's connection, and behind it the one to a volunteer. */
  private static final class Passage implements Host.Link, Host.Caller {
    private final Proxy proxy;
    private final Compile compile;
    private final Host.Caller caller;
    private final long number;
    private int priorityClass;
    private Optional<Runnable> replied = Optional.empty();
    private Optional<Host.Link> onward = Optional.empty();
    private Volunteer volunteer;
    private boolean isAccepted;
    private boolean isOver;

    private Passage(Proxy proxy, Compile compile, Host.Caller caller, long number) {
      this.proxy = proxy;
      this.compile = compile;
      this.caller = caller;
      this.number = number;
    }

    @Override
    public void send(Runnable then) {
      compile.waits();
      replied = Optional.of(then);
      if (proxy.knows()) {
        proxy.world.after(
            World.uploadSeconds(compile.task().requestBytes()),
            () -> {
              priorityClass = proxy.connections.get(compile.user());
              proxy.enqueue(this);
            });
      } else {
        onward.ifPresent(link -> link.send(this::answered));
      }
    }

    private void connectTo(Volunteer free) {
      volunteer = free;
      proxy.open[free.number()]++;
      proxy.lastUse[free.number()] = ++proxy.uses;
      proxy.onward.add(this);
      Host.Link link = free.connect(compile, this, CONNECT_SECONDS);
      onward = Optional.of(link);
      if (replied.isPresent()) {
        link.send(this::answered);
      }
    }

    @Override
    public void accepted() {
      isAccepted = true;
    }

    private void answered() {
      end();
      proxy.world.after(World.ROUND_TRIP_SECONDS / 2, replied.orElseThrow());
    }

    @Override
    public void broken() {
      proxy.isDown[volunteer.number()] = true;
      if (isAccepted) {
        end();
        caller.broken();
      } else {
        proxy.open[volunteer.number()]--;
        proxy.onward.remove(this);
        onward = Optional.empty();
        proxy.enqueue(this);
      }
    }

    @Override
    public void close() {
      onward.ifPresent(Host.Link::close);
      end();
    }

    private void end() {
      if (!isOver) {
        isOver = true;
        proxy.connections.merge(compile.user(), -1, Integer::sum);
        proxy.queue.remove(this);
        if (onward.isPresent()) {
          proxy.open[volunteer.number()]--;
          proxy.onward.remove(this);
        }
        proxy.serve();
      }
    }
  }
}
