package dev.compilefarm.bench.load.route;

import dev.compilefarm.bench.load.client.HostEntry;
import java.io.IOException;
import java.util.List;

/** A way from users to the slots of one farm. */
public interface Route extends AutoCloseable {

  /** What a table calls it. */
  String name();

  /**
   * The {@code DISTCC_HOSTS} that its users would be told to set.
   *
   * @param parallel the user's {@code -j}
   */
  List<HostEntry> hosts(int parallel);

  /** Returns when it has forgotten that a volunteer, which is back, was gone. */
  default void recover() throws IOException {}

  @Override
  default void close() throws IOException {}
}
