package dev.compilefarm.dispatcher.toolchain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * All compilers of a volunteer, all names by which it runs them, and how it runs them. Immutable.
 * Two are equal where their content is; that is told by a SHA-256, because volunteers run what
 * strangers send and may tell what they like.
 */
public final class Toolchain {
  private static final int ID_LENGTH = 12;

  private final List<Compiler> compilers;
  private final Set<String> names;
  private final Set<Check> checks;
  private final long memoryBytes;
  private final String digest;

  /** One with these compilers, whose distccd checks nothing, and without a limit of memory. */
  public Toolchain(Collection<Compiler> compilers, Collection<String> names) {
    this(compilers, names, Set.of(), 0);
  }

  /**
   * One with these compilers, in any order.
   *
   * @param names what distccd accepts as the first argument of a request, to the letter
   * @param checks what distccd itself does with jobs that stock distccd gets wrong
   * @param memoryBytes the limit of memory for all jobs of the volunteer together; 0 where none is
   *     known
   */
  public Toolchain(
      Collection<Compiler> compilers,
      Collection<String> names,
      Set<Check> checks,
      long memoryBytes) {
    this.compilers =
        compilers.stream()
            .sorted(Comparator.comparing(Compiler::path).thenComparing(Compiler::digest))
            .toList();
    this.names = Set.copyOf(names);
    this.checks = Set.copyOf(checks);
    this.memoryBytes = memoryBytes;
    this.digest = digest();
  }

  /** 12 hexadecimal digits that tell it from others, for people; not proof against a forger. */
  public String id() {
    return digest.substring(0, ID_LENGTH);
  }

  /** By path. */
  public List<Compiler> compilers() {
    return compilers;
  }

  /** What may be the first argument of a request, in no order. */
  public Set<String> names() {
    return names;
  }

  /** Whether the volunteer runs a compiler by this name, which is a request's first argument. */
  public boolean has(String name) {
    return names.contains(name);
  }

  /** Whether the volunteer can do a job with such needs. */
  public boolean serves(Needs needs) {
    return has(needs.compiler()) && checks.containsAll(needs.checks());
  }

  /** What distccd itself does with jobs that stock distccd gets wrong. */
  public Set<Check> checks() {
    return checks;
  }

  /** Bytes of memory that the volunteer may use, or 0 where no limit is known. */
  public long memoryBytes() {
    return memoryBytes;
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof Toolchain that && digest.equals(that.digest));
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  @Override
  public String toString() {
    return id();
  }

  private String digest() {
    MessageDigest sha256 = sha256();
    for (Compiler compiler : compilers) {
      add(sha256, compiler.path());
      add(sha256, compiler.version());
      add(sha256, compiler.machine());
      add(sha256, compiler.digest());
    }
    add(sha256, "");
    new TreeSet<>(names).forEach(name -> add(sha256, name));
    if (!checks.isEmpty() || memoryBytes > 0) {
      add(sha256, "");
      add(sha256, "%s %d".formatted(new TreeSet<>(checks), memoryBytes));
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  /** No text has a zero byte within, or else two contents could have one digest. */
  private static void add(MessageDigest sha256, String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a text of a toolchain has a zero byte");
    }
    sha256.update(text.getBytes(StandardCharsets.UTF_8));
    sha256.update((byte) 0);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
