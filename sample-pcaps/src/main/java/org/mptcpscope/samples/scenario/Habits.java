package org.mptcpscope.samples.scenario;

/**
 * How a host fills in what it is free to choose. Numbers that are null look random, and differ from
 * subflow to subflow, the key from connection to connection.
 *
 * @param hopLimit of its segments where the capture sees them, 0 to 255
 * @param window receive window in octets
 * @param windowScale that its SYNs offer, 0 to 14
 * @param mss maximum segment size that its SYNs offer, in octets
 * @param timestamps whether it offers them
 * @param sack whether it offers selective acknowledgments
 * @param offload whether its network card completes TCP checksums, behind the capture
 * @param isn initial sequence number of all its subflows, or null
 * @param clock its timestamp at second 0, or null
 * @param ipId its first IPv4 identification on each subflow, or null; 0: all are 0
 * @param key its key in each of its connections, or null
 */
public record Habits(
    int hopLimit,
    int window,
    int windowScale,
    int mss,
    boolean timestamps,
    boolean sack,
    boolean offload,
    Integer isn,
    Integer clock,
    Integer ipId,
    Long key) {

  /** What a Linux host of our days does. */
  public static final Habits DEFAULT =
      new Habits(64, 64_256, 7, 1460, true, true, false, null, null, null, null);
}
