package dev.compilefarm.dispatcher.spool;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes what lies on the disk worthless to everybody else: it is other people's source, and stays
 * there when a block is given back or the process is killed. The key is in this process's memory
 * alone. AES in counter mode (NIST SP 800-38A, 6.5), so any part of a block can be read or written;
 * it hides, and does not tell whether the disk changed something. Thread-safe.
 */
final class BlockCipher {
  private static final String TRANSFORMATION = "AES/CTR/NoPadding";
  private static final int KEY_BYTES = 16;
  private static final int CIPHER_BLOCK_BYTES = 16;

  private final SecretKeySpec key;
  private final ThreadLocal<Cipher> ciphers = ThreadLocal.withInitial(BlockCipher::make);

  /** With a fresh key. */
  BlockCipher() {
    byte[] random = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(random);
    key = new SecretKeySpec(random, "AES");
  }

  /**
   * Hides or reveals the first bytes of an array, in place.
   *
   * @param use a number that no other use of a block has: no two have the same key stream
   * @param offset of the first byte in its block
   */
  void apply(byte[] bytes, int length, long use, int offset) {
    ByteBuffer start = ByteBuffer.allocate(CIPHER_BLOCK_BYTES);
    start.putLong(use).putLong(offset / CIPHER_BLOCK_BYTES);
    Cipher cipher = ciphers.get();
    try {
      cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(start.array()));
      cipher.update(new byte[offset % CIPHER_BLOCK_BYTES]);
      cipher.update(bytes, 0, length, bytes, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK cannot encrypt with " + TRANSFORMATION, e);
    }
  }

  private static Cipher make() {
    try {
      return Cipher.getInstance(TRANSFORMATION);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no " + TRANSFORMATION, e);
    }
  }
}
