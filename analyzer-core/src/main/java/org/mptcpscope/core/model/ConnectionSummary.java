package org.mptcpscope.core.model;

import java.util.List;

/**
 * A connection as reports show it, once it ended or the capture did. See docs/json.schema.json.
 *
 * @param dialectDetail null if there is nothing to say
 * @param vantage of the initial subflow
 * @param fallback of the side that fell back first, or null
 * @param peerFallback of the other side, or null
 * @param closedBy how it ended, or null
 * @param closedAt the frame that decided how it ended, or null
 * @param keysGiven hosts of which the user gave a key or token that counts
 * @param signals frames and forms of what ended MPTCP or the connection
 * @param mptcpStream Wireshark's mptcp.stream, or -1
 */
public record ConnectionSummary(
    int id,
    Dialect dialect,
    String dialectDetail,
    State state,
    Vantage vantage,
    Fallback fallback,
    Fallback peerFallback,
    ClosedBy closedBy,
    Side closer,
    FrameRef closedAt,
    long dataFromInitiator,
    long dataFromListener,
    int mptcpStream,
    FrameRef firstFrame,
    FrameRef lastFrame,
    List<Side> keysGiven,
    Signals signals,
    List<SubflowSummary> subflows) {
  public ConnectionSummary {
    keysGiven = List.copyOf(keysGiven);
    subflows = List.copyOf(subflows);
  }

  /** Distinct data octets of this host. */
  public long dataBytes(Side from) {
    return from == Side.INITIATOR ? dataFromInitiator : dataFromListener;
  }

  /**
   * What a host said when it left MPTCP, or the connection, for good.
   *
   * @param infiniteMapping the first infinite mapping of either host, or null
   * @param fastCloseOnReset whether the fast close came on a RST, not on an ACK
   * @param fastCloseSubflows on how many subflows the host that closed fast said so
   */
  public record Signals(FrameRef infiniteMapping, boolean fastCloseOnReset, int fastCloseSubflows) {
    /** Nothing of it. */
    public static final Signals NONE = new Signals(null, false, 0);
  }

  /** How far a connection came. */
  public enum State {
    OPENING("opening"),
    ESTABLISHED("established"),
    FALLBACK("fallback"),
    CLOSED("closed"),
    FAILED("failed"),
    MIDSTREAM("midstream");

    private final String word;

    State(String word) {
      this.word = word;
    }

    /** The word in JSON. */
    public String word() {
      return word;
    }
  }

  /** How a connection ended. */
  public enum ClosedBy {
    DATA_FIN("dataFin"),
    FAST_CLOSE("fastClose"),
    RESET("reset"),
    FIN("fin"),
    IDLE("idle"),
    CAPTURE_END("captureEnd");

    private final String word;

    ClosedBy(String word) {
      this.word = word;
    }

    /** The word in JSON. */
    public String word() {
      return word;
    }
  }
}
