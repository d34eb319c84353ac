package dev.compilefarm.operator.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.compilefarm.api.v1alpha1.ToolchainStatus.CompilerStatus;
import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.Notices;
import dev.compilefarm.operator.observe.RefusedJobs;
import dev.compilefarm.operator.observe.SharedAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadReplyTest {

  /** While the operator is updated, dispatchers of other versions run, for as long as jobs do. */
  @ParameterizedTest
  @CsvSource({
    "of-the-first-version, 0, 4",
    "with-limits-of-tenants, 2, 4",
    "with-toolchains, 0, 4",
    "of-a-later-version, 0, 0"
  })
  void readsReplyOfAnyDispatcher(String file, int queuedOverLimit, int busyOfVolunteer)
      throws IOException {
    String reply = Files.readString(Path.of("src/test/resources/load-replies", file + ".json"));

    Load load = LoadReply.parse(reply);

    assertEquals(
        new Load(
            3,
            queuedOverLimit,
            4,
            1,
            OptionalDouble.of(2.1),
            6,
            4,
            load.busyByVolunteer(),
            load.toolchains(),
            load.notices()),
        load);
    assertEquals(busyOfVolunteer, load.busy("v-1"));
  }

  @Test
  void readsWhatVolunteersCompileWith() throws IOException {
    Load load =
        LoadReply.parse(
            Files.readString(Path.of("src/test/resources/load-replies/with-toolchains.json")));

    List<CompilerStatus> compilers =
        List.of(
            new CompilerStatus(
                "/usr/bin/x86_64-linux-gnu-g++-14", "14.2.0", "x86_64-linux-gnu", "00ff"),
            new CompilerStatus("/opt/acme/bin/acmecc", "", "", "11ff"));
    assertEquals(Optional.of(compilers), load.toolchains().of("v-1"));
    assertEquals(Optional.of(compilers), load.toolchains().of("v-2"));
    assertEquals(Optional.empty(), load.toolchains().of("v-3"));
    assertEquals(Optional.empty(), load.toolchains().of("v-4"));
    assertEquals(load.toolchains(), load.plus(load).toolchains());
  }

  /** A volunteer runs what strangers send, and the API server refuses a status that is too long. */
  @Test
  void whatIsTooLongForAStatusIsCutOrLeftOut() throws IOException {
    String compiler =
        "{\"path\": \"%s\", \"version\": \"%s\", \"machine\": \"7\\u001b[31m\", \"digest\": null}";
    String many =
        IntStream.range(0, 100)
            .mapToObj(i -> compiler.formatted("/bin/gcc-" + i, "9".repeat(1000)))
            .collect(Collectors.joining(","));
    Load load =
        LoadReply.parse(
            """
            {"queued":0,"running":0,"oldestWaitSeconds":0,"meanServiceSeconds":null,
             "slots":{"total":0,"busy":0}, "volunteers": [{"name": "v", "toolchain": "x"}, 5],
             "toolchains": [{"id": "x", "compilers": [%s, %s]}, "?", {}]}
            """
                .formatted(compiler.formatted("/" + "p".repeat(4096), ""), many));

    List<CompilerStatus> compilers = load.toolchains().of("v").orElseThrow();
    assertEquals(64, compilers.size());
    assertEquals("/bin/gcc-0", compilers.getFirst().path());
    assertEquals(256, compilers.getFirst().version().length());
    assertEquals("7?[31m", compilers.getFirst().machine());
  }

  /** A volunteer tells zeros of a program that it may run and not read. */
  @Test
  void digestOfZerosIsNotKnown() throws IOException {
    Load load =
        LoadReply.parse(
            """
            {"queued":0,"running":0,"oldestWaitSeconds":0,"slots":{"total":0,"busy":0},
             "volunteers": [{"name": "v", "toolchain": "x"}],
             "toolchains": [{"id": "x", "compilers": [
               {"path": "/bin/gcc", "version": "14", "machine": "m", "digest": "%s"},
               {"path": "/bin/g++", "version": "14", "machine": "m", "digest": "%s"}]}]}
            """
                .formatted("0".repeat(64), "0".repeat(63) + "1"));

    assertEquals(
        List.of("", "0".repeat(63) + "1"),
        load.toolchains().of("v").orElseThrow().stream().map(CompilerStatus::digest).toList());
  }

  @Test
  void knowsNoMeanBeforeTheFirstJob() throws IOException {
    Load load =
        LoadReply.parse(
            """
            {"queued":0,"running":0,"oldestWaitSeconds":0,"meanServiceSeconds":null,
             "slots":{"total":0,"busy":0}}
            """);

    assertEquals(OptionalDouble.empty(), load.meanServiceSeconds());
  }

  @Test
  void readsSharedAddressesWithTheJobsOfTheirTenants() throws IOException {
    Load load =
        LoadReply.parse(
            """
            {"queued":5,"running":4,"oldestWaitSeconds":0,"slots":{"total":4,"busy":4},
             "tenants":[{"tenant":"127.0.0.6","queued":5,"running":3},{"tenant":"10.0.0.1","queued":0,"running":1}],
             "sharedAddresses":[{"address":"fd00::5","reason":"NODE"},{"address":"127.0.0.6","reason":"LOOPBACK"},
               {"reason":"without an address"}]}
            """);

    assertEquals(
        List.of(
            new SharedAddress("127.0.0.6", "LOOPBACK", 8), new SharedAddress("fd00::5", "NODE", 0)),
        load.notices().sharedAddresses());
  }

  @Test
  void takesNoMoreSharedAddressesThanThereCanBe() throws IOException {
    String entries =
        IntStream.range(0, 1000)
            .mapToObj("{\"address\":\"10.0.0.%d\",\"reason\":\"NODE\"}"::formatted)
            .collect(Collectors.joining(","));

    Load load =
        LoadReply.parse(
            """
            {"queued":0,"running":0,"oldestWaitSeconds":0,"slots":{"total":0,"busy":0},"sharedAddresses":[%s]}
            """
                .formatted(entries));

    assertEquals(16, load.notices().sharedAddresses().size());
  }

  @Test
  void readsWhichJobsWereRefusedAndWhichVolunteersFail() throws IOException {
    Load load =
        LoadReply.parse(
            """
            {"queued":0,"running":0,"oldestWaitSeconds":0,"slots":{"total":0,"busy":0},
             "volunteers":[{"name":"a","state":"READY"},{"name":"b","state":"BLACK_HOLE"},
               {"name":"c","state":"BLACK_HOLE","trouble":"TMPDIR_FULL"}],
             "refusals":[{"outcome":"TOO_LARGE","about":"60 MiB","compiler":"g++","requestBytes":7,"jobs":2,
                "sentence":"too\\nlarge"},{"about":"no outcome"},{"outcome":"SOMETHING_NEW"}]}
            """);

    assertEquals(
        List.of(
            new RefusedJobs("TOO_LARGE", "60 MiB", "g++", 7, 2, "too?large"),
            new RefusedJobs("SOMETHING_NEW", "", "", 0, 0, "")),
        load.notices().refused());
    assertEquals(
        Map.of("b", Notices.COMPILES_NOTHING, "c", Notices.TMPDIR_FULL), load.notices().failing());
    assertEquals(4, load.plus(load).notices().refused().getLast().jobs());
  }

  @Test
  void readsWhoseBuildsFellBackFromPump() throws IOException {
    String tenants =
        IntStream.range(0, 100)
            .mapToObj("{\"tenant\":\"t%03d\\n\",\"jobs\":7}"::formatted)
            .collect(Collectors.joining(","));

    Load load =
        LoadReply.parse(
            """
            {"queued":0,"running":0,"oldestWaitSeconds":0,"slots":{"total":0,"busy":0},
             "pumpFallBacks":[{"jobs":7},%s]}
            """
                .formatted(tenants));

    assertEquals(16, load.notices().fallenBack().size());
    assertEquals("t000?", load.notices().fallenBack().first());
    assertEquals(load.notices(), load.plus(load).notices());
  }

  @Test
  void takesNoMoreRefusalsThanThereCanBe() throws IOException {
    String kinds =
        IntStream.range(0, 1000)
            .mapToObj(i ->
                "{\"outcome\":\"POISON\",\"about\":\"%d\",\"sentence\":\"%s\"}"
                    .formatted(i, "x".repeat(5000)))
            .collect(Collectors.joining(","));

    Load load =
        LoadReply.parse(
            """
            {"queued":0,"running":0,"oldestWaitSeconds":0,"slots":{"total":0,"busy":0},"refusals":[%s]}
            """
                .formatted(kinds));

    assertEquals(16, load.notices().refused().size());
    assertEquals(1000, load.notices().refused().getFirst().sentence().length());
  }

  @Test
  void namesTheMissingField() {
    IOException failure =
        assertThrows(
            IOException.class,
            () -> LoadReply.parse("{\"queued\":1,\"running\":1,\"oldestWaitSeconds\":0}"));

    assertEquals("the reply has no number at /slots/total", failure.getMessage());
  }

  @Test
  void saysThatTheReplyIsNotJson() {
    IOException failure = assertThrows(IOException.class, () -> LoadReply.parse("<html>"));

    assertEquals(
        "the reply is not JSON: ",
        failure.getMessage().substring(0, "the reply is not JSON: ".length()));
  }
}
