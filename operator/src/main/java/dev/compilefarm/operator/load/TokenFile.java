package dev.compilefarm.operator.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * The token by which dispatchers know the operator: of its service account, for the audience {@code
 * compilefarm} and of no use anywhere else. The kubelet renews the file, so it is read each time.
 * Thread-safe.
 */
public final class TokenFile {
  private static final Logger LOG = Logger.getLogger(TokenFile.class);

  /** Three parts in base64url; anything else in a header would be refused there. */
  private static final Pattern TOKEN =
      Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

  private final Optional<Path> file;
  private final AtomicBoolean failed = new AtomicBoolean();

  /**
   * @param file empty where there is none: then dispatchers are read like by anybody else
   */
  public TokenFile(Optional<Path> file) {
    this.file = file;
  }

  /** The token as it is now; empty, and said once in the log, where it cannot be read. */
  Optional<String> read() {
    return file.flatMap(this::read);
  }

  private Optional<String> read(Path path) {
    try {
      String token = Files.readString(path).strip();
      if (!TOKEN.matcher(token).matches()) {
        throw new IOException("it holds no token");
      }
      failed.set(false);
      return Optional.of(token);
    } catch (IOException e) {
      if (!failed.getAndSet(true)) {
        LOG.warnf("%s cannot be used, so dispatchers do not know their operator: %s", path, e);
      }
      return Optional.empty();
    }
  }
}
