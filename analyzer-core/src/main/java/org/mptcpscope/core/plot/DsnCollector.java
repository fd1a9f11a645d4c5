package org.mptcpscope.core.plot;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.ConnectionOpened;
import org.mptcpscope.core.event.MptcpEvent.DataFinSent;
import org.mptcpscope.core.event.MptcpEvent.FellBack;
import org.mptcpscope.core.event.MptcpEvent.GapSeen;
import org.mptcpscope.core.event.MptcpEvent.HandshakeCompleted;
import org.mptcpscope.core.event.MptcpEvent.SegmentEvent;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.Handshake;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.trace.TraceControl;
import org.mptcpscope.core.trace.TraceObserver;
import org.mptcpscope.dissector.tcp.SegmentView;

/**
 * Collects the series of the plot {@code dsn} in one pass: about 100 octets of memory per segment
 * with payload and its Data ACK, of the connections asked for only.
 */
public final class DsnCollector implements TraceObserver {
  private static final long WANTED =
      SegmentFacts.PAYLOAD | SegmentFacts.DATA_ACK | SegmentFacts.NEW_MAPPING;

  private final IntPredicate wanted;
  private final Map<Integer, Both> open = new HashMap<>();
  private final Map<Integer, List<DsnSeries>> done = new TreeMap<>();
  private TraceControl control;

  /** Collects the connections whose number {@code wanted} accepts. */
  public DsnCollector(IntPredicate wanted) {
    this.wanted = wanted;
  }

  /** Both directions of a connection. */
  private static final class Both {
    private final Map<Side, DsnDirection> directions;
    private final long start;
    private long smallestRoundTrip = Long.MAX_VALUE;

    Both(Connection connection, long start) {
      this.start = start;
      this.directions =
          Map.of(
              Side.INITIATOR, new DsnDirection(connection, Side.INITIATOR, start),
              Side.LISTENER, new DsnDirection(connection, Side.LISTENER, start));
    }

    DsnDirection of(Side sender) {
      return directions.get(sender);
    }
  }

  @Override
  public void onStart(TraceControl control) {
    this.control = control;
  }

  @Override
  public void onEvent(MptcpEvent event) {
    Connection connection = event.connection();
    if (connection == null || !wanted.test(connection.id())) {
      return;
    }
    if (event instanceof ConnectionOpened) {
      control.want(connection, WANTED);
    } else if (event instanceof FellBack) {
      // From here on the TCP acknowledgments count.
      control.want(connection, WANTED | SegmentFacts.ACK);
    }
    Both both =
        open.computeIfAbsent(connection.id(), id -> new Both(connection, event.knownAt().time()));
    if (event instanceof SegmentEvent segment) {
      pin(segment, both);
    }
    switch (event) {
      case HandshakeCompleted completed -> roundTrip(completed, both);
      case DataFinSent fin ->
          both.of(fin.by())
              .dataFin(fin.knownAt().time(), fin.finalDsn(), fin.on().id(), fin.knownAt().number());
      case GapSeen gap ->
          both.of(gap.sender())
              .series()
              .gap(
                  gap.from().time() - both.start,
                  gap.knownAt().time() - both.start,
                  "about " + Numbers.octets(gap.ssns().length()) + " missing here");
      default -> {}
    }
  }

  /** Both hosts' signals are shown in both directions: each is the answer to another. */
  private static void pin(SegmentEvent event, Both both) {
    Pins.Pin pin = Pins.of(event);
    if (pin == null) {
      return;
    }
    for (DsnDirection direction : both.directions.values()) {
      direction
          .series()
          .signal(
              event.knownAt().time() - both.start,
              event.on().id(),
              event.knownAt().number(),
              pin.letter(),
              pin.text());
    }
  }

  /** From the SYN to the third packet it is one round trip, wherever the capture was taken. */
  private static void roundTrip(HandshakeCompleted completed, Both both) {
    completed
        .on()
        .handshake()
        .current()
        .flatMap(Handshake.Attempt::syn)
        .ifPresent(
            syn ->
                both.smallestRoundTrip =
                    Math.min(
                        both.smallestRoundTrip, completed.knownAt().time() - syn.frame().time()));
  }

  @Override
  public void onSegment(SegmentView segment, SegmentFacts facts) {
    Both both = open.get(facts.subflow().connection().id());
    if (both != null) {
      both.of(facts.by()).sent(facts);
      both.of(facts.by().peer()).acknowledged(facts);
    }
  }

  @Override
  public void onSummary(Connection connection, ConnectionSummary summary) {
    Both both = open.remove(connection.id());
    if (both == null) {
      return;
    }
    done.put(
        connection.id(),
        List.of(finished(both, Side.INITIATOR, summary), finished(both, Side.LISTENER, summary)));
  }

  private static DsnSeries finished(Both both, Side side, ConnectionSummary summary) {
    DsnDirection direction = both.of(side);
    direction.series().seen(summary.lastFrame().time() - both.start);
    if (both.smallestRoundTrip < Long.MAX_VALUE) {
      direction.series().smallestRoundTrip(both.smallestRoundTrip);
    }
    return direction.build(summary.dataBytes(side));
  }

  /** Returns what a host of a connection sent, if the connection was collected and is over. */
  public Optional<DsnSeries> series(int connection, Side sender) {
    return Optional.ofNullable(done.get(connection))
        .map(both -> both.get(sender == Side.INITIATOR ? 0 : 1));
  }

  /** Returns the direction of a connection that carried more octets. */
  public Optional<DsnSeries> busier(int connection) {
    return Optional.ofNullable(done.get(connection)).flatMap(DsnCollector::busiest);
  }

  /** Returns the direction of any connection that carried the most octets. */
  public Optional<DsnSeries> busiest() {
    return busiest(done.values().stream().flatMap(List::stream).toList());
  }

  private static Optional<DsnSeries> busiest(List<DsnSeries> all) {
    // Of equal ones, the first.
    return all.stream().sorted(Comparator.comparingLong(series -> -series.octets())).findFirst();
  }
}
