package dev.compilefarm.dispatcher.simulation;

import dev.compilefarm.dispatcher.budget.Limits;
import dev.compilefarm.dispatcher.dispatch.QueueLimits;
import dev.compilefarm.dispatcher.queue.TenantShare;
import dev.compilefarm.dispatcher.queue.TenantShares;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The kind of world that a seed makes; all in seconds unless named otherwise.
 *
 * @param clockOriginNanos what the dispatcher's clock shows when the world begins: any number, as
 *     with {@link System#nanoTime}
 * @param patience DISTCC_IO_TIMEOUT of the clients
 * @param calmAfter from then on nobody breaks anything
 * @param troubleEvery mean time between two troubles of volunteers
 * @param pauseMost longest time that a thread of the dispatcher stands still between two steps
 * @param latencyMost longest way of a packet
 * @param medianService median of the compile times
 * @param poisonShare part of the requests that every volunteer refuses
 * @param hungryShare part of the requests that take far more memory than others
 * @param killsContainers whether the kernel kills the whole container where memory runs out
 * @param tellShare part of the volunteers that tell which compilers they have
 * @param leaversAtMost most clients of one user that leave
 * @param ownTroubleShare part of the connections that the dispatcher cannot even begin
 * @param diskFaultShare part of the replies that the dispatcher's disk does not keep
 * @param requestRoom for requests, in blocks of {@link SimRoom#BLOCK}
 * @param replyRoom the same for replies
 * @param stopShare part of the clients that stop sending, and of those that do not take their reply
 */
record Scenario(
    QueueLimits limits,
    TenantShares shares,
    long clockOriginNanos,
    double patience,
    double jobLifetime,
    double calmAfter,
    double troubleEvery,
    double pauseMost,
    double latencyMost,
    double medianService,
    double poisonShare,
    double hungryShare,
    boolean killsContainers,
    double tellShare,
    int leaversAtMost,
    double ownTroubleShare,
    double diskFaultShare,
    Limits requestRoom,
    Limits replyRoom,
    double stopShare,
    int tenants,
    int volunteers) {

  static Scenario draw(Draws draws) {
    // The real settings, or the same ten or thirty times faster.
    double scale = draws.oneOf(1.0, 0.1, 1 / 30.0, 1 / 30.0);
    double longestWait = draws.oneOf(1800 * scale, 1800 * scale, 120 * scale, 8000 * scale);
    // Now and then everybody waits for the first volunteer until nothing is left to feed them with.
    boolean isDeserted = draws.chance(0.03);
    if (isDeserted) {
      scale = 1 / 30.0;
      longestWait = 8000 * scale;
    }
    double patience = 300 * scale;
    int tenants = draws.between(1, 6);
    return new Scenario(
        QueueLimits.of(draws.oneOf(5, 30, 1000, 1000), millis(longestWait), millis(patience)),
        shares(draws, tenants),
        draws.oneOf(0L, draws.seed(), Long.MAX_VALUE - draws.between(0, 1_000_000_000)),
        patience,
        600 * scale,
        isDeserted ? 240 : draws.oneOf(20.0, 60.0, 180.0, 400.0),
        isDeserted ? 1e9 : draws.oneOf(1.0, 3.0, 10.0, 30.0, 1e9),
        draws.oneOf(0.001, 0.02, 0.3),
        draws.oneOf(0.0005, 0.02, 0.2),
        draws.oneOf(0.05, 0.3, 0.3, 2.0),
        draws.oneOf(0.0, 0.0, 0.02, 0.2),
        draws.oneOf(0.0, 0.0, 0.01, 0.05),
        draws.chance(0.5),
        draws.oneOf(0.0, 1.0, 1.0, 0.7),
        draws.oneOf(0, 2, 10),
        draws.oneOf(0.0, 0.0, 0.01, 0.2),
        draws.oneOf(0.0, 0.0, 0.0, 0.01),
        room(draws, draws.oneOf(512, 512, 512, 5)),
        room(draws, Integer.MAX_VALUE),
        draws.oneOf(0.0, 0.0, 0.02, 0.1),
        tenants,
        isDeserted ? 0 : draws.oneOf(draws.between(0, 3), draws.between(1, 12)));
  }

  private static TenantShares shares(Draws draws, int tenants) {
    Map<String, TenantShare> named = new HashMap<>();
    for (int i = 0; i < tenants; i++) {
      if (draws.chance(0.4)) {
        named.put(
            tenant(i),
            new TenantShare(
                draws.oneOf(1, 1, 2, 5, 100),
                draws.oneOf(1, 3, Integer.MAX_VALUE),
                draws.oneOf(3, 20, 1000),
                draws.oneOf(Long.MAX_VALUE, 100_000L)));
      }
    }
    return new TenantShares(
        named, TenantShare.equal(draws.oneOf(10, 1000), draws.oneOf(Long.MAX_VALUE, 1_000_000L)));
  }

  private static Limits room(Draws draws, int waiting) {
    int memory = draws.oneOf(10_000, 10_000, draws.between(1, 10), draws.between(10, 200));
    return new Limits(memory, draws.oneOf(1, 10), draws.oneOf(0, draws.between(1, 300)), waiting);
  }

  static String tenant(int number) {
    return "t" + number;
  }

  private static Duration millis(double seconds) {
    return Duration.ofMillis((long) (seconds * 1000));
  }
}
