package org.mptcpscope.core.reconstruct;

import org.mptcpscope.core.event.MptcpEvent.DataFinSent;
import org.mptcpscope.core.event.MptcpEvent.InfiniteMappingSent;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.MappingTable.Mapping;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.Dsn;
import org.mptcpscope.dissector.mptcp.Dss;

/** States DATA_FIN and infinite mappings (RFC 8684, 3.3.3 and 3.7), and tells copies of them. */
final class DssStatements {
  /** Most statements of an identical option. */
  private static final int MOST_COPIES = 16;

  private final ConnectionState connection;
  private final DataPlane plane;
  private final EventSink sink;

  DssStatements(ConnectionState connection, DataPlane plane, EventSink sink) {
    this.connection = connection;
    this.plane = plane;
    this.sink = sink;
  }

  /** A mapping with DATA_FIN, which takes the DSN behind its payload. */
  void dataFin(SegmentState s, DeclaredMapping m, int nth) {
    DirectionLedger ledger = s.out.ledger;
    long finalDsn = m.dsn + m.octets;
    plane.of(s.by).finish(finalDsn, s.frame, s.time);
    plane.overreaches().appeared(s, plane.of(s.by), s.frame, s.time);
    connection.count(Subject.DATA_FIN, s.by);
    s.trait(SegmentFacts.DATA_FIN);
    boolean same = ledger.finCopies > 0 && ledger.finDsn == m.dsn && ledger.finLength == m.octets;
    boolean offload = same && s.payload > 0 && s.ssn == ledger.finSegmentEnd;
    ledger.finDsn = m.dsn;
    ledger.finLength = m.octets;
    ledger.finSegmentEnd = s.ssn + s.payload;
    if (offload) {
      return;
    }
    ledger.finCopies = same ? ledger.finCopies + 1 : 1;
    if (sink.listening() && nth == 1 && ledger.finCopies <= MOST_COPIES) {
      sink.emit(
          new DataFinSent(
              sink.carrier(),
              Dss.of(s.dss),
              finalDsn,
              m.octets == 0,
              ledger.finCopies,
              sink.doubts()));
    }
  }

  /** Length 0 without DATA_FIN: all that follows on the subflow is mapped in stride. */
  void infinite(SegmentState s, long dsn) {
    DirectionLedger ledger = s.out.ledger;
    long ssn = Dsn.promote(s.dss.ssn(), s.out.highest);
    s.trait(SegmentFacts.INFINITE);
    boolean offload = ledger.infinite && s.payload > 0 && s.ssn == ledger.infiniteSegmentEnd;
    ledger.infiniteSegmentEnd = s.ssn + s.payload;
    if (!ledger.infinite) {
      ledger.infinite = true;
      ledger.infiniteSsn = ssn;
      ledger.infiniteDelta = dsn - ssn;
    }
    plane.fallbacks().infinite(s);
    if (offload || ++ledger.infiniteCopies > MOST_COPIES || !sink.listening()) {
      return;
    }
    sink.emit(
        new InfiniteMappingSent(
            sink.carrier(),
            Dss.of(s.dss),
            new Mapping(dsn, ssn, 0, false, s.ref()),
            ledger.infiniteCopies,
            sink.doubts()));
  }
}
