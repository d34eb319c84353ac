package dev.compilefarm.dispatcher.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The recordings that the command is tested with have the fields that a dispatcher says now. */
@Timeout(300)
class RecordedFarmsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FARMS = Path.of("..", "client", "src", "test", "resources", "farms");

  /** They are there only where something is known, or has happened. */
  private static final Set<String> SOMETIMES =
      Set.of(
          "tenants[].bound",
          "volunteers[].toolchain",
          "volunteers[].trouble",
          "sharedAddresses[].address",
          "sharedAddresses[].reason");

  @TempDir Path scratch;

  @Test
  void haveTheFieldsOfALiveDispatcher() throws Exception {
    List<Path> farms;
    try (Stream<Path> folders = Files.list(FARMS)) {
      farms = folders.filter(Files::isDirectory).sorted().toList();
    }
    assertEquals(7, farms.size(), farms::toString);
    try (RealDistccd volunteer = RealDistccd.start(Ports.free(), 1, scratch);
        Gate gate = Gate.closed(scratch);
        RealDispatcher dispatcher = RealDispatcher.start(scratch, volunteer.volunteer())) {
      RealClient client = new RealClient(scratch, "client", dispatcher.hosts(",lzo"));
      client.assertCompiled(client.compile("ended.c", "int ended;\n"), "ended.c");
      Process running = client.compile("running.c", gate.source());
      Process queued = client.compile("queued.c", gate.source());
      dispatcher.awaitLoad(
          "one runs and one waits",
          load -> load.get("running").asInt() == 1 && load.get("queued").asInt() == 1);

      Set<String> load = fields(dispatcher.load());
      Set<String> jobs = fields(JSON.readTree(dispatcher.get("/v1/jobs").body()));
      for (Path farm : farms) {
        assertEquals(load, fields(recorded(farm, "load.json")), () -> advice(farm));
        assertEquals(jobs, fields(recorded(farm, "jobs.json")), () -> advice(farm));
      }
      gate.open();
      assertEquals(0, running.waitFor());
      assertEquals(0, queued.waitFor());
    }
  }

  private static String advice(Path farm) {
    return farm.getFileName() + " is of another version: call dev/record-farms as root";
  }

  private static JsonNode recorded(Path farm, String file) throws IOException {
    return JSON.readTree(Files.readString(farm.resolve(file)));
  }

  /** Paths to all values; those of a list's elements are the same. */
  private static Set<String> fields(JsonNode said) {
    return paths(said)
        .filter(path -> !SOMETIMES.contains(path))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> paths(JsonNode node) {
    if (node.isArray()) {
      return Stream.concat(
          Stream.of("[]"),
          node.valueStream().flatMap(RecordedFarmsIT::paths).map(path -> joined("[]", path)));
    }
    return node.isObject()
        ? node.properties().stream()
            .flatMap(field -> paths(field.getValue()).map(path -> joined(field.getKey(), path)))
        : Stream.of("");
  }

  private static String joined(String name, String path) {
    return path.isEmpty() || path.startsWith("[") ? name + path : name + "." + path;
  }
}
