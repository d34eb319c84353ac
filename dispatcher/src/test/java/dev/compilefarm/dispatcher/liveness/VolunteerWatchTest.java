package dev.compilefarm.dispatcher.liveness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.transport.PortAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whose compiles are broken off in a network that is not always well; in simulated time. */
class VolunteerWatchTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void aRefusalTakesOneQuestion() {
    WatchedFarm farm = new WatchedFarm(1);
    farm.answers((volunteer, now) -> PortAnswer.REFUSED);
    farm.run(Duration.ofMillis(1200));
    assertEquals(List.of("v0"), farm.brokenOff());
    assertEquals(1, farm.questions("v0"));
  }

  @Test
  void oneOfFiveThatVanishesIsFoundWithinThreeSeconds() {
    WatchedFarm farm = new WatchedFarm(5);
    // Right after it answered: nobody can vanish at a worse time.
    Duration vanished = Duration.ofMillis(5010);
    farm.answers((volunteer, now) -> silentIf(volunteer.equals("v3") && isAfter(now, vanished)));
    farm.run(vanished.plusMillis(2980));
    assertEquals(List.of("v3"), farm.brokenOff());
    // Five that were answered, and three in a row that were not: none beside them.
    assertEquals(8, farm.questions("v3"));
  }

  @Test
  void oneOfTwoThatVanishesIsFoundToo() {
    WatchedFarm farm = new WatchedFarm(2);
    farm.answers((volunteer, now) -> silentIf(volunteer.equals("v0")));
    farm.run(Duration.ofSeconds(4));
    assertEquals(List.of("v0"), farm.brokenOff());
  }

  /** The agent of a network plugin that starts anew: what stands goes on, nothing new comes. */
  @Test
  void aStallOfAllNewConnectionsBreaksNothingOff() {
    // At each tenth of a second between two rounds it may begin, and end.
    for (int tenth = 0; tenth < 10; tenth++) {
      for (int length = 30; length < 40; length++) {
        WatchedFarm farm = new WatchedFarm(5);
        Duration begin = Duration.ofMillis(10_000 + 100L * tenth);
        Duration end = begin.plusMillis(100L * length);
        farm.answers((volunteer, now) -> silentIf(isAfter(now, begin) && !isAfter(now, end)));
        farm.run(Duration.ofSeconds(30));
        assertEquals(List.of(), farm.brokenOff(), "from " + begin + " to " + end);
      }
    }
  }

  /** It begins while questions are on their way, so that some are answered and some are not. */
  @Test
  void aStallInTheMiddleOfARoundBreaksNothingOff() {
    for (int lucky = 0; lucky <= 5; lucky++) {
      WatchedFarm farm = new WatchedFarm(5);
      int last = lucky;
      farm.answers((volunteer, now) -> {
        boolean asksLate = Integer.parseInt(volunteer.substring(1)) >= last;
        Duration begin = Duration.ofSeconds(10).minusNanos(asksLate ? 1 : 0);
        return silentIf(isAfter(now, begin) && !isAfter(now, Duration.ofSeconds(13)));
      });
      farm.run(Duration.ofSeconds(30));
      assertEquals(List.of(), farm.brokenOff(), lucky + " were answered");
    }
  }

  @Test
  void aMinuteWithoutDescriptorsBreaksNothingOff() {
    WatchedFarm farm = new WatchedFarm(5);
    Duration begin = Duration.ofSeconds(10);
    Duration end = begin.plusMinutes(1);
    farm.answers((volunteer, now) ->
        isAfter(now, begin) && !isAfter(now, end) ? PortAnswer.UNKNOWN : PortAnswer.LISTENS);
    farm.run(Duration.ofMinutes(2));
    assertEquals(List.of(), farm.brokenOff());
  }

  @Test
  void whoVanishesWhileNothingCanBeAskedIsFoundAfterwards() {
    WatchedFarm farm = new WatchedFarm(5);
    Duration end = Duration.ofSeconds(20);
    farm.answers((volunteer, now) -> {
      if (!isAfter(now, end)) {
        return PortAnswer.UNKNOWN;
      }
      return silentIf(volunteer.equals("v4"));
    });
    farm.run(end.plusSeconds(4));
    assertEquals(List.of("v4"), farm.brokenOff());
  }

  /**
   * 10,000 rounds of twenty volunteers, of whose questions one in a hundred is lost. Three in a row
   * are lost with the odds of 1 to a million for each volunteer and round, so once in five such
   * runs one volunteer would be taken for gone. This seed has no such row.
   */
  @Test
  void lostQuestionsBreakNothingOff() {
    Random random = new Random(1);
    WatchedFarm farm = new WatchedFarm(20);
    farm.answers((volunteer, now) -> silentIf(random.nextInt(100) == 0));
    farm.run(Duration.ofSeconds(10_000));
    assertEquals(List.of(), farm.brokenOff());
    assertTrue(farm.questions("v0") > 10_000, "asked again after a loss");
  }

  @Test
  void aLoneSilentVolunteerIsLeftToItsConnections() {
    WatchedFarm farm = new WatchedFarm(1);
    farm.answers((volunteer, now) -> PortAnswer.SILENT);
    farm.run(HOUR.plusMillis(1));
    assertEquals(List.of(), farm.brokenOff());
    assertEquals(HOUR.toSeconds(), farm.questions("v0"));
  }

  private static PortAnswer silentIf(boolean silent) {
    return silent ? PortAnswer.SILENT : PortAnswer.LISTENS;
  }

  private static boolean isAfter(Duration now, Duration moment) {
    return now.compareTo(moment) > 0;
  }
}
