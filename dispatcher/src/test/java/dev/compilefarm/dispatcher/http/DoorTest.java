package dev.compilefarm.dispatcher.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Times are milliseconds. */
class DoorTest {
  private static final int MAX = 4;
  private static final int MAX_FOR_A_MOMENT = 16;
  private static final long LATE_NANOS = HttpLimits.LATE.toNanos() + 1;

  // As System.nanoTime may: about to overflow.
  private static final long START = Long.MAX_VALUE - millis(100);

  private final List<Closing> closings = new ArrayList<>();
  private final List<Client> clients = new ArrayList<>();
  private final HttpLimits limits = HttpLimits.of(MAX, Duration.ofSeconds(30));
  private long now = START;
  private final Door door = new Door(limits, () -> now, new Closings());

  @AfterEach
  void hangUp() {
    clients.forEach(EmbeddedChannel::finishAndReleaseAll);
  }

  @Test
  void aNewcomerIsLetInAndWhoSaidNothingLongestGoes() {
    Client first = enter("10.0.0.1");
    now += LATE_NANOS;
    List<Client> others = enter("10.0.0.1", MAX - 1);
    Client newcomer = enter("10.0.0.2");
    assertFalse(first.isOpen());
    assertTrue(others.stream().allMatch(Client::isOpen));
    assertTrue(newcomer.isOpen());
    assertEquals(MAX, door.open());
    assertEquals(List.of(Closing.CROWDED), closings);
  }

  @Test
  void theAddressWithTheMostMakesRoom() {
    Client alone = enter("10.0.0.1");
    now += millis(1);
    Client many = enter("10.0.0.2");
    enter("10.0.0.2", MAX - 2);
    now += LATE_NANOS;
    enter("10.0.0.3");
    assertTrue(alone.isOpen());
    assertFalse(many.isOpen());
  }

  @Test
  void whoHasJustComeIsHeardFirstHoweverManyComeAtOnce() {
    List<Client> burst = enter("10.0.0.1", MAX_FOR_A_MOMENT);
    assertTrue(burst.stream().allMatch(Client::isOpen));
    enter("10.0.0.1");
    assertFalse(burst.getFirst().isOpen(), "even a moment has a bound");
    assertEquals(MAX_FOR_A_MOMENT, door.open());
    now += LATE_NANOS;
    door.sweep();
    assertEquals(MAX - 1, door.open());
  }

  @Test
  void whoseRequestComesHalfASecondAfterItsConnectionIsHeardInACrowd() {
    Client probe = enter("10.0.0.1");
    now += millis(500);
    enter("10.0.0.1", MAX_FOR_A_MOMENT - 2);
    door.sweep();
    assertTrue(probe.isOpen());
  }

  @Test
  void whoWaitsForUsStaysAndWhoKeepsUsWaitingGoes() {
    List<Client> asking = enter("10.0.0.1", 2);
    asking.forEach(Client::ask);
    now += LATE_NANOS;
    List<Client> silent = enter("10.0.0.1", MAX - 2);
    now += LATE_NANOS;
    enter("10.0.0.1");
    assertTrue(asking.stream().allMatch(Client::isOpen));
    assertFalse(silent.getFirst().isOpen());
  }

  @Test
  void aReservedOneIsNotCountedAndNeverGoes() {
    Client operator = enter("10.0.0.1");
    operator.ask();
    operator.visit.keepOpen(true);
    enter("10.0.0.1", MAX);
    now += LATE_NANOS;
    enter("10.0.0.1", MAX_FOR_A_MOMENT);
    assertTrue(operator.isOpen());
  }

  @Test
  void oneRequestIsHeardAndNoMore() {
    Client greedy = enter("10.0.0.1");
    greedy.ask();
    greedy.ask();
    assertEquals(1, greedy.inboundMessages().size());
  }

  @Test
  void whoSaysNothingGoesInTime() {
    Client silent = enter("10.0.0.1");
    now += limits.request().toNanos();
    door.sweep();
    assertTrue(silent.isOpen());
    now += 1;
    door.sweep();
    assertFalse(silent.isOpen());
    assertEquals(List.of(Closing.NO_REQUEST), closings);
    assertEquals(0, door.open());
  }

  @Test
  void whoTakesNothingGoesInTime() {
    Client asking = enter("10.0.0.1");
    asking.ask();
    now += limits.reply().toNanos() + 1;
    door.sweep();
    assertFalse(asking.isOpen());
    assertEquals(List.of(Closing.NOT_TAKEN), closings);
  }

  @Test
  void aStreamMayBeSilentForAsLongAsThereIsNothingToTell() {
    Client reading = enter("10.0.0.1");
    reading.ask();
    reading.visit.keepOpen(false);
    now += Duration.ofDays(1).toNanos();
    door.sweep();
    assertTrue(reading.isOpen());
  }

  private List<Client> enter(String address, int number) {
    List<Client> entered = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      entered.add(enter(address));
    }
    return entered;
  }

  private Client enter(String address) {
    Client client = new Client(address);
    clients.add(client);
    client.visit = new Visit(client, limits, () -> now, door::leave);
    client.pipeline().addLast(client.visit);
    door.enter(client.visit);
    return client;
  }

  private static long millis(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }

  private final class Closings implements HttpObserver {
    @Override
    public void closed(Closing reason) {
      closings.add(reason);
    }

    @Override
    public void refused() {}
  }

  private static final class Client extends EmbeddedChannel {
    private final String address;
    private Visit visit;

    Client(String address) {
      this.address = address;
    }

    void ask() {
      writeInbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/v1/load"));
    }

    @Override
    protected SocketAddress remoteAddress0() {
      return new InetSocketAddress(address, 40_000);
    }
  }
}
