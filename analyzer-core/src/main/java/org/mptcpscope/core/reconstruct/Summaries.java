package org.mptcpscope.core.reconstruct;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.mptcpscope.core.event.MptcpEvent.SubflowEnded.How;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.ConnectionSummary.ClosedBy;
import org.mptcpscope.core.model.ConnectionSummary.Signals;
import org.mptcpscope.core.model.ConnectionSummary.State;
import org.mptcpscope.core.model.Fallback;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Host.FinalDsn;
import org.mptcpscope.core.model.Origin;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.SubflowSummary;
import org.mptcpscope.core.model.Vantage;
import org.mptcpscope.dissector.mptcp.MpTcprst;

/** Makes of a connection that is over what reports show of it. */
final class Summaries {
  private static final String[] REASONS = {
    "unspecified",
    "MPTCP-specific error",
    "lack of resources",
    "administratively prohibited",
    "too much outstanding data",
    "unacceptable performance",
    "middlebox interference"
  };

  private Summaries() {}

  static ConnectionSummary of(ConnectionState connection, ClosedBy how) {
    Optional<Fallback> a = connection.fallback(Side.INITIATOR);
    Optional<Fallback> b = connection.fallback(Side.LISTENER);
    boolean aFirst = a.isPresent() && (b.isEmpty() || !b.get().since().isBefore(a.get().since()));
    Fallback first = aFirst ? a.orElse(null) : b.orElse(null);
    Fallback second = aFirst ? b.orElse(null) : a.orElse(null);
    Closer closer = closer(connection, how);
    return new ConnectionSummary(
        connection.id(),
        connection.dialect,
        connection.dialectDetail,
        state(connection, how, first),
        vantage(connection),
        first,
        second,
        how,
        closer.side,
        closer.frame,
        connection.data.octets(Side.INITIATOR),
        connection.data.octets(Side.LISTENER),
        connection.mptcpStream,
        connection.firstFrame,
        new FrameRef(connection.lastFrame, connection.lastTime),
        Stream.of(Side.values()).filter(side -> connection.host(side).isGiven()).toList(),
        new Signals(
            connection.data.fallbacks().infiniteAt(),
            connection.fastClosedOnReset,
            connection.fastClosedSubflows),
        connection.subflowStates().stream().map(Summaries::of).toList());
  }

  private static Vantage vantage(ConnectionState connection) {
    SubflowState subflow =
        connection.initial != null ? connection.initial : connection.subflowStates().getFirst();
    return subflow.vantage();
  }

  private static State state(ConnectionState connection, ClosedBy how, Fallback fallback) {
    SubflowState initial = connection.initial;
    boolean handshake =
        initial != null && !initial.midstream && initial.direction(initial.opener).isnKnown;
    if (!handshake || connection.origin == Origin.MIDSTREAM) {
      return State.MIDSTREAM;
    }
    boolean open = how == ClosedBy.CAPTURE_END || how == ClosedBy.IDLE;
    if (initial.establishedAt == null) {
      return open && initial.ended != How.UNANSWERED ? State.OPENING : State.FAILED;
    }
    if (!open) {
      return State.CLOSED;
    }
    return fallback != null ? State.FALLBACK : State.ESTABLISHED;
  }

  private record Closer(Side side, FrameRef frame) {}

  /** The host and frame that began the end. */
  private static Closer closer(ConnectionState connection, ClosedBy how) {
    return switch (how) {
      case DATA_FIN -> firstDataFin(connection);
      case FAST_CLOSE -> new Closer(connection.fastClosedBy, connection.fastClosedAt);
      case RESET -> last(connection, true);
      case FIN -> last(connection, false);
      case IDLE, CAPTURE_END -> new Closer(null, null);
    };
  }

  private static Closer firstDataFin(ConnectionState connection) {
    FinalDsn a = connection.data.finalDsn(Side.INITIATOR).orElse(null);
    FinalDsn b = connection.data.finalDsn(Side.LISTENER).orElse(null);
    if (a == null && b == null) {
      return new Closer(null, null);
    }
    boolean aFirst = b == null || a != null && a.sentAt().isBefore(b.sentAt());
    return aFirst ? new Closer(Side.INITIATOR, a.sentAt()) : new Closer(Side.LISTENER, b.sentAt());
  }

  /** The first RST or FIN on the subflow that ended last. */
  private static Closer last(ConnectionState connection, boolean reset) {
    SubflowState latest = Connections.lastEnded(connection);
    Closer closer = new Closer(null, null);
    if (latest != null) {
      for (Side side : Side.values()) {
        FrameRef at = reset ? latest.direction(side).rstAt : latest.direction(side).finAt;
        if (at != null && (closer.frame == null || at.isBefore(closer.frame))) {
          closer = new Closer(side, at);
        }
      }
    }
    return closer;
  }

  private static SubflowSummary of(SubflowState subflow) {
    SubflowSummary.State state = state(subflow);
    boolean failed = state == SubflowSummary.State.REFUSED || state == SubflowSummary.State.FAILED;
    return new SubflowSummary(
        subflow.id(),
        subflow.tcpStream(),
        end(subflow, Side.INITIATOR),
        end(subflow, Side.LISTENER),
        subflow.opener,
        subflow.vantage(),
        state,
        failed ? reason(subflow) : null,
        failed ? subflow.endedAt : null,
        closedBy(subflow),
        subflow.firstFrame,
        new FrameRef(subflow.lastFrame, subflow.lastTime),
        subflow.direction(Side.INITIATOR).octets,
        subflow.direction(Side.LISTENER).octets);
  }

  private static SubflowSummary.End end(SubflowState subflow, Side side) {
    return new SubflowSummary.End(
        subflow.addressOf(side),
        subflow.addressIdOf(side).orElse(-1),
        subflow.backup(side).wanted());
  }

  private static SubflowSummary.State state(SubflowState subflow) {
    boolean open = subflow.ended == How.CAPTURE_END || subflow.ended == How.IDLE;
    if (subflow.establishedAt != null) {
      return open ? SubflowSummary.State.ESTABLISHED : SubflowSummary.State.CLOSED;
    }
    if (open) {
      return SubflowSummary.State.OPENING;
    }
    boolean byAcceptor = subflow.direction(subflow.opener.peer()).rstAt != null;
    return subflow.ended == How.RESET && byAcceptor
        ? SubflowSummary.State.REFUSED
        : SubflowSummary.State.FAILED;
  }

  private static String reason(SubflowState subflow) {
    return switch (subflow.ended) {
      case RESET -> resetReason(subflow);
      case UNANSWERED -> "no answer";
      case REPLACED -> "another SYN on the same ports";
      case FIN -> "FIN before the handshake ended";
      case IDLE, CAPTURE_END -> null;
    };
  }

  private static String resetReason(SubflowState subflow) {
    MpTcprst why = subflow.resetReason;
    if (why == null) {
      return "RST without MP_TCPRST";
    }
    String name = why.reason() < REASONS.length ? " (" + REASONS[why.reason()] + ")" : "";
    return String.format(
        Locale.ROOT,
        "RST, MP_TCPRST 0x%02x%s, %s",
        why.reason(),
        name,
        (why.flags() & 1) != 0 ? "transient" : "permanent");
  }

  private static String closedBy(SubflowState subflow) {
    return switch (subflow.ended) {
      case FIN -> "fin";
      case RESET -> "reset";
      case UNANSWERED -> "unanswered";
      case REPLACED -> "replaced";
      case IDLE -> "idle";
      case CAPTURE_END -> "captureEnd";
    };
  }
}
