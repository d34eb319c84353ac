package dev.compilefarm.dispatcher.times;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.history.Expectation.From;
import dev.compilefarm.dispatcher.history.KnownTimes;
import dev.compilefarm.dispatcher.history.Likeness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptTimesTest {
  private static final Likeness JOB = Likeness.of("g++", 1, 0, Optional.of("a.cpp"), 1_000);

  @TempDir private Path directory;

  @Test
  void knowsAtTheNextStartWhatWasKnownAtTheEnd() throws IOException {
    assertFalse(isKnown(read()));
    keep(knows(7));
    assertEquals(7, read().expect(JOB).seconds(), 1e-3);
    keep(knows(9));
    assertEquals(9, read().expect(JOB).seconds(), 1e-3);
    assertEquals(List.of(KeptTimes.NAME), names());
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(file())),
        "nobody else's business");
  }

  @Test
  void writesNothingWhereNothingIsNew() throws IOException {
    keep(new KnownTimes());
    assertEquals(List.of(), names());
  }

  @Test
  void asksForNoCopyWhereNothingIsNew() {
    AtomicInteger copies = new AtomicInteger();
    KnownTimes known = new KnownTimes();
    try (KeptTimes kept = kept(directory)) {
      kept.keep(
          known::learned,
          () -> {
            copies.incrementAndGet();
            return known.copy();
          });
    }
    assertEquals(0, copies.get());
  }

  @Test
  void deletesAtTheStartWhatAKilledProcessLeft() throws IOException {
    Files.writeString(newFileOfAnother(), "half");
    Files.writeString(directory.resolve(KeptTimes.NAME + "-newer"), "somebody's");
    read();
    assertEquals(List.of(KeptTimes.NAME + "-newer"), names());
  }

  @Test
  void leavesAloneWhatAnotherProcessWritesLater() throws IOException {
    try (KeptTimes kept = kept(directory)) {
      kept.read();
      KnownTimes known = knows(7);
      kept.keep(known::learned, known::copy);
      Files.writeString(newFileOfAnother(), "half");
    }
    assertTrue(Files.exists(newFileOfAnother()));
    try (KeptTimes one = kept(directory);
        KeptTimes other = kept(directory)) {
      assertNotEquals(one.newFile(), other.newFile());
    }
  }

  @Test
  void forgetsWhatItCannotRead() throws IOException {
    Files.writeString(file(), "something else");
    assertFalse(isKnown(read()));
    keep(knows(7));
    assertTrue(isKnown(read()), "it is replaced");
  }

  @Test
  void readsAndWritesThroughNoLink() throws IOException {
    Path elsewhere = directory.resolve("elsewhere");
    keep(knows(7));
    Files.move(file(), elsewhere);
    Files.createSymbolicLink(file(), elsewhere);
    assertFalse(isKnown(read()));
    Path others = Files.writeString(directory.resolve("others"), "precious");
    Files.createSymbolicLink(newFileOfAnother(), others);
    try (KeptTimes kept = kept(directory)) {
      assertFalse(isKnown(kept.read()));
      Files.createSymbolicLink(kept.newFile(), others);
      KnownTimes known = knows(9);
      kept.keep(known::learned, known::copy);
    }
    assertEquals("precious", Files.readString(others));
    assertTrue(isKnown(read()));
  }

  @Test
  void doesWithoutADirectory() {
    KeptTimes nowhere = kept(directory.resolve("missing"));
    assertFalse(isKnown(nowhere.read()));
    KnownTimes known = knows(7);
    nowhere.keep(known::learned, known::copy);
    nowhere.close();
  }

  private static boolean isKnown(KnownTimes known) {
    return known.expect(JOB).from() == From.EARLIER_JOB;
  }

  private KnownTimes read() {
    try (KeptTimes kept = kept(directory)) {
      return kept.read();
    }
  }

  private void keep(KnownTimes known) {
    try (KeptTimes kept = kept(directory)) {
      kept.keep(known::learned, known::copy);
    }
  }

  /** One that a busy machine does not make give up. */
  private static KeptTimes kept(Path directory) {
    return new KeptTimes(directory, Duration.ofMinutes(5));
  }

  private Path newFileOfAnother() {
    return directory.resolve(KeptTimes.NAME + "-new-0123456789abcdef");
  }

  private static KnownTimes knows(int seconds) {
    KnownTimes known = new KnownTimes();
    known.took(JOB, TimeUnit.SECONDS.toNanos(seconds));
    return known;
  }

  private Path file() {
    return directory.resolve(KeptTimes.NAME);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
