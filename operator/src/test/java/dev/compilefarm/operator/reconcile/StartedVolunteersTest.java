package dev.compilefarm.operator.reconcile;

import static dev.compilefarm.operator.observe.Facts.notReady;
import static dev.compilefarm.operator.observe.Facts.ready;
import static dev.compilefarm.operator.observe.Facts.startedIn;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.operator.observe.PodFact;
import dev.compilefarm.operator.observe.VolunteerStart;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StartedVolunteersTest {
  private static final StartedVolunteers NONE = StartedVolunteers.UNSEEN.after(List.of());
  private static final PodFact COMING = notReady("a", Instant.EPOCH);

  @Test
  void startIsNewsOnce() {
    StartedVolunteers coming = NONE.after(List.of(COMING));
    StartedVolunteers there = coming.after(List.of(up("a", 3)));

    assertEquals(List.of(), NONE.news(List.of(COMING)));
    assertEquals(List.of(start(3)), coming.news(List.of(up("a", 3))));
    assertEquals(List.of(), there.news(List.of(up("a", 3))));
    assertEquals(Optional.of(start(3)), there.last());
  }

  /** Its TMPDIR was full for an hour, say. */
  @Test
  void volunteerThatIsReadyAgainDidNotStart() {
    StartedVolunteers there = NONE.after(List.of(up("a", 3))).after(List.of(COMING));

    assertEquals(List.of(), there.news(List.of(up("a", 3600))));
    assertEquals(Optional.of(start(3)), there.after(List.of(up("a", 3600))).last());
  }

  /** Nobody knows what became of them while no operator looked. */
  @Test
  void volunteersThatWereThereBeforeThisProcessDoNotCount() {
    StartedVolunteers first = StartedVolunteers.UNSEEN.after(List.of(COMING, up("b", 1)));

    assertEquals(List.of(), StartedVolunteers.UNSEEN.news(List.of(up("b", 1))));
    assertEquals(List.of(), first.news(List.of(up("a", 3), up("b", 1))));
    assertEquals(Optional.empty(), first.last());
  }

  @Test
  void ofSeveralTheLongestIsTheLast() {
    StartedVolunteers both = NONE.after(List.of(up("a", 9), up("b", 1)));

    assertEquals(List.of(start(9), start(1)), NONE.news(List.of(up("a", 9), up("b", 1))));
    assertEquals(Optional.of(start(9)), both.last());
    assertEquals(Optional.of(start(9)), both.after(List.of()).last());
  }

  @Test
  void thoseThatAreGoneAreForgotten() {
    assertEquals(
        Optional.of(Set.of("b")),
        NONE.after(List.of(up("a", 1), up("b", 1))).after(List.of(up("b", 1))).names());
  }

  private static PodFact up(String name, int seconds) {
    return startedIn(start(seconds), ready(name, Instant.EPOCH));
  }

  private static VolunteerStart start(int seconds) {
    return new VolunteerStart(
        Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(seconds));
  }
}
