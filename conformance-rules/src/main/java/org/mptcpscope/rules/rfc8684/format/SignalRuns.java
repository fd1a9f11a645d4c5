package org.mptcpscope.rules.rfc8684.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent.OptionEvent;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.mptcp.Subtype;

/** Runs of duplicate ACKs of one host on one subflow that each carry an MPTCP signal. */
final class SignalRuns {
  /** One run, which grows. */
  static final class Run {
    final List<Carrier> segments = new ArrayList<>();
    final Set<Octets> options = new HashSet<>();

    /** The peer gave a signal since the run began, which may have asked for the next one. */
    boolean provoked;

    Carrier last() {
      return segments.getLast();
    }

    /** True if each segment carries the same option. */
    boolean isRepetition() {
      return options.size() == 1;
    }
  }

  private record Way(Subflow on, Side by) {}

  private final Map<Way, Run> runs = new HashMap<>();

  /** Takes an option; returns the run if this segment made it longer, else null. */
  Run take(OptionEvent event) {
    Carrier segment = event.carrier();
    MptcpOption option = event.optional().orElse(null);
    if (option == null || option.subtype() == Subtype.DSS) {
      return null;
    }
    runs.forEach((way, run) -> run.provoked |= way.by() != segment.by());
    Way way = new Way(segment.on(), segment.by());
    if (!segment.dupAck() || segment.sack() || segment.keepalive()) {
      runs.remove(way);
      return null;
    }
    Run run = runs.get(way);
    boolean same = run != null && run.last().frame().equals(segment.frame());
    if (run == null || !same && run.last().ordinal() + 1 != segment.ordinal()) {
      run = new Run();
      runs.put(way, run);
    }
    run.options.add(option.emit());
    if (same) {
      return null;
    }
    run.segments.add(segment);
    return run;
  }
}
