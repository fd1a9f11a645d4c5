package org.mptcpscope.core.model;

import java.net.InetSocketAddress;

/**
 * A subflow as reports show it, once it ended or the capture did. See docs/json.schema.json.
 *
 * @param tcpStream Wireshark's tcp.stream, or -1
 * @param stateReason why it was refused or failed, or null
 * @param closedBy word of the JSON contract, or null while open
 */
public record SubflowSummary(
    int id,
    int tcpStream,
    End initiator,
    End listener,
    Side openedBy,
    Vantage vantage,
    State state,
    String stateReason,
    FrameRef stateFrame,
    String closedBy,
    FrameRef firstFrame,
    FrameRef lastFrame,
    long bytesFromInitiator,
    long bytesFromListener) {

  /**
   * One end.
   *
   * @param addressId -1 if not seen
   */
  public record End(InetSocketAddress address, int addressId, boolean backup) {}

  /** The end of this host. */
  public End end(Side side) {
    return side == Side.INITIATOR ? initiator : listener;
  }

  /** Payload octets of this host. */
  public long bytes(Side from) {
    return from == Side.INITIATOR ? bytesFromInitiator : bytesFromListener;
  }

  /** How far a subflow came. */
  public enum State {
    OPENING("opening"),
    ESTABLISHED("established"),
    CLOSED("closed"),
    REFUSED("refused"),
    FAILED("failed");

    private final String word;

    State(String word) {
      this.word = word;
    }

    /** The word in JSON. */
    public String word() {
      return word;
    }
  }
}
