package org.mptcpscope.core.reconstruct;

import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent.Form;
import org.mptcpscope.core.model.Connection.Checksums;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Handshake.Copy;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.dissector.mptcp.MptcpOption;

/** MP_CAPABLE: version, keys, checksums, flag C (RFC 8684, 3.1). */
final class CapableTracker {
  private final SegmentState s;

  CapableTracker(SegmentState segment) {
    s = segment;
  }

  /** An MP_CAPABLE that parses, on the segment in hand. */
  void take(MpCapable option, int copy) {
    ConnectionState connection = s.on.connection();
    connection.count(Subject.CAPABLE, s.by);
    Form form = form(option);
    boolean reflected = form == Form.SYN_ACK && isReflected(option);
    EventSink sink = connection.pass.sink();
    if (sink.listening() && copy <= CopyCounter.STATED) {
      sink.emit(new CapableSent(sink.carrier(), option, form, reflected, copy, sink.doubts()));
    }
    if (!s.on.isInitial()) {
      return;
    }
    if (option.c() && option.version() >= 1) {
      HostState host = connection.host(s.by);
      if (host.refusesInitialAddress == null && !reflected) {
        host.refusesInitialAddress = s.ref();
      }
    }
    switch (form) {
      case SYN -> syn(option);
      case SYN_ACK -> {
        s.on.handshake.reflectedOnly = reflected && !connection.host(s.by).keyKnown;
        if (!reflected) {
          synAck(option);
        }
      }
      case ACK, ACK_DATA -> third(option);
    }
  }

  private Form form(MpCapable option) {
    if (s.isSyn()) {
      return s.isAck() ? Form.SYN_ACK : Form.SYN;
    }
    return option.hasDataLength() ? Form.ACK_DATA : Form.ACK;
  }

  /** Whether an option of a SYN/ACK has the octets of one on the SYN that it answers. */
  boolean isReflected(MptcpOption option) {
    HandshakeState.Growing attempt = s.on.handshake.growing();
    if (attempt == null || !s.isSyn() || !s.isAck()) {
      return false;
    }
    Octets octets = option.emit();
    for (Copy syn : attempt.syns) {
      for (MptcpOption asked : syn.options()) {
        if (asked.emit().equals(octets)) {
          return true;
        }
      }
    }
    return false;
  }

  private void syn(MpCapable option) {
    ConnectionState connection = s.on.connection();
    connection.offered = option;
    if (connection.answered == null && option.isDefined()) {
      connection.dialect = dialectOf(option);
    }
    if (option.hasSenderKey()) {
      shown(s.by, option.senderKey());
      learn(s.by, option.senderKey(), s.ref());
    }
    checksums();
  }

  /** The capture shows a key: it comes before one that the user gave. */
  private void shown(Side side, long key) {
    ConnectionState connection = s.on.connection();
    connection.pass.given().shown(connection.host(side), key, s.ref());
  }

  private static Dialect dialectOf(MpCapable syn) {
    if (syn.version() == 0) {
      return Dialect.V0;
    }
    return syn.hasSenderKey() ? Dialect.V1_KEYED_SYN : Dialect.V1;
  }

  private void synAck(MpCapable option) {
    ConnectionState connection = s.on.connection();
    MpCapable offered = connection.offered;
    if (connection.answered == null && option.isDefined()) {
      connection.dialect = answeredDialect(offered, option);
    }
    connection.answered = option;
    if (option.hasSenderKey()) {
      shown(s.by, option.senderKey());
      HostState host = connection.host(s.by);
      if (host.keyKnown && host.key != option.senderKey()) {
        // The third packet tells which one counts. SYN cookies make another number, too.
        s.on.handshake.severalKeys |= s.on.handshake.answersDiffer();
      } else {
        learn(s.by, option.senderKey(), s.ref());
      }
    }
    checksums();
  }

  /** A lower version in the answer counts, but a keyless SYN leaves version 0 without a key. */
  private static Dialect answeredDialect(MpCapable offered, MpCapable answer) {
    if (answer.version() > 1) {
      return Dialect.UNKNOWN;
    }
    if (offered == null) {
      return answer.version() == 0 ? Dialect.V0 : Dialect.V1;
    }
    if (answer.version() == 0) {
      return offered.hasSenderKey() ? Dialect.V0 : Dialect.UNKNOWN;
    }
    return dialectOf(offered);
  }

  private void third(MpCapable option) {
    ConnectionState connection = s.on.connection();
    if (!option.hasReceiverKey() || s.by != s.on.opener) {
      return;
    }
    if (connection.dialect == Dialect.UNKNOWN && option.isDefined()) {
      connection.dialect = option.version() == 0 ? Dialect.V0 : Dialect.V1;
      // A SYN of no defined form left it open by which hash the key of the SYN/ACK counts.
      connection.deriveAgain();
    }
    shown(s.by.peer(), option.receiverKey());
    shown(s.by, option.senderKey());
    HostState listener = connection.host(s.by.peer());
    if (listener.keyKnown && listener.key != option.receiverKey()) {
      if (isAmongAnswers(option.receiverKey())) {
        choose(listener, option.receiverKey());
      } else {
        dispute(listener, option.receiverKey());
      }
    } else if (!listener.keyKnown) {
      learn(s.by.peer(), option.receiverKey(), s.ref());
    } else {
      s.on.checks.passed(CheckLedger.Check.KEY);
    }
    HostState initiator = connection.host(s.by);
    if (initiator.keyKnown && initiator.key != option.senderKey()) {
      dispute(initiator, option.senderKey());
    } else if (!initiator.keyKnown) {
      learn(s.by, option.senderKey(), s.ref());
    }
    confirmChecksums(option);
  }

  private boolean isAmongAnswers(long key) {
    HandshakeState.Growing attempt = s.on.handshake.growing();
    return attempt != null
        && attempt.synAcks.stream()
            .map(copy -> copy.option(MpCapable.class).orElse(null))
            .anyMatch(answer -> answer != null && answer.senderKey() == key);
  }

  private void learn(Side side, long key, FrameRef at) {
    HostState host = s.on.connection().host(side);
    if (!host.keyKnown) {
      host.keyKnown = true;
      host.key = key;
      host.keyKnownAt = at;
      host.keyConfirmed |= side == s.by;
      publish(host);
    } else if (host.key != key) {
      dispute(host, key);
    }
  }

  private static void choose(HostState host, long key) {
    host.key = key;
    publish(host);
  }

  private static void dispute(HostState host, long other) {
    if (!host.disputed) {
      host.disputed = true;
      host.otherKey = other;
      publish(host);
    }
  }

  private static void publish(HostState host) {
    host.derive();
    ConnectionState connection = host.connection();
    if (connection.mptcpStream < 0) {
      connection.mptcpStream = connection.pass.mptcpStreams().next(connection.lastFrame);
    }
    connection.pass.keys().learn(host);
    connection.pass.given().tokenSeen(connection, host.token);
    connection.data.agreementChanged();
  }

  /** Checksums are used if either host asks for them (RFC 8684, 3.1). */
  private void checksums() {
    ConnectionState connection = s.on.connection();
    if (connection.offered == null || connection.answered == null) {
      return;
    }
    if (connection.checksums == Checksums.UNKNOWN) {
      connection.checksums =
          connection.offered.a() || connection.answered.a()
              ? Checksums.AGREED
              : Checksums.NOT_AGREED;
      connection.data.agreementChanged();
    }
  }

  private void confirmChecksums(MpCapable third) {
    ConnectionState connection = s.on.connection();
    Checksums said = third.a() ? Checksums.AGREED : Checksums.NOT_AGREED;
    Checksums before = connection.checksums;
    if (before == Checksums.UNKNOWN) {
      connection.checksums = said;
    } else if (before != said && before != Checksums.DISPUTED) {
      connection.checksums = Checksums.DISPUTED;
    }
    if (before != connection.checksums) {
      connection.data.agreementChanged();
    }
  }
}
