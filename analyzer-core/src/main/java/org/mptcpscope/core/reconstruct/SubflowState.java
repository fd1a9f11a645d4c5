package org.mptcpscope.core.reconstruct;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested.TokenMatch;
import org.mptcpscope.core.event.MptcpEvent.SubflowEnded;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.MappingTable;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Vantage;
import org.mptcpscope.core.model.Variant;
import org.mptcpscope.dissector.mptcp.MpTcprst;

/** One subflow while it is rebuilt. */
final class SubflowState implements Subflow {
  private static final int MAX_TROUBLES = 16;

  private final int id;
  private final ConnectionState connection;
  private final DirectionState ofInitiator;
  private final DirectionState ofListener;
  private final InetSocketAddress[] addresses = new InetSocketAddress[2];
  private final Backup[] backups = {Backup.NONE, Backup.NONE};
  private final List<Trouble> troubles = new ArrayList<>(0);

  final int[] addressIds = {-1, -1};
  final HandshakeState handshake = new HandshakeState(this);
  final RoundTrips roundTrips = new RoundTrips(this);
  final VantageJudge vantage = new VantageJudge(this);
  final CheckLedger checks = new CheckLedger();

  Side opener;
  Phase phase = Phase.SYN_SENT;
  Phase phaseBeforeEnd;
  FrameRef establishedAt;
  int tcpStream = -1;

  /** Whose token its MP_JOIN SYN has; null without one. */
  TokenMatch tokenMatch;

  Variant tokenVariant;

  /** The owner of that token, if its connection was freed; else null. */
  KeyRing.Tombstone deadOwner;

  /** The side of the higher one of both address and port pairs: end 1 of the flow table. */
  Side upperSide;

  /** The first captured segment of the flow was no SYN. */
  boolean midstream;

  /** Two points of a merged capture show a segment of it with different octets. */
  boolean altered;

  /** Its third packet was seen only as the first data. */
  boolean thirdImplicit;

  /** How it ended, or null. */
  SubflowEnded.How ended;

  FrameRef endedAt;

  /** The segment that ended it, or null. */
  Carrier endedBy;

  /** MP_TCPRST of the RST that ended it, or null. */
  MpTcprst resetReason;

  FrameRef firstFrame;
  int lastFrame;
  long lastTime;

  /** Of {@link PlainPath}: the frame of the pass that these are of. */
  long lastOrdinal;

  SubflowState(
      int id,
      ConnectionState connection,
      Side opener,
      InetSocketAddress initiator,
      InetSocketAddress listener) {
    this.id = id;
    this.connection = connection;
    this.opener = opener;
    addresses[0] = initiator;
    addresses[1] = listener;
    ofInitiator = new DirectionState(this, Side.INITIATOR);
    ofListener = new DirectionState(this, Side.LISTENER);
  }

  /** What the end sends whose address and port are the higher ones, or the other one. */
  DirectionState ofEnd(boolean upper) {
    return direction(upper ? upperSide : upperSide.peer());
  }

  DirectionState direction(Side sender) {
    return sender == Side.INITIATOR ? ofInitiator : ofListener;
  }

  void trouble(Trouble.Kind kind, Side by, FrameRef frame) {
    if (troubles.size() == MAX_TROUBLES) {
      troubles.removeFirst();
    }
    troubles.add(new Trouble(kind, by, frame));
    checks.failed = true;
  }

  void backup(Side side, Backup backup) {
    backups[side.ordinal()] = backup;
  }

  /** Established, and neither closed by this host nor reset. */
  boolean isOpen(Side side) {
    return establishedAt != null
        && ended == null
        && direction(side).finAt == null
        && direction(side).rstAt == null
        && direction(side.peer()).rstAt == null;
  }

  @Override
  public int id() {
    return id;
  }

  @Override
  public ConnectionState connection() {
    return connection;
  }

  @Override
  public boolean isInitial() {
    return connection.initial == this;
  }

  @Override
  public Side opener() {
    return opener;
  }

  @Override
  public Phase phase() {
    return phase;
  }

  @Override
  public Optional<FrameRef> establishedAt() {
    return Optional.ofNullable(establishedAt);
  }

  @Override
  public InetSocketAddress addressOf(Side side) {
    return addresses[side.ordinal()];
  }

  @Override
  public OptionalInt addressIdOf(Side side) {
    int addressId = isInitial() ? 0 : addressIds[side.ordinal()];
    return addressId < 0 ? OptionalInt.empty() : OptionalInt.of(addressId);
  }

  @Override
  public Optional<FrameRef> dsnWidthChangedAt(Side sender) {
    return Optional.ofNullable(direction(sender).widthChanged);
  }

  @Override
  public Backup backup(Side side) {
    return backups[side.ordinal()];
  }

  @Override
  public boolean usable(Side side) {
    DirectionState out = direction(side);
    DirectionState back = direction(side.peer());
    return phase == Phase.ESTABLISHED
        && isOpen(side)
        && back.finAt == null
        && out.timeoutsInRow == 0
        && out.windowLeft() > 0
        && back.lastAckTime >= connection.pass.alarms().now() - Math.max(rto(side), 1_000_000_000);
  }

  @Override
  public Optional<FrameRef> confirmed(Side side) {
    return connection.data.confirmed(this, side);
  }

  @Override
  public Optional<Segment> lastSegment(Side side) {
    return direction(side).recent.last();
  }

  @Override
  public int segmentsSent(Side side) {
    return direction(side).segments;
  }

  @Override
  public List<Segment> recent(Side side) {
    return direction(side).recent.all();
  }

  @Override
  public List<Trouble> troubles() {
    return List.copyOf(troubles);
  }

  @Override
  public long sndUna(Side side) {
    return direction(side).sndUna;
  }

  @Override
  public long highest(Side side) {
    return direction(side).highest;
  }

  @Override
  public Optional<FrameRef> ackedAt(Side side) {
    DirectionState out = direction(side);
    return out.ackedFrame == 0
        ? Optional.empty()
        : Optional.of(new FrameRef(out.ackedFrame, out.ackedTime));
  }

  @Override
  public int timeoutsInRow(Side side) {
    return direction(side).timeoutsInRow;
  }

  @Override
  public long roundTrip() {
    return roundTrips.roundTrip();
  }

  @Override
  public long grace() {
    return roundTrips.grace();
  }

  @Override
  public long rto(Side side) {
    return roundTrips.rto(side);
  }

  @Override
  public double rate(Side side) {
    return direction(side).rate.perRoundTrip();
  }

  @Override
  public HandshakeState handshake() {
    return handshake;
  }

  @Override
  public MappingTable mappings(Side sender) {
    return connection.data.mappings(this, sender);
  }

  @Override
  public boolean optionsCut(Side side) {
    return direction(side).optionsCut;
  }

  @Override
  public boolean clockTells(Side side) {
    return direction(side).anyTsVal && roundTrips.shortest() >= 2 * connection.host(side).tick();
  }

  @Override
  public Vantage vantage() {
    return vantage.vantage();
  }

  @Override
  public int tcpStream() {
    return tcpStream;
  }

  @Override
  public String toString() {
    return connection + ", subflow " + id;
  }
}
