package dev.compilefarm.dispatcher.metrics;

import dev.compilefarm.dispatcher.bottleneck.Bound;
import dev.compilefarm.dispatcher.budget.Store;
import dev.compilefarm.dispatcher.dispatch.Dispatch;
import dev.compilefarm.dispatcher.dispatch.LoadSnapshot;
import dev.compilefarm.dispatcher.dispatch.Outcome;
import dev.compilefarm.dispatcher.http.HttpListener;
import dev.compilefarm.dispatcher.load.LoadStream;
import dev.compilefarm.dispatcher.server.OpenConnections;
import dev.compilefarm.dispatcher.spool.SpoolBudget;
import dev.compilefarm.dispatcher.spool.SpoolDisk;
import dev.compilefarm.dispatcher.spool.SpoolStores;
import dev.compilefarm.dispatcher.volunteer.VolunteerState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The dispatcher's own snapshot as gauges and counters, read when somebody scrapes. */
public final class LoadGauges {
  private final MeterRegistry registry;
  private final RecentLoad load;

  private LoadGauges(MeterRegistry registry, RecentLoad load) {
    this.registry = registry;
    this.load = load;
  }

  /** Registers all of them. */
  public static void register(
      MeterRegistry registry,
      Dispatch dispatch,
      OpenConnections connections,
      SpoolStores requests,
      SpoolStores replies) {
    new LoadGauges(registry, new RecentLoad(dispatch::snapshot, dispatch::now)).registerLoad();
    Gauge.builder("compilefarm.connections.open", connections, OpenConnections::count)
        .description("Open connections of clients")
        .register(registry);
    registerBudget(registry, "request", requests.budget());
    registerBudget(registry, "reply", replies.budget());
    registerWaiting(registry, "request", requests.budget());
    registerWaiting(registry, "reply", replies.budget());
    requests.disk().ifPresent(disk -> registerDisk(registry, disk));
  }

  /** Registers the stream's. */
  public static void register(MeterRegistry registry, LoadStream stream) {
    Gauge.builder("compilefarm.load.stream.subscribers", stream, LoadStream::subscribers)
        .description("Clients that read /v1/load/stream")
        .register(registry);
  }

  /** Registers those of the admin port. */
  public static void register(MeterRegistry registry, HttpListener listener) {
    Gauge.builder("compilefarm.admin.connections.open", listener, HttpListener::connections)
        .description("Open connections to the admin port")
        .register(registry);
  }

  private void registerLoad() {
    gauge("compilefarm.jobs.queued", "Jobs that wait for a slot", LoadSnapshot::queued);
    gauge("compilefarm.jobs.running", "Jobs that hold a slot", LoadSnapshot::running);
    gauge(
        "compilefarm.jobs.oldest.wait.seconds",
        "How long the oldest job that waits for a slot has waited; none at its tenant's limit",
        LoadSnapshot::oldestWaitSeconds);
    counter(
        "compilefarm.jobs.accepted",
        "Jobs accepted: requests that arrived whole, or were refused before",
        LoadSnapshot::accepted);
    counter(
        "compilefarm.jobs.replayed",
        "Attempts to run a job after its first one",
        LoadSnapshot::replayed);
    for (Outcome outcome : Outcome.values()) {
      keptCounter("compilefarm.jobs.ended", snapshot -> snapshot.ended().get(outcome))
          .description("Jobs ended, by outcome")
          .tag("outcome", Label.of(outcome))
          .register(registry);
    }
    for (Bound bound : Bound.values()) {
      tenants(Label.of(bound), Optional.of(bound));
    }
    tenants("unknown", Optional.empty());
    for (VolunteerState state : VolunteerState.values()) {
      Gauge.builder("compilefarm.volunteer.slots", () -> load.get().slots(state))
          .description("Slots of the volunteers, busy or free, by the volunteer's state")
          .tag("state", Label.of(state))
          .register(registry);
    }
  }

  private void tenants(String label, Optional<Bound> bound) {
    Gauge.builder("compilefarm.tenants.at.work", () -> load.get().tenants(bound))
        .description("Tenants with a connection or a job, by what their builds are bound by")
        .tag("bound", label)
        .register(registry);
  }

  private void gauge(String name, String what, ToDoubleFunction<LoadSnapshot> value) {
    Gauge.builder(name, () -> value.applyAsDouble(load.get())).description(what).register(registry);
  }

  private void counter(String name, String what, ToDoubleFunction<LoadSnapshot> value) {
    keptCounter(name, value).description(what).register(registry);
  }

  /** The registry keeps the function, and with it the load; of what is counted it keeps nothing. */
  private FunctionCounter.Builder<RecentLoad> keptCounter(
      String name, ToDoubleFunction<LoadSnapshot> value) {
    RecentLoad kept = load;
    return FunctionCounter.builder(name, kept, ignored -> value.applyAsDouble(kept.get()));
  }

  private static void registerBudget(MeterRegistry registry, String message, SpoolBudget budget) {
    for (Store store : Store.values()) {
      Gauge.builder("compilefarm.spool.used.bytes", budget, b -> b.used(store))
          .description("Bytes that requests or replies hold, by store")
          .tag("message", message)
          .tag("store", Label.of(store))
          .register(registry);
      Gauge.builder("compilefarm.spool.limit.bytes", budget, b -> b.limit(store))
          .description(
              "Bytes that requests or replies may hold before new ones have to wait, by store")
          .tag("message", message)
          .tag("store", Label.of(store))
          .register(registry);
    }
  }

  private static void registerWaiting(MeterRegistry registry, String message, SpoolBudget budget) {
    Gauge.builder("compilefarm.spool.waiting.messages", budget, SpoolBudget::waiting)
        .description("Requests or replies that wait for room")
        .tag("message", message)
        .register(registry);
  }

  private static void registerDisk(MeterRegistry registry, SpoolDisk disk) {
    FunctionCounter.builder("compilefarm.spool.disk.failures", disk, SpoolDisk::failures)
        .description(
            "Failed reads and writes of the spool's disk; each sets the disk aside for a while")
        .register(registry);
  }
}
