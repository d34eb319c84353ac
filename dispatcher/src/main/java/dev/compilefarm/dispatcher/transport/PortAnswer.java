package dev.compilefarm.dispatcher.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;

/** What a port says to whoever asks whether somebody listens. */
public enum PortAnswer {
  /** Somebody listens. */
  LISTENS,
  /** Certainly nobody listens: the connection was refused, or no way leads to the host. */
  REFUSED,
  /** No answer in time: the host vanished, or the question or its answer was lost. */
  SILENT,
  /**
   * The question was never put, for a reason of our own: no descriptor or local port was free, or
   * the name was not found. It says nothing of the volunteer.
   */
  UNKNOWN;

  /**
   * What the failure of a connect means. The JDK turns ECONNREFUSED and ETIMEDOUT into {@link
   * ConnectException}, which differ in their text alone, and EHOSTUNREACH into {@link
   * NoRouteToHostException} ({@code NioSocketImpl}, {@code net_util_md.c}).
   */
  public static PortAnswer of(IOException failure) {
    return switch (failure) {
      case SocketTimeoutException _ -> SILENT;
      case NoRouteToHostException _ -> REFUSED;
      case ConnectException refusal when isRefusal(refusal) -> REFUSED;
      case ConnectException _ -> SILENT;
      default -> UNKNOWN;
    };
  }

  private static boolean isRefusal(ConnectException failure) {
    return failure.getMessage() != null && failure.getMessage().contains("refused");
  }
}
