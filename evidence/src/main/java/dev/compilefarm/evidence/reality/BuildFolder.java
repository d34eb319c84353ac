package dev.compilefarm.evidence.reality;

import dev.compilefarm.evidence.build.BuildGraph;
import dev.compilefarm.evidence.build.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A build on the disk: its makefile and its sources, and later its objects. */
record BuildFolder(Path path, BuildGraph build) {

  /** What the compiler that sleeps writes where it is not on a volunteer. */
  private static final String MADE_AT_HOME = "made at home\n";

  /** Writes all that the build begins with. */
  static BuildFolder write(Path folder, BuildGraph build) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("Makefile"), MakefileText.of(build));
    for (Task task : build.tasks()) {
      if (task.isCompile()) {
        Files.writeString(folder.resolve(task.source()), MakefileText.source(task));
      }
    }
    return new BuildFolder(folder, build);
  }

  /** The objects that no volunteer made. All must be there. */
  long madeAtHome() throws IOException {
    long count = 0;
    for (Task task : build.tasks()) {
      if (Files.readString(path.resolve(MakefileText.target(task))).equals(MADE_AT_HOME)) {
        count++;
      }
    }
    return count;
  }
}
