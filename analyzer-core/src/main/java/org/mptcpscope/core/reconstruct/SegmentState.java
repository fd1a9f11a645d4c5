package org.mptcpscope.core.reconstruct;

import java.util.List;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.Wire;
import org.mptcpscope.dissector.link.FrameView;
import org.mptcpscope.dissector.mptcp.BulkView;
import org.mptcpscope.dissector.mptcp.DssView;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.tcp.OptionSummary;
import org.mptcpscope.dissector.tcp.SegmentView;

/**
 * The segment in hand: one object per pass, filled again for every segment, so that bulk data costs
 * no allocation. TCP fields are complete before the options are walked; the data plane adds its own
 * traits and numbers afterwards.
 */
final class SegmentState implements SegmentFacts {
  /** Most pieces of new payload that one segment can have between octets seen before. */
  static final int MAX_PIECES = 8;

  /** Stands for a first copy that nobody looked for yet. */
  static final int UNSOUGHT = -1;

  /** The views that the pass reads frames with; they stand on this segment. */
  final FrameView ip = new FrameView();

  final SegmentView view = new SegmentView();
  final OptionSummary summary = new OptionSummary();

  /** Stands on the first DSS of the segment if {@link #hasDss}. */
  final DssView dss = new DssView();

  /** Stands on the segment while it is asked whether it is plain. */
  final BulkView bulk = new BulkView();

  // ---- the frame -------------------------------------------------------------------------------
  int frame;
  long time;

  /** Handle for {@code FrameSource#reread}; negative if the frame cannot be read again. */
  long position;

  int interfaceId;

  /** Which way the frame passed its interface: 0 unknown, 1 in, 2 out. */
  int direction;

  /** The capture has packets twice on one interface. */
  boolean mirrored;

  /** The segment waited for the owner of its token. */
  boolean replayed;

  /** Who is meant by its token, which several hosts have, by the HMAC of the answer; or null. */
  KeyRing.Owner replayOwner;

  /** It waited for the SYN of its flow, and may wait for the owner of its token, too. */
  boolean waitedForSyn;

  /** The connection that its later segments show it to belong to, by numbers; or null. */
  MidstreamLink replayLink;

  // ---- TCP -------------------------------------------------------------------------------------
  SubflowState on;
  Side by;

  /** The direction that the segment belongs to. */
  DirectionState out;

  /** The other direction of the subflow, which the segment acknowledges. */
  DirectionState back;

  int flags;
  int rawSeq;
  int rawAck;

  /** SSN of the first payload octet; 0 on a SYN. Right only if {@code out.anchored}. */
  long ssn;

  /** Acknowledged, in the peer's SSN. Right only with flag ACK and {@code back.anchored}. */
  long ackSsn;

  /** Octets of payload on the wire. */
  int payload;

  /** Octets of payload that the capture kept. */
  int payloadCaptured;

  /** As on the wire. */
  int rawWindow;

  /** Scaled; -1 if the scale is unknown. */
  long window;

  long tsVal;
  long tsEcr;

  /** Payload at SSN 1 or above that was not sent before: half-open pieces, ascending. */
  int pieces;

  final long[] pieceFrom = new long[MAX_PIECES];
  final long[] pieceTo = new long[MAX_PIECES];

  /** What this segment acknowledged first, in the peer's SSN: [ackedFrom, ackedTo). */
  long ackedFrom;

  long ackedTo;

  /** n-th segment of that host on that subflow. */
  int ordinal;

  boolean dupAck;

  Carrier.Acceptance acceptance;
  Carrier.Echo echo;

  // ---- options ---------------------------------------------------------------------------------
  /** A DSS of legal length is there; {@link #dss} stands on the first. */
  boolean hasDss;

  /** DSS options, those of wrong length counted. */
  int dssCount;

  /** The MP_CAPABLE with a Data-Level Length, or null. */
  MpCapable capableData;

  /** The answer to MPTCP under a foreign kind that this SYN/ACK is, or null. */
  ForeignKinds.Answer foreign;

  // ---- filled by the data plane ----------------------------------------------------------------
  long traits;
  long dsn;
  boolean mapped;
  long dataAck;
  long mappingDsn;
  long mappingSsn;
  int mappingLength;

  /** Frame of the first copy, 0 for none, or {@link #UNSOUGHT}: it is looked for when asked. */
  int originalFrame;

  final SegmentOptions reader = new SegmentOptions();
  private List<MptcpOption> options;
  private FrameRef ref;
  private Carrier.TcpChecksum checksum;

  /** Forgets the segment before. */
  void reset() {
    ref = null;
    options = null;
    checksum = null;
    on = null;
    out = null;
    back = null;
    pieces = 0;
    ackedFrom = 0;
    ackedTo = 0;
    dupAck = false;
    acceptance = Carrier.Acceptance.UNKNOWN;
    echo = Carrier.Echo.NONE;
    hasDss = false;
    dssCount = 0;
    capableData = null;
    foreign = null;
    traits = 0;
    dsn = 0;
    mapped = false;
    dataAck = 0;
    mappingDsn = 0;
    mappingSsn = 0;
    mappingLength = -1;
    originalFrame = 0;
  }

  /** The frame as evidence; made once per segment, and only if asked for. */
  FrameRef ref() {
    if (ref == null) {
      ref = new FrameRef(frame, time);
    }
    return ref;
  }

  /** The MPTCP options, left to right; made once per segment, and only if asked for. */
  List<MptcpOption> options() {
    if (options == null) {
      options = reader.mptcp(view);
    }
    return options;
  }

  /** Stands {@link #dss} on the first DSS of legal length, and counts all. */
  void findDss() {
    hasDss = false;
    dssCount = 0;
    reader.findDss(this);
  }

  void trait(long trait) {
    traits |= trait;
  }

  boolean isSyn() {
    return (flags & SegmentView.SYN) != 0;
  }

  boolean isRst() {
    return (flags & SegmentView.RST) != 0;
  }

  boolean isFin() {
    return (flags & SegmentView.FIN) != 0;
  }

  boolean isAck() {
    return (flags & SegmentView.ACK) != 0;
  }

  /** Whether octets of the payload are missing in the capture. */
  boolean isCut() {
    return payloadCaptured < payload;
  }

  /** An edge of a SACK block: octet 0 its first sequence number, octet 4 the one behind it. */
  int sackEdge(int block, int octet) {
    return Wire.i32(view.buffer(), summary.sackOffset() + 2 + 8L * block + octet);
  }

  /** Computed once per segment, and only if asked for. */
  Carrier.TcpChecksum checksum() {
    if (checksum == null) {
      checksum = computeChecksum();
    }
    return checksum;
  }

  private Carrier.TcpChecksum computeChecksum() {
    if (view.checksumPartial(ip)) {
      return Carrier.TcpChecksum.PARTIAL;
    }
    if (!view.checksumVerifiable(ip)) {
      return Carrier.TcpChecksum.UNKNOWN;
    }
    return view.checksumGood(ip) ? Carrier.TcpChecksum.GOOD : Carrier.TcpChecksum.BAD;
  }

  // ---- SegmentFacts ----------------------------------------------------------------------------

  @Override
  public int frame() {
    return frame;
  }

  @Override
  public long time() {
    return time;
  }

  @Override
  public SubflowState subflow() {
    return on;
  }

  @Override
  public Side by() {
    return by;
  }

  @Override
  public long traits() {
    return traits;
  }

  @Override
  public int flags() {
    return flags;
  }

  @Override
  public long ssn() {
    return ssn;
  }

  @Override
  public long ackSsn() {
    return ackSsn;
  }

  @Override
  public int payload() {
    return payload;
  }

  @Override
  public long window() {
    return window;
  }

  @Override
  public long dsn() {
    return dsn;
  }

  @Override
  public boolean mapped() {
    return mapped;
  }

  @Override
  public long dataAck() {
    return dataAck;
  }

  @Override
  public long mappingDsn() {
    return mappingDsn;
  }

  @Override
  public long mappingSsn() {
    return mappingSsn;
  }

  @Override
  public int mappingLength() {
    return mappingLength;
  }

  @Override
  public boolean dsnNarrow() {
    return hasDss && mappingLength >= 0 && !dss.dsnWide();
  }

  @Override
  public boolean dataAckWide() {
    return hasDss && dss.dataAckWide();
  }

  @Override
  public int originalFrame() {
    if (originalFrame == UNSOUGHT) {
      originalFrame = on.connection().data.originalOf(this);
    }
    return originalFrame;
  }

  @Override
  public long urgent() {
    return view.isUrg() ? ssn + view.urgentPointer() : -1;
  }

  @Override
  public int rawSeq() {
    return rawSeq;
  }

  @Override
  public int rawAck() {
    return rawAck;
  }
}
