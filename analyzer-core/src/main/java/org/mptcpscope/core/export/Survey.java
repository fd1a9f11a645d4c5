package org.mptcpscope.core.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent.Form;
import org.mptcpscope.core.event.MptcpEvent.ChecksumFailed;
import org.mptcpscope.core.event.MptcpEvent.JoinAnswered;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.DataStream;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.Host;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Variant;
import org.mptcpscope.core.trace.TraceObserver;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;

/** Hears a first pass and gathers what the second one needs: keys, nonces, what is wrong. */
final class Survey implements TraceObserver {
  private static final long LOW_HALF = 0xffff_ffffL;

  /** What follows the numbers that were seen. */
  private static final long SLACK = 1 << 16;

  private final Map<Integer, ConnectionSecrets> connections = new HashMap<>();
  private final Map<Integer, List<ConnectionSecrets>> byToken = new HashMap<>();
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
      default -> {}
    }
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
      long span = Math.clamp(end - start, 0, 1L << 40) + SLACK;
      space.begins(start, elsewhere(start, span, connection.id(), side));
      return;
    }
    Optional<Variant> mistake =
        lowest.isPresent() ? stream.explain(lowest.getAsLong()) : Optional.empty();
    List<Long> all = List.copyOf(of.keys(side));
    for (long key : all) {
      long begin = MptcpCrypto.idsn(of.hash, key);
      keys.used(key, of.hash, Math.clamp(end - begin, 0, 1L << 40) + SLACK);
    }
    later.add(
        () -> {
          mistake.ifPresent(
              variant ->
                  space.begins(
                      first(variant, of.hash, all.getFirst()),
                      first(variant, of.hash, keys.key(all.getFirst()))));
          for (long key : all) {
            space.begins(MptcpCrypto.idsn(of.hash, key), MptcpCrypto.idsn(of.hash, keys.key(key)));
          }
        });
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

  /** The number in front of the first one, by a wrong computation. */
  private static long first(Variant variant, int hash, long key) {
    long right = MptcpCrypto.idsn(hash, key);
    Octets digest = MptcpCrypto.hash(hash, key);
    return switch (variant) {
      case OTHER_HASH -> MptcpCrypto.idsn(1 - hash, key);
      case KEY_REVERSED -> MptcpCrypto.idsn(hash, Long.reverseBytes(key));
      case DIGEST_HEAD -> digest.i64(0);
      case WORD_SWAPPED -> Long.rotateLeft(right, 32);
      case TRUNCATED_TAIL -> digest.length() > 20 ? digest.i64(12) : right;
      case HIGH_HALF_ZERO -> (right + 1 & LOW_HALF) - 1;
      default -> right;
    };
  }
}
