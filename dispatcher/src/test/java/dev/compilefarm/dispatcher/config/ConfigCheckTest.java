package dev.compilefarm.dispatcher.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.config.TenantSyntax.NamedTenant;
import dev.compilefarm.dispatcher.queue.TenantShare;
import dev.compilefarm.dispatcher.server.EntryPort;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCheckTest {
  private static final TenantShare OTHERS = TenantShare.equal(7, 1000);

  @Test
  void takesEitherAFarmOrFixedVolunteers() {
    assertEquals(List.of(), problems(Map.of("farm", "main", "namespace", "ci")));
    assertEquals(List.of(), problems(Map.of("volunteers", "10.0.0.7:3632/4,[::1]:3632/200")));
  }

  /** The operator's grace is the wait and the lifetime together, and half a minute. */
  @Test
  void takesTheGraceOfTheLongestWaitAndLifetime() {
    assertEquals(
        List.of(),
        problems(
            Map.of(
                "farm", "main",
                "namespace", "ci",
                "queue.max-wait-seconds", "86400",
                "job-lifetime-seconds", "86400",
                "shutdown-grace-seconds", "172830")));
  }

  @Test
  void demandsExactlyOneSource() {
    List<Map<String, String>> wrong =
        List.of(
            Map.of(),
            Map.of("farm", "main"),
            Map.of("namespace", "ci"),
            Map.of("farm", "main", "volunteers", "h:1/1"),
            Map.of("farm", "main", "namespace", "ci", "volunteers", "h:1/1"));
    for (Map<String, String> settings : wrong) {
      assertTrue(
          problems(settings).getFirst().startsWith("the volunteers must come from one place"),
          settings::toString);
    }
  }

  @Test
  void namesEveryProblemAtOnce() {
    assertEquals(
        List.of(
            "compilefarm.volunteers: 'nonsense' is not of the form host:port/slots,"
                + " 10.0.0.7:3632/4 for instance",
            "compilefarm.volunteers: 'h:70000/4' has port 70000; it must lie between 1 and 65535",
            "compilefarm.volunteers: 'h:1/201' has 201 slots; they must lie between 1 and 200",
            "compilefarm.ports: '70000' has port 70000; it must lie between 0 and 65535",
            "compilefarm.tenants: 'weight=big' in 'ci weight=big' must be a number between 1 and 100",
            "compilefarm.job-lifetime-seconds is 0; it must lie between 1 and 86400",
            "compilefarm.queue.max-queued-jobs is 0; it must lie between 1 and 1000000"),
        problems(
            Map.of(
                "volunteers", "nonsense,h:70000/4,h:1/201",
                "ports", "70000",
                "tenants", "ci weight=big",
                "job-lifetime-seconds", "0",
                "queue.max-queued-jobs", "0")));
  }

  @Test
  void readsAFixedVolunteer() {
    assertEquals(
        new Volunteer("build.local:3632", "build.local", 3632, 8, Availability.READY),
        FixedVolunteer.parse(" build.local:3632/8 "));
    assertThrows(IllegalArgumentException.class, () -> FixedVolunteer.parse("build.local/8"));
  }

  @Test
  void readsWhichCompilersAFixedVolunteerHas() {
    Volunteer volunteer = FixedVolunteer.parse("10.0.0.7:3632/4=gcc:/opt/x/bin/g++");
    assertEquals("10.0.0.7:3632", volunteer.name());
    assertEquals(Set.of("gcc", "/opt/x/bin/g++"), volunteer.toolchain().orElseThrow().names());
    assertEquals(Optional.empty(), FixedVolunteer.parse("10.0.0.7:3632/4").toolchain());
    for (String wrong : List.of("h:1/2=", "h:1/2=:gcc", "h:1/2=gcc:", "h:1/2 gcc")) {
      assertThrows(IllegalArgumentException.class, () -> FixedVolunteer.parse(wrong), wrong);
    }
  }

  @Test
  void readsAFixedVolunteerOfIpv6() {
    Volunteer volunteer = FixedVolunteer.parse("[fd00::1]:3632/4");
    assertEquals(
        new Volunteer("[fd00::1]:3632", "fd00:0:0:0:0:0:0:1", 3632, 4, Availability.READY),
        volunteer);
    assertEquals("[fd00:0:0:0:0:0:0:1]:3632", volunteer.address());
    assertEquals("10.0.0.7:3632", FixedVolunteer.parse("10.0.0.7:3632/4").address());
    for (String wrong : List.of("fd00::1:3632/4", "[fd00::1::2]:3632/4", "[10.0.0.7]:3632/4")) {
      assertThrows(IllegalArgumentException.class, () -> FixedVolunteer.parse(wrong), wrong);
    }
  }

  @Test
  void boundsTheAgeOfTheListAndTheReportPort() {
    assertEquals(
        List.of(
            "compilefarm.volunteer-list-max-age-seconds is 1; it must lie between 2 and 3600",
            "compilefarm.report-port is 65536; it must lie between 0 and 65535"),
        problems(
            Map.of(
                "volunteers", "h:1/1",
                "volunteer-list-max-age-seconds", "1",
                "report-port", "65536")));
  }

  @Test
  void readsEntryPorts() {
    assertEquals(new EntryPort(3632, Optional.empty()), EntryPortSyntax.parse(" 3632 "));
    assertEquals(new EntryPort(3642, Optional.of("ci-1")), EntryPortSyntax.parse("3642=ci-1"));
    for (String wrong : List.of("", "x", "3642=", "3642=CI", "3642=a b", "=ci")) {
      assertThrows(
          IllegalArgumentException.class, () -> EntryPortSyntax.parse(wrong), "'" + wrong + "'");
    }
  }

  @Test
  void readsTenants() {
    assertEquals(
        new NamedTenant("nightly", new TenantShare(3, 10, 200, 1000)),
        TenantSyntax.parse(" nightly max-running=10 weight=3  max-queued=200", OTHERS));
    assertEquals(new NamedTenant("0:0:0:0:0:0:0:1", OTHERS), TenantSyntax.parse("::1", OTHERS));
    assertEquals(
        new NamedTenant("relayed", OTHERS, Optional.of(Duration.ofSeconds(30))),
        TenantSyntax.parse("relayed client-patience=30", OTHERS));
    for (String wrong :
        List.of("", "weight=2", "a weight", "a weight=0", "a weight=101", "a x=1")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> TenantSyntax.parse(wrong, OTHERS),
          "'" + wrong + "'");
    }
    assertEquals(
        "'a weight=1 weight=2' gives weight twice",
        assertThrows(
                IllegalArgumentException.class,
                () -> TenantSyntax.parse("a weight=1 weight=2", OTHERS))
            .getMessage());
  }

  @Test
  void callsAnIpv6TenantAsConnectionsAreCalled() {
    assertEquals("fd00:0:0:0:0:0:0:5", TenantSyntax.parse("fd00::5 weight=2", OTHERS).name());
    assertEquals("10.0.0.7", TenantSyntax.parse("10.0.0.7", OTHERS).name());
    assertEquals("1234", TenantSyntax.parse("1234", OTHERS).name(), "a port's label");
    assertEquals(
        List.of("compilefarm.tenants: 'fd00::g' is neither a tenant's name nor an IPv6 address"),
        problems(Map.of("volunteers", "h:1/1", "tenants", "fd00::g")));
  }

  @Test
  void wantsASpoolDirectoryInWhichFilesCanBeMade(@TempDir Path scratch) throws IOException {
    assertEquals(List.of(), problems(spool("directory", scratch.toString())));
    Path missing = scratch.resolve("missing");
    Path file = Files.createFile(scratch.resolve("file"));
    for (Path wrong : List.of(missing, file)) {
      assertEquals(
          List.of(
              "compilefarm.spool.directory: "
                  + wrong
                  + " is no directory; name one that exists, or none to keep all in memory"),
          problems(spool("directory", wrong.toString())));
    }
    // Not even root may make files there.
    List<String> problems = problems(spool("directory", "/proc/self"));
    assertTrue(
        problems
            .getFirst()
            .startsWith("compilefarm.spool.directory: no file can be made in /proc/self ("),
        problems::toString);
  }

  @Test
  void boundsTheSpool() {
    assertEquals(
        List.of(
            "compilefarm.spool.disk-bytes is 1; it must lie between 1048576 and 1125899906842624"),
        problems(spool("disk-bytes", "1")));
    assertEquals(
        List.of(
            "compilefarm.spool.memory-bytes-per-job is -1; it must lie between 0 and 1073741824"),
        problems(spool("memory-bytes-per-job", "-1")));
  }

  private static Map<String, String> spool(String setting, String value) {
    return Map.of("volunteers", "h:1/1", "spool." + setting, value);
  }

  private static List<String> problems(Map<String, String> settings) {
    SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().withMapping(DispatcherConfig.class);
    settings.forEach((name, value) -> builder.withDefaultValue("compilefarm." + name, value));
    return ConfigCheck.problems(builder.build().getConfigMapping(DispatcherConfig.class));
  }
}
