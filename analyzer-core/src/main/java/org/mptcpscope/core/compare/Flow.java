package org.mptcpscope.core.compare;

import java.util.ArrayList;
import java.util.List;

/** A TCP connection as one capture shows it, from its SYN on. */
public final class Flow {
  private final String opener;
  private final String target;
  private final int isn;
  private final List<Sight> sights = new ArrayList<>();

  Flow(String opener, String target, int isn) {
    this.opener = opener;
    this.target = target;
    this.isn = isn;
  }

  /** Address and port that sent the SYN. */
  public String opener() {
    return opener;
  }

  /** Address and port that the SYN went to. */
  public String target() {
    return target;
  }

  /** The sequence number of the SYN. */
  int isn() {
    return isn;
  }

  List<Sight> sights() {
    return sights;
  }

  /** Whether any segment of it has an MPTCP option. */
  boolean isMptcp() {
    return sights.stream().anyMatch(sight -> !sight.mptcp().isEmpty());
  }
}
