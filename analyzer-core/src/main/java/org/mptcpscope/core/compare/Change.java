package org.mptcpscope.core.compare;

/**
 * What happened to a segment between two captures.
 *
 * @param client its sight there, or null
 * @param server its sight there, or null
 * @param fromClient whether it went from the client's capture to the server's
 */
public record Change(Kind kind, Flow flow, Sight client, Sight server, boolean fromClient) {
  /** What happened. */
  public enum Kind {
    /** It was sent and did not arrive. */
    LOST("lost"),
    /** It arrived and had not been sent. */
    ADDED("added"),
    /** It arrived without MPTCP options that it had been sent with. */
    STRIPPED("stripped"),
    /** Its MPTCP options are others. */
    OPTION_CHANGED("optionChanged"),
    /** Its other TCP options are others. */
    TCP_OPTION_CHANGED("tcpOptionChanged"),
    /** Its TCP flags are others. */
    FLAGS_CHANGED("flagsChanged"),
    /** Its payload is another one, of the same length. */
    PAYLOAD_CHANGED("payloadChanged"),
    /** Its octets arrived in other segments. */
    RESEGMENTED("resegmented");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** The word in JSON. */
    public String word() {
      return word;
    }

    /** Whether a box on the path must have acted: networks lose and cut segments by themselves. */
    public boolean isDeed() {
      return this != LOST && this != RESEGMENTED;
    }
  }

  /** When it happened: at the capture that saw it first, by that capture's clock. */
  public long time() {
    return client == null ? server.time() : client.time();
  }

  /** The sight on the side of the sender, or null. */
  public Sight sent() {
    return fromClient ? client : server;
  }

  /** The sight on the side of the receiver, or null. */
  public Sight arrived() {
    return fromClient ? server : client;
  }
}
