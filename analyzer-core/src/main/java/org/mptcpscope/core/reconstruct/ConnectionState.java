package org.mptcpscope.core.reconstruct;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.mptcpscope.core.model.CaptureQuality;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.DataStream;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.Fallback;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Origin;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;
import org.mptcpscope.dissector.mptcp.MptcpOption;

/** One Multipath TCP connection while it is rebuilt. */
final class ConnectionState implements Connection {
  private static final int SUBJECTS = Subject.values().length;

  private final int id;
  private final HostState initiator = new HostState(this, Side.INITIATOR);
  private final HostState listener = new HostState(this, Side.LISTENER);
  private final List<SubflowState> subflows = new ArrayList<>(4);
  private final List<Subflow> subflowsView = Collections.unmodifiableList(subflows);

  /** Counts of each subject, those of the initiator first. */
  private final int[] seen = new int[2 * SUBJECTS];

  final PassContext pass;

  /** Deadlines that end with it. */
  final Alarms.Bundle deadlines = new Alarms.Bundle();

  final DataPlane data;
  final ConnectionQuality quality;

  Dialect dialect = Dialect.UNKNOWN;
  String dialectDetail;
  Origin origin;
  boolean sidesKnown = true;

  /** The subflow of the MP_CAPABLE handshake, or null. */
  SubflowState initial;

  Checksums checksums = Checksums.UNKNOWN;

  /** MP_CAPABLE of the SYN, and of the SYN/ACK that is no reflection of it; null if not seen. */
  MpCapable offered;

  MpCapable answered;

  /** Copies of options; of ADD_ADDR and REMOVE_ADDR over all subflows. */
  final CopyCounter copies = new CopyCounter();

  /** First MP_FASTCLOSE with a valid key, MP_FAIL of each side: null if none passed. */
  FrameRef fastClosedAt;

  Side fastClosedBy;

  boolean fastClosedOnReset;

  /** On how many subflows it said so. */
  int fastClosedSubflows;

  final FrameRef[] failedAt = new FrameRef[2];

  /** Grows with every subflow, so that an alarm set before can tell. */
  int generation;

  /** Its first event was not stated yet. */
  boolean fresh;

  /** The connection was ended and summarised. */
  boolean freed;

  /** Traits of segments that any observer asked for. */
  long wanted;

  /** Those of each observer; null until one asked. */
  private long[] wishes;

  // ---- of the plain path -----------------------------------------------------------------------
  /** Changes with each segment that takes the long way. */
  int stamp;

  /** Lanes that are to be settled. */
  Lane dirtyLanes;

  /** The plain path knows that there may be some. */
  boolean isListed;

  /** A key that the user gave waits for numbers to be compared with. */
  boolean givenOpen;

  /** Wireshark's mptcp.stream, or -1. */
  int mptcpStream = -1;

  FrameRef firstFrame;
  int lastFrame;
  long lastTime;

  ConnectionState(int id, PassContext pass, Origin origin) {
    this.id = id;
    this.pass = pass;
    this.origin = origin;
    data = new DataPlane(this, pass.sink());
    quality = new ConnectionQuality(this);
  }

  /** The hash that the dialect uses, as {@code MptcpCrypto} names it: 0 is SHA-1, 1 SHA-256. */
  int hashVersion() {
    return dialect == Dialect.V1 || dialect == Dialect.UNKNOWN ? 1 : 0;
  }

  void count(Subject subject, Side by) {
    count(subject, by, 1);
  }

  void count(Subject subject, Side by, int times) {
    seen[by.ordinal() * SUBJECTS + subject.ordinal()] += times;
  }

  /** The dialect as far as the first segment tells it. */
  void guessDialect(SegmentState first) {
    for (MptcpOption option : first.options()) {
      if (option instanceof MpCapable capable && capable.isDefined()) {
        dialect =
            capable.version() == 0
                ? Dialect.V0
                : first.isSyn() && !first.isAck() && capable.hasSenderKey()
                    ? Dialect.V1_KEYED_SYN
                    : Dialect.V1;
      }
    }
  }

  /** Whether all data was closed, or a fast close passed: its token is to be refused. */
  boolean isOver() {
    return fastClosedAt != null;
  }

  /** An option tells the dialect of a connection whose handshake was not captured. */
  void sign(Dialect told, String detail) {
    if (dialect == Dialect.UNKNOWN && offered == null && answered == null) {
      dialect = told;
      dialectDetail = detail;
      data.agreementChanged();
    }
  }

  /** An HMAC of both keys is right. */
  void confirmKeys() {
    initiator.keyConfirmed = true;
    listener.keyConfirmed = true;
  }

  /** An HMAC or a token is right under the hash of the other version. */
  void otherHashFits(FrameRef at) {
    if (dialect == Dialect.V1 && dialectDetail == null) {
      dialect = Dialect.V1_BIS;
      dialectDetail = "SHA-1 where RFC 8684 has SHA-256, frame " + at.number();
      deriveAgain();
    }
  }

  /** The hash is another one than it was when keys became known. */
  void deriveAgain() {
    for (HostState host : List.of(initiator, listener)) {
      host.derive();
      if (host.keyKnown) {
        pass.keys().learn(host);
      }
    }
    data.agreementChanged();
  }

  /**
   * A host's data begins with this number of 8 octets. If the hash of the other version gives it
   * for both hosts, they speak that dialect; for one alone it is a mistake.
   */
  void firstDsn(Side side, long dsn, FrameRef at) {
    HostState host = host(side);
    host.keyConfirmed |= host.keyKnown && dsn == host.idsn + 1;
    if (dialect != Dialect.V1 || !host.keyKnown || dsn == host.idsn + 1) {
      return;
    }
    host.otherHash |= MptcpCrypto.idsn(1 - hashVersion(), host.key) + 1 == dsn;
    if (host.otherHash && host(side.peer()).otherHash) {
      otherHashFits(at);
    }
  }

  List<SubflowState> subflowStates() {
    return subflows;
  }

  @Override
  public int id() {
    return id;
  }

  @Override
  public Dialect dialect() {
    return dialect;
  }

  @Override
  public String dialectDetail() {
    return dialectDetail;
  }

  @Override
  public Origin origin() {
    return origin;
  }

  @Override
  public boolean sidesKnown() {
    return sidesKnown;
  }

  @Override
  public HostState host(Side side) {
    return side == Side.INITIATOR ? initiator : listener;
  }

  @Override
  public List<Subflow> subflows() {
    return subflowsView;
  }

  @Override
  public Optional<Subflow> initial() {
    return Optional.ofNullable(initial);
  }

  @Override
  public Checksums checksums() {
    return checksums;
  }

  @Override
  public Optional<FrameRef> firstDss(Side side) {
    return data.firstDss(side);
  }

  @Override
  public Optional<FrameRef> firstDssWithPayload(Side side) {
    return data.firstDssWithPayload(side);
  }

  @Override
  public List<Subflow> open(Side side) {
    List<Subflow> open = new ArrayList<>(subflows.size());
    for (SubflowState subflow : subflows) {
      if (subflow.isOpen(side)) {
        open.add(subflow);
      }
    }
    return open;
  }

  @Override
  public Optional<Fallback> fallback(Side side) {
    return data.fallback(side);
  }

  @Override
  public int seen(Subject subject, Side by) {
    return seen[by.ordinal() * SUBJECTS + subject.ordinal()];
  }

  @Override
  public DataStream stream(Side sender) {
    return data.stream(sender);
  }

  @Override
  public Checks checks(Subflow subflow) {
    return ((SubflowState) subflow).checks.result();
  }

  @Override
  public CaptureQuality quality() {
    return quality;
  }

  @Override
  public String toString() {
    return "connection " + id;
  }

  /** From now on this observer is told of segments with any of these traits. */
  void want(int observer, long anyOfTraits) {
    if (wishes == null || wishes.length <= observer) {
      if (anyOfTraits == 0) {
        return;
      }
      wishes = wishes == null ? new long[observer + 1] : Arrays.copyOf(wishes, observer + 1);
    }
    wishes[observer] = anyOfTraits;
    wanted = 0;
    for (long wish : wishes) {
      wanted |= wish;
    }
    stamp++;
  }

  /** Whether this observer asked for a segment with these traits. */
  boolean isWantedBy(int observer, long traits) {
    return observer < wishes.length && (wishes[observer] & traits) != 0;
  }
}
