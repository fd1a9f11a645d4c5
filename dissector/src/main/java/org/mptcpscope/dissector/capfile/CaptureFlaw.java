package org.mptcpscope.dissector.capfile;

/**
 * Where a capture is damaged. What was delivered before it is sound.
 *
 * @param offset of the damaged record or block, in octets from the start of the (uncompressed)
 *     capture
 * @param truncated the capture is sound as far as it goes, and ends too early
 * @param subject what is damaged, such as {@code block}
 * @param what is wrong with it, such as {@code has length 3}
 */
public record CaptureFlaw(long offset, boolean truncated, String subject, String what) {

  static CaptureFlaw broken(long offset, String subject, String what) {
    return new CaptureFlaw(offset, false, subject, what);
  }

  static CaptureFlaw endsInside(long offset, String subject, long left, long needed) {
    return new CaptureFlaw(offset, true, subject, left + " of " + needed + " octets");
  }

  /**
   * Returns one line for people, such as {@code block at octet 1234 has length 3} or {@code the
   * file ends inside a record at octet 1234: 5 of 16 octets}.
   */
  public String describe() {
    return truncated
        ? "the file ends inside a " + subject + " at octet " + offset + ": " + what
        : subject + " at octet " + offset + " " + what;
  }
}
