package dev.compilefarm.dispatcher.history;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * {@link KnownTimes} as bytes, for a disk: a number that says what it is and in which version, the
 * rates, the times in the order of their use, and a checksum. Pure.
 */
public final class TimesCodec {
  /** Most bytes that it makes or reads. */
  public static final int BYTES_MAX = bytes(Rates.FAMILIES_MAX, TimeTable.ENTRIES);

  /** {@code cf-times}; its last byte rises with each change of the format. */
  private static final long VERSION = 0x63662d74696d6501L;

  private static final int RATE_BYTES = 2 * Long.BYTES + Integer.BYTES;
  private static final int TIME_BYTES = Long.BYTES + Float.BYTES;
  private static final int FRAME_BYTES = Long.BYTES + 3 * Integer.BYTES;

  private TimesCodec() {}

  /** All that is known. */
  public static byte[] encode(KnownTimes known) {
    long[] keys = known.times.keys();
    ByteBuffer bytes = ByteBuffer.allocate(bytes(known.rates.all().size(), keys.length));
    bytes.putLong(VERSION).putInt(known.rates.all().size()).putInt(keys.length);
    known
        .rates
        .all()
        .forEach(
            (family, rate) -> bytes.putLong(family).putDouble(rate.meanLog2()).putInt(rate.jobs()));
    for (long key : keys) {
      bytes.putLong(key).putFloat(known.times.get(known.times.find(key)));
    }
    bytes.putInt(checksum(bytes.array()));
    return bytes.array();
  }

  /**
   * What was known when these bytes were made.
   *
   * @throws UnreadableException if they are no such bytes
   */
  public static KnownTimes decode(byte[] encoded) throws UnreadableException {
    ByteBuffer bytes = ByteBuffer.wrap(encoded);
    if (encoded.length < FRAME_BYTES || bytes.getLong() != VERSION) {
      throw new UnreadableException("it is of another kind or version");
    }
    if (bytes.getInt(encoded.length - Integer.BYTES) != checksum(encoded)) {
      throw new UnreadableException("its checksum is wrong");
    }
    int families = bytes.getInt();
    int entries = bytes.getInt();
    boolean fits =
        families >= 0
            && families <= Rates.FAMILIES_MAX
            && entries >= 0
            && entries <= TimeTable.ENTRIES
            && encoded.length == bytes(families, entries);
    if (!fits) {
      throw new UnreadableException("its length is wrong");
    }
    KnownTimes known = new KnownTimes();
    for (int i = 0; i < families; i++) {
      long family = bytes.getLong();
      known.rates.put(family, new Rates.Rate(bytes.getDouble(), bytes.getInt()));
    }
    for (int i = 0; i < entries; i++) {
      known.times.add(bytes.getLong(), bytes.getFloat());
    }
    return known;
  }

  private static int bytes(int families, int entries) {
    return FRAME_BYTES + families * RATE_BYTES + entries * TIME_BYTES;
  }

  /** Of all but the last four bytes. */
  private static int checksum(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, bytes.length - Integer.BYTES);
    return (int) sum.getValue();
  }
}
