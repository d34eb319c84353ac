package dev.compilefarm.dispatcher.simulation;

import dev.compilefarm.dispatcher.blame.CanaryAnswer;
import dev.compilefarm.dispatcher.dispatch.Invariant;
import dev.compilefarm.dispatcher.toolchain.Check;
import dev.compilefarm.dispatcher.toolchain.Toolchain;
import dev.compilefarm.dispatcher.verdict.Verdict;
import dev.compilefarm.dispatcher.volunteer.Container;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A distccd: it accepts more connections than it has children, and those wait for one. It can be
 * killed, terminated, cut off or broken, and can come back.
 */
final class SimVolunteer {
  /** What all its compilers have together, where an ordinary one takes 1: enough for all slots. */
  private static final double MEMORY = 12;

  // What our canary waits for in all.
  private static final double CANARY = 10;
  // Keepalive of the dispatcher's sockets: 20 s and three times 5 s.
  private static final double KEEPALIVE = 35;

  final String name;
  private final World world;
  private final Nature nature;
  private final Set<Connection> connections = new LinkedHashSet<>();
  private final Deque<Connection> backlog = new ArrayDeque<>();
  private Port port = Port.LISTENS;
  private boolean hangsUp;
  private boolean allowsNobody;
  private boolean isDiskFull;
  private int deaths;
  private boolean wasKilled;
  private boolean isGone;
  private int slots;
  private int slotsAtMost;
  // Connections, as the dispatcher counts them.
  private int open;
  private int busyChildren;
  private int generation;
  private long wellAgainAtNanos = -1;

  /** What one finds who connects. */
  enum Port {
    LISTENS,
    REFUSES,
    SILENT
  }

  /**
   * What a volunteer is like for its whole life.
   *
   * @param latency seconds of a packet's way
   * @param ioErrorShare part of its replies that are exit 107
   */
  record Nature(
      double latency,
      double bytesPerSecond,
      double speed,
      Set<String> compilers,
      boolean tells,
      Set<Check> checks,
      double ioErrorShare) {

    private static final Set<String> ALL = Set.of("gcc", "g++", "clang");

    static Nature draw(Scenario scenario, Draws draws) {
      return new Nature(
          draws.seconds(0.00005, scenario.latencyMost()),
          draws.oneOf(1e5, 1e6, 1e8, 1e8),
          draws.oneOf(0.3, 1.0, 1.0, 2.0),
          draws.oneOf(ALL, ALL, ALL, Set.of("gcc", "g++"), Set.of("gcc", "g++"), Set.of("clang")),
          draws.chance(scenario.tellShare()),
          draws.oneOf(Check.ALL, Check.ALL, Set.of(Check.PATHS), Set.of()),
          draws.chance(0.1) ? 0.2 : 0);
    }
  }

  /** Who connected. Told nothing any more once it has closed. */
  interface Caller {
    void accepted();

    void refused();

    /** The last byte of the request has left. */
    void sent();

    void replied(Verdict verdict);

    /** The connection has ended, by a packet that says so or for want of any. */
    void ended();
  }

  SimVolunteer(World world, String name, int slots, Nature nature) {
    this.world = world;
    this.name = name;
    this.slots = slots;
    this.slotsAtMost = slots;
    this.nature = nature;
  }

  int slots() {
    return slots;
  }

  Port port() {
    return port;
  }

  double latency() {
    return nature.latency;
  }

  /** Whether what was begun then may have suffered from this volunteer or its going. */
  boolean wasBadSince(long nanos) {
    return isGone || hangsUp || isDiskFull || port != Port.LISTENS || wellAgainAtNanos >= nanos;
  }

  /** What a kubelet tells of its container. */
  Container container() {
    return new Container(deaths, wasKilled, wasKilled, OptionalLong.empty());
  }

  void setSlots(int slots) {
    this.slots = slots;
    this.slotsAtMost = Math.max(slotsAtMost, slots);
    serveBacklog();
  }

  Connection connect(CompileTask task, Caller caller) {
    Connection connection = new Connection(task, caller);
    open++;
    Invariant.check(
        open <= slotsAtMost, "no more connections to a volunteer than slots", name, open);
    world.after(nature.latency, connection::arrived);
    return connection;
  }

  /** One line, compiled on a slot that no job has. */
  void compileCanary(List<String> compilers, Consumer<CanaryAnswer> told) {
    world.after(
        nature.latency,
        () -> {
          switch (port) {
            case REFUSES -> world.after(nature.latency, () -> told.accept(CanaryAnswer.REFUSED));
            case SILENT -> world.after(CANARY, () -> told.accept(CanaryAnswer.SILENT));
            case LISTENS -> {
              int child = generation;
              double seconds = world.draws().seconds(0.02, 0.3) + 2 * nature.latency;
              world.after(seconds, () -> told.accept(canary(compilers, child)));
            }
          }
        });
  }

  private CanaryAnswer canary(List<String> compilers, int child) {
    if (hangsUp || child != generation) {
      return hangsUp && allowsNobody && !compilers.isEmpty()
          ? CanaryAnswer.READS_NOTHING
          : CanaryAnswer.FAILS;
    }
    if (isDiskFull) {
      return world.draws().chance(0.5) ? CanaryAnswer.FAILS : CanaryAnswer.READS_NOTHING;
    }
    boolean isTroubled = world.draws().chance(nature.ioErrorShare) && !world.isCalm();
    if (isTroubled || compilers.stream().noneMatch(this::has)) {
      return compilers.isEmpty() ? CanaryAnswer.WELL : CanaryAnswer.FAILS;
    }
    return has(compilers.getFirst()) ? CanaryAnswer.WELL : CanaryAnswer.LACKS;
  }

  boolean lacksACompiler() {
    return !nature.compilers.equals(Nature.ALL);
  }

  /** What it tells of itself once it listens; nothing where it is of an older version. */
  Optional<Toolchain> toolchain() {
    return nature.tells
        ? Optional.of(new Toolchain(List.of(), nature.compilers, nature.checks, 0))
        : Optional.empty();
  }

  boolean has(String compiler) {
    return nature.compilers.contains(compiler);
  }

  /** All of it, the compilers too: every connection ends at once. */
  void kill() {
    die(false);
  }

  /** The kernel kills all that is in its container, for want of memory. */
  void killedForMemory() {
    die(true);
  }

  private void die(boolean forMemory) {
    deaths++;
    wasKilled = forMemory;
    goDown(Port.REFUSES);
    List.copyOf(connections).forEach(Connection::end);
  }

  /** distccd alone: its compilers run on and keep their connections open to no purpose. */
  void terminate() {
    deaths++;
    wasKilled = false;
    goDown(Port.REFUSES);
    for (Connection connection : List.copyOf(connections)) {
      if (connection.isCompiling) {
        connection.isOrphan = true;
      } else {
        connection.end();
      }
    }
  }

  /** Its machine or the network is gone: no packet comes back. */
  void vanish() {
    goDown(Port.SILENT);
    for (Connection connection : List.copyOf(connections)) {
      connection.isDead = true;
      world.after(KEEPALIVE, connection::end);
    }
  }

  /**
   * Accepts, takes the request and hangs up, as with a TMPDIR that cannot be written; or hangs up
   * before, as with an allow list that lacks the dispatcher.
   */
  void breakDown() {
    hangsUp = true;
    allowsNobody = world.draws().chance(0.5);
  }

  /** Its temporary directory takes no file any more. */
  void fillDisk() {
    isDiskFull = true;
  }

  /** Well again; a container that was started again has forgotten everything. */
  void recover() {
    if (port != Port.LISTENS || hangsUp || isDiskFull) {
      wellAgainAtNanos = world.now();
    }
    port = Port.LISTENS;
    hangsUp = false;
    isDiskFull = false;
  }

  /** Taken off the list of volunteers. */
  void leave() {
    isGone = true;
  }

  private void goDown(Port how) {
    port = how;
    generation++;
    backlog.clear();
    busyChildren = 0;
  }

  private void serveBacklog() {
    while (busyChildren < slots && !backlog.isEmpty()) {
      compile(backlog.removeFirst());
    }
  }

  private void compile(Connection connection) {
    busyChildren++;
    connection.isCompiling = true;
    connection.child = generation;
    double seconds = connection.task.seconds() / nature.speed;
    double lifetime = world.scenario().jobLifetime();
    Verdict verdict = seconds > lifetime ? Verdict.TOO_LONG : verdict(connection.task);
    world.after(Math.min(seconds, lifetime), () -> compiled(connection, verdict));
    if (memoryInUse() > MEMORY) {
      world.after(Math.min(seconds, lifetime) * world.draws().seconds(0, 0.9), this::runOut);
    }
  }

  private double memoryInUse() {
    return compiling().mapToDouble(connection -> connection.task.memory()).sum();
  }

  private Stream<Connection> compiling() {
    return connections.stream()
        .filter(connection -> connection.isCompiling && connection.child == generation);
  }

  /** The kernel kills the largest process, or all of them, if that is still necessary. */
  private void runOut() {
    if (port != Port.LISTENS || memoryInUse() <= MEMORY) {
      return;
    }
    if (world.scenario().killsContainers()) {
      world.containerKilled(this);
    } else {
      compiling()
          .max(Comparator.comparingDouble(connection -> connection.task.memory()))
          .ifPresent(largest -> compiled(largest, Verdict.MEMORY));
      runOut();
    }
  }

  private Verdict verdict(CompileTask task) {
    if (world.draws().chance(nature.ioErrorShare)) {
      return Verdict.NO_ANSWER;
    }
    if (isDiskFull) {
      return Verdict.DISK_FULL;
    }
    if (!has(task.compiler())) {
      return Verdict.LACKING;
    }
    return switch (task.verdict()) {
      case COMPILES, TOO_LARGE, POISON -> Verdict.SUCCESS;
      case FAILS -> Verdict.ERROR;
      case CRASHES -> Verdict.BROKEN;
      case NEEDS_FILE -> Verdict.NOT_DISTRIBUTABLE;
    };
  }

  private void compiled(Connection connection, Verdict verdict) {
    if (!connection.isCompiling && !connection.isOrphan) {
      // It was killed before.
      return;
    }
    leaveChild(connection);
    if (connection.isOrphan) {
      connection.end();
    } else {
      world.after(
          nature.latency + connection.task.replyBytes() / nature.bytesPerSecond,
          () -> connection.replied(verdict));
    }
  }

  private void leaveChild(Connection connection) {
    if (connection.isCompiling && connection.child == generation) {
      busyChildren--;
      serveBacklog();
    }
    connection.isCompiling = false;
  }

  /** One connection to this volunteer, as both ends see it. */
  final class Connection {
    private final CompileTask task;
    private final Caller caller;
    // By the caller, or told to it.
    private boolean isClosed;
    // No packet gets through.
    private boolean isDead;
    private boolean isCompiling;
    private boolean isOrphan;
    private int child;

    private Connection(CompileTask task, Caller caller) {
      this.task = task;
      this.caller = caller;
    }

    /** The caller closes; distccd notices within a second and kills the compiler. */
    void close() {
      if (!isClosed) {
        closed();
        backlog.remove(this);
        connections.remove(this);
        world.after(nature.latency + world.draws().seconds(0, 1), () -> leaveChild(this));
      }
    }

    private void arrived() {
      if (!isClosed && port == Port.REFUSES) {
        world.after(nature.latency, () -> tell(caller::refused));
      } else if (!isClosed && port == Port.LISTENS) {
        connections.add(this);
        world.after(nature.latency, () -> tell(this::accepted));
      }
    }

    private void accepted() {
      caller.accepted();
      double transfer = task.requestBytes() / nature.bytesPerSecond;
      world.after(transfer, () -> tell(caller::sent));
      world.after(transfer + nature.latency, () -> tell(this::requestArrived));
    }

    private void requestArrived() {
      boolean refuses = hangsUp || (isDiskFull && world.draws().chance(0.5));
      if (refuses || task.verdict() == CompileTask.Verdict.POISON) {
        end();
      } else if (connections.contains(this)) {
        backlog.addLast(this);
        serveBacklog();
      }
    }

    private void replied(Verdict verdict) {
      if (!isClosed && !isDead && connections.remove(this)) {
        closed();
        caller.replied(verdict);
      }
    }

    private void end() {
      backlog.remove(this);
      if (connections.contains(this)) {
        world.after(isDead ? 0 : nature.latency, this::noticed);
      }
    }

    private void noticed() {
      if (!isClosed) {
        closed();
        connections.remove(this);
        caller.ended();
      }
    }

    private void closed() {
      isClosed = true;
      open--;
    }

    private void tell(Runnable what) {
      if (!isClosed && !isDead) {
        what.run();
      }
    }
  }
}
