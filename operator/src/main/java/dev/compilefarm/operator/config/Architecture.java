package dev.compilefarm.operator.config;

/**
 * The name of a machine's architecture as Kubernetes labels nodes with it, which is Go's GOARCH.
 * The operator's own needs no right to read nodes: it runs on one.
 */
final class Architecture {
  private Architecture() {}

  /**
   * @param name the system property {@code os.arch} of a JVM on Linux
   */
  static String ofJava(String name) {
    return switch (name) {
      case "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      case "i386", "i586", "i686", "x86" -> "386";
      default -> name;
    };
  }
}
