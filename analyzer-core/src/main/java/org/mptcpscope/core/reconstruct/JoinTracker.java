package org.mptcpscope.core.reconstruct;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mptcpscope.core.event.HmacCheck;
import org.mptcpscope.core.event.MptcpEvent.JoinAnswered;
import org.mptcpscope.core.event.MptcpEvent.JoinAnswered.Missing;
import org.mptcpscope.core.event.MptcpEvent.JoinConfirmed;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested.TokenMatch;
import org.mptcpscope.core.model.Handshake.Copy;
import org.mptcpscope.core.model.Origin;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow.Backup;
import org.mptcpscope.core.model.Subflow.Trouble;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.core.model.Variant;
import org.mptcpscope.dissector.mptcp.Malformed;
import org.mptcpscope.dissector.mptcp.MpJoinAck;
import org.mptcpscope.dissector.mptcp.MpJoinSyn;
import org.mptcpscope.dissector.mptcp.MpJoinSynAck;
import org.mptcpscope.dissector.mptcp.MptcpOption;

/** MP_JOIN in its three forms (RFC 8684, 3.2). */
final class JoinTracker {
  private static final int MP_JOIN = 1;

  private final SegmentState s;
  private final CapableTracker capable;

  JoinTracker(SegmentState segment, CapableTracker capable) {
    s = segment;
    this.capable = capable;
  }

  private EventSink sink() {
    return s.on.connection().pass.sink();
  }

  /** MP_JOIN on a SYN. */
  void requested(MpJoinSyn option, int copy) {
    ConnectionState connection = s.on.connection();
    connection.count(Subject.JOIN, s.by);
    TokenMatch match = s.on.tokenMatch == null ? TokenMatch.UNKNOWN : s.on.tokenMatch;
    if (match == TokenMatch.PEER && connection.isOver()) {
      match = TokenMatch.ENDED;
    }
    HostState asked = connection.host(s.by.peer());
    asked.asked(option.token());
    connection.pass.given().tokenSeen(connection, option.token());
    identify(option.addressId(), option.backup());
    switch (match) {
      case PEER -> {
        s.on.checks.passed(CheckLedger.Check.TOKEN);
        connection.host(s.by.peer()).keyConfirmed = true;
        connection.pass.given().tokenAsked(connection.host(s.by.peer()), option.token(), s.frame);
      }
      case UNKNOWN -> {
        s.on.checks.unknowable(CheckLedger.Check.TOKEN);
        connection.pass.given().otherTokenAsked(asked, option.token(), s.ref());
        if (connection.origin != Origin.MIDSTREAM) {
          s.on.trouble(Trouble.Kind.UNKNOWN_TOKEN, s.by, s.ref());
        }
      }
      default -> s.on.trouble(Trouble.Kind.UNKNOWN_TOKEN, s.by, s.ref());
    }
    EventSink sink = sink();
    if (sink.listening() && copy <= CopyCounter.STATED) {
      sink.emit(
          new JoinRequested(
              sink.carrier(),
              option,
              match,
              s.on.tokenVariant,
              s.on.addressOf(s.by),
              s.on.addressOf(s.by.peer()),
              copy,
              sink.doubts()));
    }
  }

  private void identify(int addressId, boolean backup) {
    if (s.on.isInitial()) {
      return;
    }
    s.on.addressIds[s.by.ordinal()] = addressId;
    if (s.on.backup(s.by) == Backup.NONE) {
      s.on.backup(s.by, new Backup(backup, s.ref(), Backup.Source.JOIN));
    }
    s.on.connection().host(s.by).addresses().joined(addressId, s.on.addressOf(s.by), s.ref());
  }

  /** A SYN/ACK, with or without MP_JOIN, once per segment; the option is null without one. */
  void answered(MptcpOption option, int copy) {
    HandshakeState.Growing attempt = s.on.handshake.growing();
    boolean asked = attempt != null && attempt.asked(MpJoinSyn.class);
    if (option == null && (!asked || !s.view.headerComplete())) {
      return;
    }
    EventSink sink = sink();
    Optional<MpJoinSynAck> answer = Optional.empty();
    Missing missing = null;
    HmacCheck hmac = HmacCheck.UNKNOWABLE;
    if (option instanceof MpJoinSynAck parsed) {
      answer = Optional.of(parsed);
      s.on.connection().count(Subject.JOIN, s.by);
      s.on.connection().count(Subject.JOIN_ANSWER, s.by);
      identify(parsed.addressId(), parsed.backup());
      hmac = checkAnswer(parsed);
    } else if (option == null) {
      missing = Missing.ABSENT;
      s.on.trouble(Trouble.Kind.MISSING_SYNACK_JOIN, s.by, s.ref());
    } else {
      missing = capable.isReflected(option) ? Missing.REFLECTED : Missing.MALFORMED;
      s.on.trouble(Trouble.Kind.MISSING_SYNACK_JOIN, s.by, s.ref());
    }
    if (sink.listening() && copy <= CopyCounter.STATED) {
      sink.emit(new JoinAnswered(sink.carrier(), answer, missing, hmac, copy, sink.doubts()));
    }
  }

  private HmacCheck checkAnswer(MpJoinSynAck answer) {
    HmacCheck check =
        JoinHmacs.check(
            hashVersion(),
            keysOf(s.by),
            keysOf(s.by.peer()),
            List.of(answer.nonce()),
            noncesOfOpener(),
            JoinHmacs.octets(answer.hmac()));
    note(check, CheckLedger.Check.SYN_ACK_HMAC, Trouble.Kind.BAD_SYNACK_HMAC);
    return check;
  }

  private void note(HmacCheck check, CheckLedger.Check what, Trouble.Kind trouble) {
    switch (check.result()) {
      case VALID -> {
        s.on.checks.passed(what);
        s.on.connection().confirmKeys();
      }
      case INVALID -> s.on.trouble(trouble, s.by, s.ref());
      default -> s.on.checks.unknowable(what);
    }
    // One host alone with another hash is wrong; token and answer with it are another dialect.
    if (check.variant() == Variant.OTHER_HASH && s.on.tokenVariant == Variant.OTHER_HASH) {
      s.on.connection().otherHashFits(s.ref());
    }
  }

  /** MP_JOIN without SYN. */
  void confirmed(MpJoinAck option, int copy) {
    s.on.connection().count(Subject.JOIN, s.by);
    s.on.connection().count(Subject.JOIN_CONFIRMATION, s.by);
    HmacCheck check =
        JoinHmacs.check(
            hashVersion(),
            keysOf(s.by),
            keysOf(s.by.peer()),
            s.by == s.on.opener ? noncesOfOpener() : noncesOfAcceptor(),
            s.by == s.on.opener ? noncesOfAcceptor() : noncesOfOpener(),
            option.hmac());
    if (s.by == s.on.opener) {
      note(check, CheckLedger.Check.ACK_HMAC, Trouble.Kind.BAD_ACK_HMAC);
    }
    EventSink sink = sink();
    if (sink.listening() && copy <= CopyCounter.STATED) {
      sink.emit(new JoinConfirmed(sink.carrier(), option, check, copy, sink.doubts()));
    }
  }

  /** That of the connection, also of a dead one that is joined. */
  private int hashVersion() {
    KeyRing.Tombstone dead = s.on.deadOwner;
    return dead == null ? s.on.connection().hashVersion() : dead.hashVersion();
  }

  /** The keys that a host may have used; an own or wrong token puts neither in doubt. */
  private List<Long> keysOf(Side side) {
    HostState host = s.on.connection().host(side);
    KeyRing.Tombstone dead = s.on.deadOwner;
    if (dead != null) {
      boolean owner = side != s.on.opener;
      return owner
          ? List.of(dead.ownerKey())
          : dead.peerKnown() ? List.of(dead.peerKey()) : List.of();
    }
    if (!host.keyKnown) {
      return List.of();
    }
    return host.disputed ? List.of(host.key, host.otherKey) : List.of(host.key);
  }

  private List<Integer> noncesOfOpener() {
    List<Integer> nonces = new ArrayList<>(1);
    HandshakeState.Growing attempt = s.on.handshake.growing();
    if (attempt != null) {
      for (Copy copy : attempt.syns) {
        copy.option(MpJoinSyn.class)
            .filter(join -> !nonces.contains(join.nonce()))
            .ifPresent(join -> nonces.add(join.nonce()));
      }
    }
    return nonces;
  }

  private List<Integer> noncesOfAcceptor() {
    List<Integer> nonces = new ArrayList<>(1);
    HandshakeState.Growing attempt = s.on.handshake.growing();
    if (attempt != null) {
      for (Copy copy : attempt.synAcks) {
        copy.option(MpJoinSynAck.class)
            .filter(join -> !nonces.contains(join.nonce()))
            .ifPresent(join -> nonces.add(join.nonce()));
      }
    }
    return nonces;
  }

  /** The MP_JOIN among the options of a SYN/ACK, parsed or not; null if there is none. */
  static MptcpOption joinOf(List<MptcpOption> options) {
    for (MptcpOption option : options) {
      if (option instanceof MpJoinSynAck
          || option instanceof Malformed bad
              && bad.kind() == MptcpOption.KIND
              && bad.subtype() == MP_JOIN) {
        return option;
      }
    }
    return null;
  }
}
