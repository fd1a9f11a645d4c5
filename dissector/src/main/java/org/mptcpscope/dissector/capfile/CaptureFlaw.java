package org.mptcpscope.dissector.capfile;

/**
 * Where a capture is damaged. What was delivered before it is sound.
 *
 * @param offset of the damaged record or block, in octets from the start of the (uncompressed)
 *     capture
 * @param what is wrong, for people: {@code the file ends inside ...}, or the damaged thing and what
 *     it has, such as {@code block has length 3}
 */
public record CaptureFlaw(long offset, String what) {
  private static final String TRUNCATED = "the file ends inside ";

  /** Returns whether the capture is sound as far as it goes, and ends too early. */
  public boolean truncated() {
    return what.startsWith(TRUNCATED);
  }

  /**
   * Returns one line for people, such as {@code block at octet 1234 has length 3} or {@code the
   * file ends inside a record at octet 1234}.
   */
  public String describe() {
    if (truncated()) {
      return what + " at octet " + offset;
    }
    int noun = what.indexOf(' ');
    return what.substring(0, noun) + " at octet " + offset + what.substring(noun);
  }
}
