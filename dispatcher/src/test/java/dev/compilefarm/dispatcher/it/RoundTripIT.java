package dev.compilefarm.dispatcher.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When nothing goes wrong: what comes back from the farm is what a local compiler says. */
@Timeout(300)
class RoundTripIT {
  @TempDir Path scratch;

  @ParameterizedTest
  @ValueSource(strings = {"", ",lzo"})
  void buildsWhatALocalCompilerBuilds(String options) throws Exception {
    try (RealDistccd one = RealDistccd.start(Ports.free(), 2, scratch);
        RealDistccd two = RealDistccd.start(Ports.free(), 1, scratch);
        RealDispatcher dispatcher =
            RealDispatcher.start(scratch, one.volunteer() + "," + two.volunteer())) {
      RealClient client = new RealClient(scratch, "client", dispatcher.hosts(options));
      List<Process> compiles = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        compiles.add(client.compile("t" + i + ".cpp", source(i), "-O1"));
      }
      for (int i = 0; i < compiles.size(); i++) {
        client.assertCompiled(compiles.get(i), "t" + i + ".cpp", "-O1");
      }
      dispatcher.awaitLoad("all are done", load -> load.at("/jobs/done").asInt() == 9);
      assertEquals(9, dispatcher.load().at("/jobs/accepted").asInt());
      int protocol = options.isEmpty() ? 1 : 2;
      assertTrue(
          dispatcher
              .jobs("")
              .valueStream()
              .allMatch(job -> job.path("protocol").asInt() == protocol));
    }
  }

  @Test
  void passesACompilersErrorOnAndCountsItAsDone() throws Exception {
    try (RealDistccd volunteer = RealDistccd.start(Ports.free(), 1, scratch);
        RealDispatcher dispatcher = RealDispatcher.start(scratch, volunteer.volunteer())) {
      RealClient client = new RealClient(scratch, "client", dispatcher.hosts(",lzo"));
      assertEquals(1, client.compile("wrong.c", "int x(").waitFor());
      assertTrue(client.log().contains("wrong.c:1:1: error:"), client.log());
      dispatcher.awaitLoad("the job is done", load -> load.at("/jobs/done").asInt() == 1);
      assertEquals(0, dispatcher.load().at("/jobs/replayed").asInt());
    }
  }

  private static String source(int number) {
    return """
    #include <string>
    #include <vector>
    std::string joined%d(int n) {
      std::vector<std::string> parts(n, "x");
      std::string all;
      for (const auto& part : parts) all += part;
      return all;
    }
    """
        .formatted(number);
  }
}
