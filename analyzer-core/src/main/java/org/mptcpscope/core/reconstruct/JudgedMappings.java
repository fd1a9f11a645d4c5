package org.mptcpscope.core.reconstruct;

/** The mappings whose checksum was judged last, so that a copy of one is not judged again. */
final class JudgedMappings {
  private static final int CAP = 1024;

  private long[] ssns = new long[4];
  private int[] lengths = new int[4];
  private int[] checksums = new int[4];
  private int first;
  private int behind;
  private long highest = Long.MIN_VALUE;

  void add(long ssn, int length, int checksum) {
    if (behind - first == ssns.length) {
      if (ssns.length == CAP) {
        first++;
      } else {
        int turn = first & (ssns.length - 1);
        int capacity = ssns.length * 2;
        ssns = Rings.turned(ssns, turn, capacity);
        lengths = Rings.turned(lengths, turn, capacity);
        checksums = Rings.turned(checksums, turn, capacity);
        behind -= first;
        first = 0;
      }
    }
    int at = behind++ & (ssns.length - 1);
    ssns[at] = ssn;
    lengths[at] = length;
    checksums[at] = checksum;
    highest = Math.max(highest, ssn);
  }

  /** Forgets the oldest ones as long as they end at or before this SSN; a DATA_FIN alone stays. */
  void dropBelow(long bound) {
    while (first != behind) {
      int at = first & (ssns.length - 1);
      if (ssns[at] < 0 || ssns[at] + lengths[at] > bound) {
        return;
      }
      first++;
    }
  }

  boolean has(long ssn, int length, int checksum) {
    if (ssn > highest) {
      return false;
    }
    for (int i = behind - 1; i - first >= 0; i--) {
      int at = i & (ssns.length - 1);
      if (ssns[at] == ssn && lengths[at] == length && checksums[at] == checksum) {
        return true;
      }
    }
    return false;
  }
}
