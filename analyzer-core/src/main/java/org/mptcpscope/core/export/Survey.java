package org.mptcpscope.core.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent.Form;
import org.mptcpscope.core.event.MptcpEvent.ChecksumFailed;
import org.mptcpscope.core.event.MptcpEvent.JoinAnswered;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.MptcpEvent.PayloadDiffered;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.DataStream;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.Host;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.trace.TraceObserver;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;

/** Hears a first pass and gathers what the second one needs: keys, nonces, what is wrong. */
final class Survey implements TraceObserver {
  private static final long LOW_HALF = 0xffff_ffffL;

  /** What follows the numbers that were seen. */
  private static final long SLACK = 1 << 16;

  /** More no host sends in one connection, whatever its numbers seem to say. */
  private static final long MOST_OCTETS = 1L << 40;

  /** A way to compute the number in front of the first one. */
  private interface First {
    long of(int hash, long key);
  }

  /** The right one first, then the mistakes that are known. */
  private static final List<First> FIRST =
      List.of(
          MptcpCrypto::idsn,
          (hash, key) -> MptcpCrypto.idsn(1 - hash, key),
          (hash, key) -> MptcpCrypto.idsn(hash, Long.reverseBytes(key)),
          (hash, key) -> MptcpCrypto.hash(hash, key).i64(0),
          (hash, key) -> Long.rotateLeft(MptcpCrypto.idsn(hash, key), 32),
          (hash, key) -> {
            Octets digest = MptcpCrypto.hash(hash, key);
            return digest.i64(Math.min(12, digest.length() - 8));
          },
          (hash, key) -> (MptcpCrypto.idsn(hash, key) + 1 & LOW_HALF) - 1);

  private final Map<Integer, ConnectionSecrets> connections = new HashMap<>();
  private final Map<Integer, List<ConnectionSecrets>> byToken = new HashMap<>();
  private final Map<Integer, List<Part>> differingFrames = new HashMap<>();
  private final List<Runnable> later = new ArrayList<>();
  private final SubflowIndex subflows = new SubflowIndex();
  private final Secret secret;
  private final KeyMap keys;

  Survey(Secret secret) {
    this.secret = secret;
    keys = new KeyMap(secret);
  }

  SubflowIndex subflows() {
    return subflows;
  }

  KeyMap keys() {
    return keys;
  }

  /** What is known of a connection, never null. */
  ConnectionSecrets of(int connection) {
    return connections.computeIfAbsent(connection, _ -> new ConnectionSecrets());
  }

  /** The connections that a host with this token has. */
  List<ConnectionSecrets> byToken(int token) {
    return byToken.getOrDefault(token, List.of());
  }

  /** The pass is over: keys get their new values, and numbers their new beginnings. */
  void settle() {
    keys.settle();
    later.forEach(Runnable::run);
    later.clear();
  }

  @Override
  public void onEvent(MptcpEvent event) {
    switch (event) {
      case CapableSent it when !it.reflected() -> capable(it);
      case JoinRequested it -> {
        nonce(it.on().id(), it, it.by(), it.option().nonce());
        of(it.connection().id()).asked(it.option().token());
      }
      case JoinAnswered it ->
          it.optional().ifPresent(option -> nonce(it.on().id(), it, it.by(), option.nonce()));
      case ChecksumFailed it ->
          of(it.connection().id())
              .wrong(
                  it.on().id(),
                  it.by(),
                  it.mapping().dsn(),
                  it.sent(),
                  it.computed(),
                  it.variant());
      case PayloadDiffered it -> differs(it);
      default -> {}
    }
  }

  /** Under equal SSNs what differs is known; under equal DSNs the whole payload will. */
  private void differs(PayloadDiffered it) {
    Carrier carrier = it.carrier();
    boolean stream = it.space() == PayloadDiffered.Space.DSN;
    of(it.connection().id())
        .differs(
            new ConnectionSecrets.Differing(
                it.on().id(),
                it.by(),
                carrier.frame().number(),
                stream ? carrier.ssn() : it.octets().from(),
                stream ? carrier.ssn() + carrier.payload() : it.octets().to(),
                stream));
    differingFrames
        .computeIfAbsent(carrier.frame().number(), _ -> new ArrayList<>(1))
        .add(
            stream
                ? new Part(0, carrier.payload())
                : new Part(
                    (int) (it.octets().from() - carrier.ssn()),
                    (int) (it.octets().to() - carrier.ssn())));
  }

  /** A part of the payload of a segment. */
  record Part(int from, int to) {}

  /** The parts of a frame's payload that differ from what was sent before. */
  List<Part> differing(int frame) {
    return differingFrames.getOrDefault(frame, List.of());
  }

  private void nonce(int subflow, MptcpEvent event, Side by, int nonce) {
    keys.nonce(nonce);
    of(event.connection().id()).nonce(subflow, by, nonce);
  }

  private void capable(CapableSent sent) {
    MpCapable option = sent.option();
    if (option.hasSenderKey()) {
      keys.add(option.senderKey());
      of(sent.connection().id()).key(sent.by(), option.senderKey());
    }
    boolean isEcho = sent.form() == Form.ACK || sent.form() == Form.ACK_DATA;
    boolean isFirst = of(sent.connection().id()).keys(sent.by().peer()).isEmpty();
    if (isEcho && isFirst && option.hasReceiverKey()) {
      keys.add(option.receiverKey());
      of(sent.connection().id()).key(sent.by().peer(), option.receiverKey());
    }
  }

  @Override
  public void onSummary(Connection connection, ConnectionSummary summary) {
    subflows.add(summary);
    ConnectionSecrets of = of(connection.id());
    Dialect dialect = connection.dialect();
    of.hash = dialect == Dialect.V1 || dialect == Dialect.UNKNOWN ? 1 : 0;
    for (Side side : Side.values()) {
      Host host = connection.host(side);
      host.key().ifPresent(key -> counts(of, side, key));
      host.addresses().addresses().forEach(address -> of.address(side, address));
      for (long key : of.keys(side)) {
        for (int hash = 0; hash <= 1; hash++) {
          int token = MptcpCrypto.token(hash, key);
          byToken.computeIfAbsent(token, _ -> new ArrayList<>(1)).add(of);
        }
      }
      numbers(connection, of, side);
    }
  }

  private void counts(ConnectionSecrets of, Side side, long key) {
    boolean isMistake = !of.keys(side).isEmpty() && !of.keys(side).contains(key);
    if (!isMistake) {
      keys.add(key);
      of.counts(side, key);
    }
  }

  /** Where the numbers of a host begin, as soon as it is known where they will. */
  private void numbers(Connection connection, ConnectionSecrets of, Side side) {
    DataStream stream = connection.stream(side);
    OptionalLong lowest = stream.lowest();
    long end = stream.end().orElse(lowest.orElse(0));
    DsnSpace space = of.space(side);
    if (of.keys(side).isEmpty()) {
      long start = lowest.orElse(end);
      long span = span(start, end);
      space.begins(start, elsewhere(start, span, connection.id(), side), span);
      return;
    }
    List<Long> all = List.copyOf(of.keys(side));
    for (long key : all) {
      keys.used(key, of.hash, span(MptcpCrypto.idsn(of.hash, key), end));
    }
    later.add(() -> all.forEach(key -> begin(space, of.hash, key, end)));
  }

  private void begin(DsnSpace space, int hash, long key, long end) {
    long other = keys.key(key);
    for (First first : FIRST) {
      long before = first.of(hash, key);
      space.begins(before, first.of(hash, other), span(before, end));
    }
  }

  /** How far numbers that were seen reach, if they begin here at all. */
  private static long span(long begin, long end) {
    long span = end - begin;
    return span < 0 || span > MOST_OCTETS ? SLACK : span + SLACK;
  }

  /** Another number whose low half wraps within the span as that of the first one does. */
  private long elsewhere(long start, long span, int connection, Side side) {
    long other = 0;
    for (int attempt = 0; attempt < 64; attempt++) {
      other = secret.number("dsn", connection, side.ordinal(), attempt);
      if ((start & LOW_HALF) + span > LOW_HALF == (other & LOW_HALF) + span > LOW_HALF) {
        return other;
      }
    }
    return other;
  }
}
