package dev.compilefarm.evidence.farm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A machine with a distccd: its accept queue, its children, its cores, and what befalls it. */
public final class Volunteer implements Host {

  /** distcc 3.4 gives up to connect after so long ({@code dcc_connect_timeout}). */
  private static final double CONNECT_SECONDS = 4;

  /** Kubernetes takes a node that says nothing for lost after 40 s. */
  private static final double HANG_IS_SEEN_SECONDS = 40;

  /** A pod that died is reported within a second. */
  private static final double DEATH_IS_SEEN_SECONDS = 1;

  private final int number;
  private final World world;
  private final Daemon daemon;
  private final Processor processor;
  private final double speed;
  private final Deque<Connection> waiting = new ArrayDeque<>();
  private final List<Connection> served = new ArrayList<>();
  private final List<Runnable> onLoss = new ArrayList<>();
  private final List<Check> checks = new ArrayList<>();
  private boolean isDead;
  private boolean hangs;

  /**
   * An idle one.
   *
   * @param number its place in the users' lists, from 0
   * @param speed 1 for a machine like that on which the builds were recorded
   */
  public Volunteer(int number, World world, Daemon daemon, int cores, double speed) {
    this.number = number;
    this.world = world;
    this.daemon = daemon;
    this.speed = speed;
    this.processor = new Processor(world.events(), world.meter(), cores, speed);
  }

  /** Its place in the users' lists, from 0. */
  public int number() {
    return number;
  }

  /** Its processor cores. */
  public int cores() {
    return processor.cores();
  }

  /** What its owner says of it, whatever befell it since. */
  public double speed() {
    return speed;
  }

  /** Its cores, in those of a machine of speed 1. */
  public double power() {
    return cores() * speed;
  }

  /** How quickly it would compile one more job beside so many others. */
  public double speedOfOneMore(int others) {
    return speed() * Math.min(1, (double) cores() / (others + 1));
  }

  /** Connections that it serves, and those in its accept queue. */
  public int connections() {
    return served.size() + waiting.size();
  }

  /** Whether a question is answered at all. */
  public boolean answers() {
    return !isDead && !hangs;
  }

  /** Whether the machine is gone, so that its address refuses at once. */
  public boolean isDead() {
    return isDead;
  }

  /** How many processes there were for how long. */
  public LoadHistogram loads() {
    return processor.loads();
  }

  /** What the cluster's watcher does when it has seen that this one is lost. */
  public void onLoss(Runnable listener) {
    onLoss.add(listener);
  }

  /** What somebody does who looks after it, and sees so many seconds later that it hangs. */
  public void onHang(double seconds, Runnable listener) {
    checks.add(new Check(seconds, listener));
  }

  private record Check(double seconds, Runnable listener) {}

  /** The machine is gone from one moment to the next, and its connections are reset. */
  public void die() {
    isDead = true;
    processor.clear();
    processor.setSpeed(0);
    List<Connection> all = new ArrayList<>(served);
    all.addAll(waiting);
    served.clear();
    waiting.clear();
    all.forEach(Connection::breakOff);
    world.after(DEATH_IS_SEEN_SECONDS, () -> onLoss.forEach(Runnable::run));
  }

  /** The machine says and does nothing any more, and its connections stay open. */
  public void hang() {
    hangs = true;
    processor.setSpeed(0);
    world.after(HANG_IS_SEEN_SECONDS, () -> onLoss.forEach(Runnable::run));
    checks.forEach(check -> world.after(check.seconds(), check.listener()));
  }

  /** From now on it computes at this speed. */
  public void slowDown(double newSpeed) {
    processor.setSpeed(newSpeed);
  }

  /** Compiles something that is here already, in no time of the network. */
  public void compileAtOnce(Compile compile, Runnable then) {
    compile.goesOn();
    Processor.Run _ = processor.start(compile.task().seconds(), then);
  }

  @Override
  public Link connect(Compile compile, Caller caller) {
    return connect(compile, caller, CONNECT_SECONDS);
  }

  /** The same, where the caller gives up after so many seconds. */
  public Link connect(Compile compile, Caller caller, double connectSeconds) {
    Connection connection = new Connection(compile, caller);
    world.after(World.ROUND_TRIP_SECONDS, () -> arrived(connection, connectSeconds));
    return connection;
  }

  private void arrived(Connection connection, double connectSeconds) {
    if (connection.isOver) {
      return;
    }
    if (hangs) {
      world.after(connectSeconds, connection::breakOff);
    } else if (isDead) {
      connection.breakOff();
    } else if (served.size() < daemon.children()) {
      serve(connection);
    } else if (daemon.hangsUp()) {
      connection.breakOff();
    } else {
      waiting.add(connection);
    }
  }

  private void serve(Connection connection) {
    served.add(connection);
    connection.caller.accepted();
    connection.isServed = true;
    connection.workIfReady();
  }

  private void freed(Connection connection) {
    if (served.remove(connection)) {
      // What waits at a machine that hangs waits for ever.
      if (answers() && !waiting.isEmpty()) {
        serve(waiting.remove());
      }
    } else {
      waiting.remove(connection);
    }
  }

  private final class Connection implements Link {
    private final Compile compile;
    private final Caller caller;
    private Optional<Runnable> replied = Optional.empty();
    private Optional<Processor.Run> run = Optional.empty();
    private boolean isServed;
    private boolean isOver;

    private Connection(Compile compile, Caller caller) {
      this.compile = compile;
      this.caller = caller;
    }

    @Override
    public void send(Runnable then) {
      compile.waits();
      world.after(
          World.uploadSeconds(compile.task().requestBytes()),
          () -> {
            replied = Optional.of(then);
            workIfReady();
          });
    }

    @Override
    public void close() {
      isOver = true;
      run.ifPresent(Processor.Run::cancel);
      // The daemon hears of it half a round trip later.
      world.after(World.ROUND_TRIP_SECONDS / 2, () -> freed(this));
    }

    private void workIfReady() {
      if (!isOver && isServed && replied.isPresent() && run.isEmpty() && answers()) {
        compile.goesOn();
        run = Optional.of(processor.start(compile.task().seconds(), this::compiled));
      }
    }

    private void compiled() {
      if (!isOver) {
        freed(this);
        isOver = true;
        world.after(World.ROUND_TRIP_SECONDS / 2, replied.orElseThrow());
      }
    }

    private void breakOff() {
      if (!isOver) {
        isOver = true;
        caller.broken();
      }
    }
  }
}
