package org.mptcpscope.samples.scenario;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * One end of a subflow: what it has sent, and what of its peer has arrived here.
 *
 * <p>Sequence numbers are relative to the initial one: the SYN is 0, the first octet 1. Subflow
 * sequence numbers (SSN) also leave the payload of the SYN out.
 */
public final class SubflowEnd {
  private static final int CLOCK_STEP = 1_000_000;

  /** Length of an infinite mapping. */
  public static final long INFINITE = Long.MAX_VALUE / 2;

  /**
   * A data sequence mapping.
   *
   * @param ssn relative subflow sequence number of its first octet, which is 1 for the first of all
   * @param dsn relative data sequence number of its first octet
   * @param length octets of payload; {@link #INFINITE} for an infinite mapping
   */
  public record Mapping(long ssn, long dsn, long length) {
    long end() {
      return ssn + length;
    }

    boolean isInfinite() {
      return length == INFINITE;
    }
  }

  /** What this end knew at a time. */
  private record Knowledge(long acknowledged, int timestamp) {}

  private final Side side;
  private final Host.Endpoint endpoint;
  private final Connection connection;
  private final int isn;
  private final int clock;
  private final int nonce;
  private final Mappings mappings = new Mappings();
  private final Mappings arrivedMappings = new Mappings();
  private final Ranges arrived = new Ranges();
  private final NavigableMap<Long, Knowledge> history = new TreeMap<>();

  private InetAddress wireAddress;
  private int wirePort;
  private int ipId;
  private long next;
  private long fin = -1;
  private boolean synSent;
  private long synPayload;
  private long lastAck;
  private int echo;
  private Integer nonceOnWire;
  private boolean unscaled;
  private long lastMapped = 1;

  SubflowEnd(
      Connection connection, String path, int incarnation, Side side, Host.Endpoint endpoint) {
    Habits host = endpoint.host().habits();
    this.side = side;
    this.endpoint = endpoint;
    this.connection = connection;
    long seed = Seed.of("subflow", path, incarnation, side);
    this.isn = host.isn() != null ? host.isn() : (int) seed;
    this.clock = host.clock() != null ? host.clock() : (int) (seed >>> 33);
    this.ipId = host.ipId() != null ? host.ipId() : (int) (seed >>> 11) & 0x7fff;
    this.nonce = (int) Seed.of("nonce", path, incarnation, side);
    this.wireAddress = endpoint.address();
    this.wirePort = endpoint.port();
  }

  /** What this end's host sends. */
  public DataStream stream() {
    return connection.stream(side);
  }

  public Side side() {
    return side;
  }

  public Host.Endpoint endpoint() {
    return endpoint;
  }

  /** The address that the capture sees: another than the host's own behind a NAT. */
  public InetAddress wireAddress() {
    return wireAddress;
  }

  public int wirePort() {
    return wirePort;
  }

  public void translate(InetAddress address, int port) {
    wireAddress = address;
    wirePort = port;
  }

  public int isn() {
    return isn;
  }

  /** The random number of MP_JOIN, as it went over the wire. */
  public int nonce() {
    return nonceOnWire != null ? nonceOnWire : nonce;
  }

  public void nonce(int onWire) {
    nonceOnWire = onWire;
  }

  /** The next sequence number to send. */
  public long next() {
    return next;
  }

  /** The sequence number of the FIN, or -1 before it was sent. */
  public long fin() {
    return fin;
  }

  public boolean synSent() {
    return synSent;
  }

  /** Octets of the SYN that its receiver took (TCP Fast Open). */
  public long synPayload() {
    return synPayload;
  }

  /** Subflow sequence number of a sequence number. */
  public long ssn(long seq) {
    return seq - synPayload;
  }

  public int nextIpId() {
    int id = ipId;
    Integer first = endpoint.host().habits().ipId();
    if (first == null || first != 0) {
      ipId = (ipId + 1) & 0xffff;
    }
    return id;
  }

  /** The timestamp clock, which ticks each millisecond. */
  public int clock(long timeNanos) {
    return clock + (int) (timeNanos / CLOCK_STEP);
  }

  /** The timestamp to echo. */
  public int echo() {
    return echo;
  }

  public int echo(long time) {
    Map.Entry<Long, Knowledge> at = history.floorEntry(time);
    return at == null ? 0 : at.getValue().timestamp();
  }

  /** The next sequence number that this end waits for. */
  public long acknowledged() {
    return arrived.prefix(0);
  }

  public long acknowledged(long time) {
    Map.Entry<Long, Knowledge> at = history.floorEntry(time);
    return at == null ? 0 : at.getValue().acknowledged();
  }

  /** Ranges that arrived behind a hole, from start to end. */
  public Map<Long, Long> outOfOrder() {
    return arrived.above(acknowledged());
  }

  /** Whether this end sent a SYN without window scale: then no window is scaled. */
  public boolean unscaled() {
    return unscaled;
  }

  public void unscaled(boolean without) {
    unscaled = without;
  }

  /** The relative data sequence number of an octet of this end, or -1. */
  public long dsn(long ssn) {
    return mappings.dsn(ssn);
  }

  /** The first subflow sequence number that no mapping of this end reaches. */
  public long unmapped() {
    return mappings.end();
  }

  /**
   * Declares a mapping.
   *
   * @param fin relative data sequence number of a DATA_FIN, or -1
   */
  public void map(Mapping mapping, long fin) {
    mappings.add(mapping.ssn(), mapping.dsn(), mapping.length());
    if (mapping.length() > 0) {
      lastMapped = mapping.dsn();
    }
    if (!mapping.isInfinite()) {
      stream().sent(mapping.dsn(), mapping.dsn() + mapping.length());
    }
    if (fin >= 0) {
      stream().sent(fin, fin + 1);
      stream().finSent(fin);
    }
  }

  /** Relative data sequence number of the first octet of the latest mapping; 1 before the first. */
  public long lastMapped() {
    return lastMapped;
  }

  /** The octet with this subflow sequence number. */
  public byte octet(long ssn) {
    long dsn = mappings.dsn(ssn);
    return stream().octet(dsn >= 0 ? dsn : stream().next() + ssn - mappings.end());
  }

  /** Octets from a subflow sequence number on, as they go or will go over the wire. */
  public byte[] octets(long ssn, int length) {
    byte[] octets = new byte[length];
    for (int i = 0; i < length; i++) {
      octets[i] = octet(ssn + i);
    }
    return octets;
  }

  /** A segment left: {@code length} counts payload only. */
  public void sent(long seq, int length, boolean syn, boolean fin, long acknowledged) {
    long end = seq + length + (syn ? 1 : 0);
    if (fin) {
      if (this.fin < 0) {
        this.fin = end;
      }
      end++;
    }
    if (end - next < 1L << 30) {
      next = Math.max(next, end);
    }
    synSent |= syn;
    lastAck = acknowledged;
  }

  /** The other end acknowledged this many octets of the SYN's payload with its SYN/ACK. */
  public void synPayload(long octets) {
    synPayload = Math.max(octets, 0);
  }

  /** A segment of {@code peer} arrived here; its mapping was declared before. */
  public void receive(SubflowEnd peer, Arrival a) {
    if (a.timestamp() != null && a.seq() <= lastAck && a.timestamp() - echo >= 0) {
      echo = a.timestamp();
    }
    if (a.timestamp() != null && echo == 0) {
      echo = a.timestamp();
    }
    long end = a.seq() + a.length() + (a.syn() ? 1 : 0) + (a.fin() ? 1 : 0);
    arrived.add(a.seq(), end);
    history.put(a.time(), new Knowledge(acknowledged(), echo));
    DataStream data = peer.stream();
    long first = peer.ssn(a.seq() + (a.syn() ? 1 : 0));
    if (a.length() > 0) {
      for (Mapping run : arrivedMappings.runs()) {
        overlap(data, run, first, first + a.length(), a.time());
      }
    }
    for (Mapping mapping : a.mappings()) {
      arrivedMappings.add(mapping.ssn(), mapping.dsn(), mapping.length());
      arrived
          .all()
          .forEach((from, to) -> overlap(data, mapping, peer.ssn(from), peer.ssn(to), a.time()));
    }
    if (a.dataFin() >= 0) {
      data.receive(a.dataFin(), a.dataFin() + 1, a.time());
    }
  }

  private static void overlap(DataStream data, Mapping run, long from, long to, long time) {
    long start = Math.max(from, run.ssn());
    long end = Math.min(to, run.end());
    if (start < end) {
      long delta = run.dsn() - run.ssn();
      data.receive(start + delta, end + delta, time);
    }
  }

  /**
   * What arrives with a segment.
   *
   * @param timestamp null without the option
   * @param mappings those that it declares
   * @param dataFin relative data sequence number of the DATA_FIN, or -1
   */
  public record Arrival(
      long time,
      long seq,
      int length,
      boolean syn,
      boolean fin,
      Integer timestamp,
      List<Mapping> mappings,
      long dataFin) {}
}
