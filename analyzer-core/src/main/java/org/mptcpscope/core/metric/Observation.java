package org.mptcpscope.core.metric;

import java.util.List;
import org.mptcpscope.core.model.Side;

/**
 * A measured fact that cost time or octets. It is no verdict: the hosts may have done all that the
 * RFC asks of them.
 *
 * @param connection its number
 * @param sender whose data it is about
 * @param subflow the one it is about, or -1 for all
 * @param from when it began, in nanoseconds since the first frame of the connection
 * @param to when it ended
 * @param time that it cost in nanoseconds, 0 for one that cost octets
 * @param octets that it cost, 0 for one that cost time
 * @param count how often
 * @param frames that show it, in time order; the first is where to look
 * @param detail what more there is to say, in short; may be empty
 */
public record Observation(
    Kind kind,
    int connection,
    Side sender,
    int subflow,
    long from,
    long to,
    long time,
    long octets,
    int count,
    List<Integer> frames,
    String detail) {
  /** Copies the list. */
  public Observation {
    frames = List.copyOf(frames);
  }

  /** What was observed. */
  public enum Kind {
    /** A subflow with octets out heard nothing from the other host. */
    SUBFLOW_SILENT("subflowSilent", "Subflow fell silent"),
    /** The Data ACK did not move while later octets were out. */
    DATA_ACK_STOOD("dataAckStood", "Data ACK stood still"),
    /** The shared window had no room for one more segment. */
    WINDOW_FULL("windowFull", "Window full"),
    /** The receiver closed its window. */
    ZERO_WINDOW("zeroWindow", "Zero window"),
    /** A joined subflow came long after the connection. */
    JOIN_LATE("joinLate", "Join late"),
    /** Octets were sent again that a Data ACK had covered. */
    NEEDLESS("sentAgainAfterDataAck", "Sent again after its Data ACK"),
    /** Octets were sent again under another mapping before any Data ACK covered them. */
    REINJECTION("reinjection", "Reinjection"),
    /** A Data ACK was lower than one before it on the same subflow. */
    DATA_ACK_BACK("dataAckWentBack", "Data ACK went back"),
    /** An established subflow carried no data. */
    NEVER_USED("subflowNeverUsed", "Subflow never used");

    private final String word;
    private final String title;

    Kind(String word, String title) {
      this.word = word;
      this.title = title;
    }

    /** The word in JSON. */
    public String word() {
      return word;
    }

    /** The words in a list. */
    public String title() {
      return title;
    }
  }
}
