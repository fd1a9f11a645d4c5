package org.mptcpscope.rules.rfc8684.address;

import java.util.HashSet;
import java.util.Set;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Watch;

/** Whether a host asked by a TCP keepalive if a path still works, and got an answer. */
final class Probes {
  /** The probe that is waited for. */
  private record Probe(Subflow on, Side by) {}

  /** The answer that is waited for. */
  private record Answer(Subflow on) {}

  private final Set<Subflow> probed = new HashSet<>();
  private final Set<Subflow> answered = new HashSet<>();

  /** Looks for a keepalive of this host on the subflow from now on. */
  void expect(Subflow on, Side by, Verdicts out) {
    out.watch(Watch.on(on, new Probe(on, by), by, SegmentFacts.KEEPALIVE));
  }

  /** Returns false if the watch is none of these. */
  boolean met(Watch watch, Verdicts out) {
    return switch (watch.key()) {
      case Probe probe -> {
        probed.add(probe.on());
        Answer answer = new Answer(probe.on());
        out.watch(Watch.on(probe.on(), answer, probe.by().peer(), SegmentFacts.NOT_RST));
        yield true;
      }
      case Answer answer -> {
        answered.add(answer.on());
        yield true;
      }
      default -> false;
    };
  }

  boolean isProbed(Subflow subflow) {
    return probed.contains(subflow);
  }

  boolean isAnswered(Subflow subflow) {
    return answered.contains(subflow);
  }

  /** Either host has told the end of its data: subflows close now for that. */
  static boolean isClosing(Connection connection) {
    return connection.host(Side.INITIATOR).finalDsn().isPresent()
        || connection.host(Side.LISTENER).finalDsn().isPresent();
  }
}
