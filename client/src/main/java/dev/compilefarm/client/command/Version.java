package dev.compilefarm.client.command;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of the jar that this is part of. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"compilefarm " + text()};
  }

  static String text() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("(unpackaged)");
  }
}
