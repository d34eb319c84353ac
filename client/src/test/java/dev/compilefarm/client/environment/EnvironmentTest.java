package dev.compilefarm.client.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
  private static final Map<String, String> DATA = new LinkedHashMap<>();

  static {
    DATA.put("DISTCC_HOSTS", "main.ci.svc:3632/32,lzo main.ci.svc:3633/32,lzo");
    DATA.put("DISTCC_PUMP_HOSTS", "main.ci.svc:3632/32,lzo,cpp main.ci.svc:3633/32,lzo,cpp");
    DATA.put("ODD", "it's \"so\"");
  }

  private static final FarmEnvironment FARM =
      FarmEnvironment.of(DATA, "DISTCC_HOSTS: Two entries.\nno reason\nODD: For quotes: all.");

  @Test
  void writesEachForm() {
    assertEquals(
        """
        # DISTCC_HOSTS: Two entries.
        # DISTCC_PUMP_HOSTS: The hosts for pump mode: who runs distcc-pump sets DISTCC_HOSTS to them.
        # ODD: For quotes: all.
        export DISTCC_HOSTS='main.ci.svc:3632/32,lzo main.ci.svc:3633/32,lzo'
        export DISTCC_PUMP_HOSTS='main.ci.svc:3632/32,lzo,cpp main.ci.svc:3633/32,lzo,cpp'
        export ODD='it'\\''s "so"'
        """,
        EnvironmentForm.SHELL.explain(FARM.variables()));
    assertTrue(
        EnvironmentForm.DOTENV
            .render(FARM.variables())
            .startsWith("DISTCC_HOSTS=main.ci.svc:3632/32,lzo main"));
    assertEquals(
        EnvironmentForm.DOTENV.render(FARM.variables()),
        EnvironmentForm.GITHUB.explain(FARM.variables()));
    assertTrue(
        EnvironmentForm.GITLAB.render(FARM.variables()).contains("\n  ODD: 'it''s \"so\"'\n"));
    assertTrue(EnvironmentForm.JSON.render(FARM.variables()).contains("\"it's \\\"so\\\"\""));
  }

  @Test
  void sumsTheLimitsUp() {
    assertEquals(64, FARM.jobsAtMost());
    assertEquals(18, FittingJobs.of(2, 64, false));
    assertEquals(64, FittingJobs.of(2, 64, true));
    assertEquals(180, FittingJobs.of(2, 0, true));
  }

  @Test
  void goesThroughAnotherAddress() {
    assertEquals("main.ci.svc", FARM.host());
    assertEquals("127.0.0.1:4000/64,lzo", FARM.through("127.0.0.1:4000").value("DISTCC_HOSTS"));
    assertEquals(
        "127.0.0.1:4000/64,lzo,cpp",
        FARM.forPump().through("127.0.0.1:4000").value("DISTCC_HOSTS"));
  }

  @Test
  void knowsThePodOfItsFarm() {
    Map<String, String> pod =
        Map.of(
            "KUBERNETES_SERVICE_HOST", "10.0.0.1",
            "DISTCC_HOSTS", "main.ci.svc:3632/32,lzo",
            "HOME", "/tmp");
    assertTrue(FarmEnvironment.isInPodOf(pod, "main"));
    assertFalse(FarmEnvironment.isInPodOf(pod, "mai"));
    assertFalse(FarmEnvironment.isInPodOf(Map.of("DISTCC_HOSTS", "main.ci.svc:3632"), "main"));
    assertEquals(1, FarmEnvironment.inherited(pod).variables().size());
  }

  @Test
  void explainsWhatAPodHasWithoutTheOperatorsReasons() {
    Map<String, String> pod = new LinkedHashMap<>(DATA);
    pod.put("DISTCC_BACKOFF_PERIOD", "1");
    pod.put("DISTCC_ODD", "1");
    assertEquals(
        """
        # DISTCC_BACKOFF_PERIOD: A failed entry is avoided for so many seconds; 60 by default, and never 0.
        # DISTCC_HOSTS: Two entries for one farm: a job that fails on one goes to the other, not home.
        # DISTCC_PUMP_HOSTS: The hosts for pump mode: who runs distcc-pump sets DISTCC_HOSTS to them.
        export DISTCC_BACKOFF_PERIOD='1'
        export DISTCC_HOSTS='main.ci.svc:3632/32,lzo main.ci.svc:3633/32,lzo'
        export DISTCC_ODD='1'
        export DISTCC_PUMP_HOSTS='main.ci.svc:3632/32,lzo,cpp main.ci.svc:3633/32,lzo,cpp'
        """,
        EnvironmentForm.SHELL.explain(FarmEnvironment.inherited(pod).variables()));
  }
}
