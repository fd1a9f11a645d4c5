package org.mptcpscope.dissector.capfile;

/**
 * Where a capture is damaged. What was delivered before it is sound.
 *
 * @param offset of the damaged record or block, in octets from the start of the (uncompressed)
 *     capture
 * @param what is wrong, one sentence for people without a full stop
 */
public record CaptureFlaw(long offset, String what) {

  /** Returns one line for people, such as {@code octet 1234: the file ends inside a record}. */
  public String describe() {
    return "octet " + offset + ": " + what;
  }
}
