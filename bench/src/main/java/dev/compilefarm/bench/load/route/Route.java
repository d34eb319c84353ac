package dev.compilefarm.bench.load.route;

import dev.compilefarm.bench.load.client.Client;
import java.io.IOException;
import java.net.InetAddress;

/** A way from users to the slots of one farm. */
public interface Route extends AutoCloseable {

  /** What a table calls it. */
  String name();

  /**
   * A user who compiles by this way.
   *
   * @param address where its connections come from
   * @param parallel the user's {@code -j}
   */
  Client client(InetAddress address, int parallel) throws Exception;

  /** Returns when it has forgotten that a volunteer, which is back, was gone. */
  default void recover() throws IOException {}

  @Override
  default void close() throws IOException {}
}
