package org.mptcpscope.core.reconstruct;

import static org.mptcpscope.core.reconstruct.DataPlane.MOST_EVENTS;

import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.Carrier.TcpChecksum;
import org.mptcpscope.core.event.MptcpEvent.ChecksumFailed;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.MappingTable.Mapping;
import org.mptcpscope.core.model.Subflow.Trouble;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.core.model.Variant;
import org.mptcpscope.dissector.InternetChecksum;
import org.mptcpscope.dissector.mptcp.Dsn;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;

/**
 * Verifies the DSS checksum of each mapping (RFC 8684, 3.3.1) over the payload that passed, also
 * where payload came before its mapping: that is read from the capture again.
 */
final class ChecksumVerifier implements ChecksumLedger.Judge {
  private static final long LOW_HALF = 0xffff_ffffL;

  private final ConnectionState connection;
  private final DataPlane plane;
  private final EventSink sink;
  private SegmentState s;
  private int stated;

  ChecksumVerifier(ConnectionState connection, DataPlane plane, EventSink sink) {
    this.connection = connection;
    this.plane = plane;
    this.sink = sink;
  }

  /** Opens an entry for each mapping of the segment, and feeds its payload. */
  void segment(SegmentState segment, MappingTracker mappings) {
    ChecksumLedger ledger = segment.out.ledger.checksums;
    s = segment;
    if (mappings.first().present) {
      ledger = open(ledger, mappings.first());
    }
    if (mappings.second().present) {
      ledger = open(ledger, mappings.second());
    }
    if (ledger == null || !ledger.isWaiting()) {
      return;
    }
    if (segment.payload > 0) {
      ledger.feed(
          segment.view.buffer(),
          segment.view.payloadOffset(),
          segment.ssn,
          segment.payloadCaptured,
          segment.payload);
    }
    if (mappings.first().present) {
      feedEarlier(ledger, mappings.first());
    }
    ledger.settle();
  }

  private ChecksumLedger open(ChecksumLedger ledger, DeclaredMapping m) {
    if (m.checksum < 0 || !m.accepted) {
      return ledger;
    }
    if (!plane.of(s.by).isHighHalfKnown()) {
      s.on.checks.unknowable(CheckLedger.Check.CHECKSUM);
      return ledger;
    }
    ChecksumLedger made = ledger;
    if (made == null) {
      made = new ChecksumLedger(this);
      s.out.ledger.checksums = made;
    }
    // All DATA_FINs alone have SSN 0; their DSN tells them apart.
    long identity = m.octets == 0 ? -Math.abs(m.dsn) - 1 : m.ssn;
    ChecksumLedger.Entry entry = made.open(identity, m.lengthField, m.checksum);
    if (entry != null) {
      entry.dsn = m.dsn;
      entry.ssnField = m.ssnField;
      entry.octets = m.octets;
      entry.fin = m.fin;
      entry.byCapable = m.byCapable;
      entry.wide = m.wide;
      entry.frame = s.frame;
      entry.time = s.time;
      entry.position = s.position;
      entry.carrierSsn = s.ssn;
      entry.carrierPayload = s.payload;
    }
    return made;
  }

  /** Payload of the mapping may have passed before it. */
  private void feedEarlier(ChecksumLedger ledger, DeclaredMapping m) {
    ChecksumLedger.Entry entry = ledger.newest();
    if (entry == null || entry.frame != s.frame || entry.isComplete() || m.octets == 0) {
      return;
    }
    long seen = s.out.sent.covered(m.ssn, m.ssn + m.octets);
    SegmentLog log = s.out.ledger.log;
    if (log == null || seen <= entry.seen()) {
      return;
    }
    FrameSource source = connection.pass.source();
    int at = log.nextOverlap(-1, m.ssn, m.ssn + m.octets);
    while (at >= 0) {
      long ssn = log.ssn(at);
      int length = log.length(at);
      if (log.frame(at) != s.frame) {
        boolean read =
            FrameReader.read(
                source,
                log.position(at),
                (_, segment) ->
                    ledger.feed(
                        entry,
                        segment.buffer(),
                        segment.payloadOffset(),
                        ssn,
                        segment.payloadCaptured(),
                        length));
        if (!read) {
          ledger.feed(entry, s.view.buffer(), 0, ssn, 0, length);
        }
      }
      at = log.nextOverlap(at, m.ssn, m.ssn + m.octets);
    }
  }

  @Override
  public void right(ChecksumLedger.Entry entry) {
    connection.count(Subject.CHECKSUM, s.by);
    s.on.checks.passed(CheckLedger.Check.CHECKSUM);
  }

  @Override
  public void spoiled(ChecksumLedger.Entry entry) {
    s.on.checks.unknowable(CheckLedger.Check.CHECKSUM);
  }

  @Override
  public void wrong(ChecksumLedger.Entry entry) {
    if (fitsOtherKey(entry)) {
      right(entry);
      return;
    }
    connection.count(Subject.CHECKSUM, s.by);
    if (stated >= MOST_EVENTS) {
      return;
    }
    if (isDamaged(entry)) {
      spoiled(entry);
      return;
    }
    stated++;
    FrameRef declared = entry.frame == s.frame ? s.ref() : new FrameRef(entry.frame, entry.time);
    s.on.trouble(Trouble.Kind.CHECKSUM_FAILED, s.by, declared);
    if (sink.listening()) {
      state(entry, declared);
    }
  }

  private void state(ChecksumLedger.Entry entry, FrameRef declared) {
    Carrier carrier =
        entry.frame == s.frame
            ? sink.carrier()
            : sink.carrierOf(
                declared, entry.position, s.out, entry.carrierSsn, entry.carrierPayload);
    long ssn = entry.octets == 0 ? 0 : entry.ssn;
    sink.emit(
        new ChecksumFailed(
            carrier,
            s.ref(),
            new Mapping(entry.dsn, ssn, entry.octets, entry.byCapable, declared),
            entry.sent,
            entry.computed(),
            variant(entry),
            entry.octets > 0,
            sink.doubts()));
  }

  /** The mistake that makes this checksum, or null. */
  private Variant variant(ChecksumLedger.Entry entry) {
    int sent = entry.sent;
    if (entry.fits(entry.dsn & LOW_HALF, entry.length, sent)) {
      return Variant.HIGH_HALF_ZERO;
    } else if (entry.fin && entry.fits(entry.dsn, entry.length - 1, sent)) {
      return Variant.FIN_NOT_COUNTED;
    } else if (entry.fits(entry.dsn, entry.length, InternetChecksum.swap(sent))) {
      return Variant.BYTES_SWAPPED;
    } else if (entry.fits(entry.dsn, entry.length, InternetChecksum.complement(sent))) {
      return Variant.NOT_COMPLEMENTED;
    } else if (entry.octets > 0 && InternetChecksum.add(entry.payloadSum(), sent) == 0xffff) {
      return Variant.WITHOUT_PSEUDO_HEADER;
    } else if (entry.octets > 0 && entry.fits(entry.dsn, entry.carrierPayload, sent)) {
      return Variant.SEGMENT_LENGTH;
    } else if (entry.fits(entry.dsn, 0, sent)) {
      return Variant.LENGTH_LEFT_OUT;
    }
    return isOfTcp(entry) ? Variant.TCP_CHECKSUM : null;
  }

  /** The segment that declared the mapping has the same checksum in its TCP header. */
  private boolean isOfTcp(ChecksumLedger.Entry entry) {
    if (entry.frame == s.frame) {
      return s.view.checksum() == entry.sent;
    }
    boolean[] same = new boolean[1];
    FrameReader.read(
        connection.pass.source(),
        entry.position,
        (_, segment) -> same[0] = segment.checksum() == entry.sent);
    return same[0];
  }

  /** With a disputed key the other one may be what the hosts use. */
  private boolean fitsOtherKey(ChecksumLedger.Entry entry) {
    HostState host = connection.host(s.by);
    if (!host.disputed || entry.wide && !entry.byCapable) {
      return false;
    }
    long first = MptcpCrypto.idsn(connection.hashVersion(), host.otherKey) + 1;
    long dsn = entry.byCapable ? first : Dsn.promote((int) entry.dsn, first);
    return entry.fits(dsn, entry.length, entry.sent);
  }

  /** Whether the TCP checksum of a segment of the mapping proves that it was damaged on its way. */
  private boolean isDamaged(ChecksumLedger.Entry entry) {
    if (s.on.vantage().isAt(s.by)) {
      return false;
    }
    if (s.checksum() == TcpChecksum.BAD) {
      return true;
    }
    SegmentLog log = s.out.ledger.log;
    if (log == null || entry.octets == 0) {
      return false;
    }
    boolean[] bad = new boolean[1];
    int at = log.nextOverlap(-1, entry.ssn, entry.ssn + entry.octets);
    while (at >= 0 && !bad[0]) {
      if (log.frame(at) != s.frame) {
        FrameReader.read(
            connection.pass.source(),
            log.position(at),
            (ip, segment) ->
                bad[0] =
                    segment.checksumVerifiable(ip)
                        && !segment.checksumPartial(ip)
                        && !segment.checksumGood(ip));
      }
      at = log.nextOverlap(at, entry.ssn, entry.ssn + entry.octets);
    }
    return bad[0];
  }
}
