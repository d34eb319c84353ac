package dev.compilefarm.client.command;

import dev.compilefarm.client.cluster.Cluster;
import dev.compilefarm.client.cluster.Evidence;
import dev.compilefarm.client.report.Archive;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code report}: an archive for a bug report. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a zip file for a bug report: the farm, its objects, events, load, jobs, the dispatcher's log.",
      "It holds no source and no arguments of compiles. Values of variables, data of ConfigMaps and"
          + " Secrets are taken out. Look at it before you send it: names and addresses stay."
    })
final class ReportVerb implements Callable<Integer> {
  @Mixin private ClusterOptions cluster;

  @Parameters(paramLabel = "FARM", description = "The farm's name.")
  private String farm;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Default: compilefarm-report-FARM.zip here.")
  private Path file;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Path target = file == null ? Path.of("compilefarm-report-%s.zip".formatted(farm)) : file;
    Map<String, String> parts;
    try (Cluster asked = cluster.connect()) {
      parts = Evidence.of(asked, farm, Version.text());
    }
    try (Archive archive = Archive.create(target)) {
      for (Map.Entry<String, String> part : parts.entrySet()) {
        archive.add(part.getKey(), part.getValue());
      }
    } catch (FileAlreadyExistsException e) {
      throw new UsageException(
          "The file %s exists already; name another with -f".formatted(target));
    }
    spec.commandLine().getOut().println(target);
    spec.commandLine()
        .getErr()
        .println("%d files. Look at them before you send them.".formatted(parts.size()));
    return ExitCode.OK;
  }
}
