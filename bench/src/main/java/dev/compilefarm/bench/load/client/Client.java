package dev.compilefarm.bench.load.client;

import java.net.InetAddress;
import java.time.Duration;

/** One user's client of a farm. May be used by many threads, one for each running job. */
public interface Client {

  /** Runs one job that takes so long on a slot; returns when make would see its end. */
  Compiled compile(Duration compileTime) throws Exception;

  /** Makes the client of a user. */
  interface Factory {

    /**
     * A user who has run nothing yet.
     *
     * @param address where its connections come from
     * @param parallel its {@code -j}
     */
    Client of(InetAddress address, int parallel) throws Exception;
  }
}
