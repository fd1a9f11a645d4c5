package org.mptcpscope.core.reconstruct;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.dissector.InternetChecksum;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;

/**
 * The DSS checksums of one direction (RFC 8684, 3.3.1): a sum over the octets of each mapping grows
 * as they pass, whatever segments carry them and in whatever order, and is judged when the last one
 * was seen. No payload is kept; entries are reused.
 */
final class ChecksumLedger {
  /** Most mappings that wait for octets; above, the oldest is given up. */
  static final int CAP = 1024;

  /** What is told of each mapping whose octets are complete. */
  interface Judge {
    /** The checksum was right. */
    void right(Entry entry);

    /** The checksum was wrong, and all octets were captured. */
    void wrong(Entry entry);

    /** Octets were cut by the capture. */
    void spoiled(Entry entry);
  }

  /** A mapping with a checksum; valid during the call of the judge only. */
  static final class Entry {
    private final RangeSet parts = new RangeSet(RangeSet.Overflow.DROP_OLDEST);
    private int sum;
    private boolean spoiled;

    /** 64-bit DSN. */
    long dsn;

    /** SSN of the first octet. */
    long ssn;

    /** The SSN field; 0 for a DATA_FIN alone. */
    int ssnField;

    /** Data-Level Length as sent. */
    int length;

    /** Octets of payload, without the DATA_FIN. */
    int octets;

    /** Checksum as sent. */
    int sent;

    boolean fin;
    boolean byCapable;

    /** The DSN had eight octets, or was implied. */
    boolean wide;

    int frame;
    long time;
    long position;

    /** SSN and payload of the segment that declared it. */
    long carrierSsn;

    int carrierPayload;

    /** One's complement sum of the payload. */
    int payloadSum() {
      return sum;
    }

    /** The checksum that would be right. */
    int computed() {
      return MptcpCrypto.checksum(dsn, ssnField, length, sum);
    }

    boolean fits(long otherDsn, int otherLength, int checksum) {
      return MptcpCrypto.checksumFits(otherDsn, ssnField, otherLength, sum, checksum);
    }

    boolean isRight() {
      return fits(dsn, length, sent);
    }

    private boolean isRightWith(int whole) {
      return MptcpCrypto.checksumFits(dsn, ssnField, length, whole, sent);
    }

    /** Octets that were summed up. */
    long seen() {
      return parts.total();
    }

    boolean isComplete() {
      return parts.total() == octets;
    }

    private void feed(MemorySegment buffer, long offset, long from, int captured, long to) {
      long at = Math.max(from, ssn);
      long stop = Math.min(to, ssn + octets);
      while (at < stop) {
        at = parts.firstMissing(at);
        long end = parts.firstPresent(at, stop);
        if (at >= stop) {
          return;
        }
        if (end - from > captured) {
          spoiled = true;
        } else {
          add(InternetChecksum.sum(buffer, offset + (at - from), (int) (end - at)), at);
        }
        parts.add(at, end);
        at = end;
      }
    }

    private void add(int chunk, long at) {
      boolean odd = ((at - ssn) & 1) != 0;
      sum = InternetChecksum.add(sum, odd ? InternetChecksum.swap(chunk) : chunk);
    }

    private void clear() {
      parts.clear();
      sum = 0;
      spoiled = false;
    }
  }

  private final Judge judge;
  private final List<Entry> waiting = new ArrayList<>(2);
  private final List<Entry> free = new ArrayList<>(2);
  private final JudgedMappings judged = new JudgedMappings();

  /** The sum of a mapping with the payload that was asked about last. */
  private int plainSum;

  ChecksumLedger(Judge judge) {
    this.judge = judge;
  }

  /**
   * Opens an entry for a declared mapping; the caller fills its fields and then feeds it.
   *
   * @return null if exactly this mapping waits already or was judged
   */
  Entry open(long ssn, int length, int checksum) {
    for (int i = waiting.size() - 1; i >= 0; i--) {
      Entry entry = waiting.get(i);
      if (entry.ssn == ssn && entry.length == length && entry.sent == checksum) {
        return null;
      }
    }
    if (judged.has(ssn, length, checksum)) {
      return null;
    }
    if (waiting.size() == CAP) {
      release(waiting.removeFirst());
    }
    Entry entry = free.isEmpty() ? new Entry() : free.removeLast();
    entry.clear();
    entry.ssn = ssn;
    entry.length = length;
    entry.sent = checksum;
    waiting.add(entry);
    return entry;
  }

  /** The entry opened last that still waits, or null. */
  Entry newest() {
    return waiting.isEmpty() ? null : waiting.getLast();
  }

  boolean isWaiting() {
    return !waiting.isEmpty();
  }

  /**
   * Adds payload to each entry that lacks it.
   *
   * @param buffer holds the payload
   * @param offset of its first octet
   * @param ssn of its first octet
   * @param captured octets in the buffer
   * @param length octets on the wire
   */
  void feed(MemorySegment buffer, long offset, long ssn, int captured, int length) {
    for (int i = 0; i < waiting.size(); i++) {
      feed(waiting.get(i), buffer, offset, ssn, captured, length);
    }
  }

  /** Adds payload to one entry. */
  void feed(Entry entry, MemorySegment buffer, long offset, long ssn, int captured, int length) {
    if (ssn < entry.ssn + entry.octets && entry.ssn < ssn + length) {
      entry.feed(buffer, offset, ssn, captured, ssn + length);
    }
  }

  // ---- the plain path --------------------------------------------------------------------------

  /** Whether this mapping waits, and no other: to declare it again says nothing new. */
  boolean isWaiting(long ssn, int length, int checksum) {
    Entry entry = waiting.size() == 1 ? waiting.getFirst() : null;
    return entry != null && entry.ssn == ssn && entry.length == length && entry.sent == checksum;
  }

  /**
   * Whether new payload, all of it captured, continues the one mapping that waits, which is right
   * if that completes it.
   */
  boolean isPlain(MemorySegment buffer, long offset, long ssn, int length) {
    if (waiting.size() != 1) {
      return false;
    }
    Entry entry = waiting.getFirst();
    long at = ssn - entry.ssn;
    if (entry.spoiled || at != entry.parts.total() || at + length > entry.octets) {
      return false;
    }
    int chunk = InternetChecksum.sum(buffer, offset, length);
    plainSum =
        InternetChecksum.add(entry.sum, (at & 1) == 0 ? chunk : InternetChecksum.swap(chunk));
    return at + length < entry.octets || entry.isRightWith(plainSum);
  }

  /** The same for payload with which a new mapping begins. */
  boolean isPlain(
      MemorySegment buffer, long offset, long dsn, int ssn, int octets, int checksum, int length) {
    if (!waiting.isEmpty()) {
      return false;
    }
    plainSum = InternetChecksum.sum(buffer, offset, length);
    return length < octets || MptcpCrypto.checksumFits(dsn, ssn, octets, plainSum, checksum);
  }

  /** Takes the payload that was plain; true if it completes its mapping. */
  boolean takePlain(long ssn, int length) {
    Entry entry = waiting.getFirst();
    entry.sum = plainSum;
    entry.parts.add(ssn, ssn + length);
    if (!entry.isComplete()) {
      return false;
    }
    waiting.removeFirst();
    judged.add(entry.ssn, entry.length, entry.sent);
    release(entry);
    return true;
  }

  /** Judges what is complete. */
  void settle() {
    for (int i = 0; i < waiting.size(); ) {
      Entry entry = waiting.get(i);
      if (entry.isComplete()) {
        waiting.remove(i);
        judged.add(entry.ssn, entry.length, entry.sent);
        if (entry.spoiled) {
          judge.spoiled(entry);
        } else if (entry.isRight()) {
          judge.right(entry);
        } else {
          judge.wrong(entry);
        }
        release(entry);
      } else {
        i++;
      }
    }
  }

  /**
   * The peer acknowledged all below {@code una}: entries that ended a window before are given up.
   */
  void acknowledged(long una, long window) {
    long bound = una - window;
    judged.dropBelow(bound);
    while (!waiting.isEmpty() && waiting.getFirst().ssn + waiting.getFirst().octets <= bound) {
      release(waiting.removeFirst());
    }
  }

  /** Adds a constant to all DSNs. */
  void shift(long delta) {
    for (Entry entry : waiting) {
      entry.dsn += delta;
    }
  }

  private void release(Entry entry) {
    if (free.size() < 4) {
      free.add(entry);
    }
  }
}
