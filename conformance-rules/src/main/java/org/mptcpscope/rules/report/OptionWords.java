package org.mptcpscope.rules.report;

import java.util.HexFormat;
import org.mptcpscope.core.event.HmacCheck;
import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised;
import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.event.MptcpEvent.JoinAnswered;
import org.mptcpscope.core.event.MptcpEvent.JoinConfirmed;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.MptcpEvent.OptionEvent;
import org.mptcpscope.core.model.Addresses;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.mptcp.AddAddr;
import org.mptcpscope.dissector.mptcp.Dss;
import org.mptcpscope.dissector.mptcp.Malformed;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.dissector.mptcp.MpExperimental;
import org.mptcpscope.dissector.mptcp.MpFail;
import org.mptcpscope.dissector.mptcp.MpFastclose;
import org.mptcpscope.dissector.mptcp.MpJoinAck;
import org.mptcpscope.dissector.mptcp.MpJoinSyn;
import org.mptcpscope.dissector.mptcp.MpJoinSynAck;
import org.mptcpscope.dissector.mptcp.MpPrio;
import org.mptcpscope.dissector.mptcp.MpTcprst;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.mptcp.RemoveAddr;
import org.mptcpscope.dissector.mptcp.Unknown;

/** One MPTCP option in a line of {@code dump}: fields in wire order, what was computed behind. */
final class OptionWords {
  private static final HexFormat HEX = HexFormat.of();

  /** What the event of an option adds to its fields; null where there was none. */
  record Computed(OptionEvent event, Side by) {}

  private OptionWords() {}

  /** The words of one option; empty for a DSS, whose numbers the line has already. */
  static String of(MptcpOption option, Computed computed) {
    return switch (option) {
      case MpCapable o -> capable(o, computed);
      case MpJoinSyn o ->
          "MP_JOIN id "
              + o.addressId()
              + backup(o.backup())
              + ", token "
              + owner(computed)
              + hex(o.token())
              + ", nonce "
              + hex(o.nonce());
      case MpJoinSynAck o ->
          "MP_JOIN id "
              + o.addressId()
              + backup(o.backup())
              + ", HMAC "
              + hex(o.hmac())
              + " "
              + verdict(computed)
              + ", nonce "
              + hex(o.nonce());
      case MpJoinAck o -> "MP_JOIN HMAC " + o.hmac().slice(0, 4).hex() + "... " + verdict(computed);
      case Dss _ -> "";
      case AddAddr o -> address(o, computed);
      case RemoveAddr o -> "REMOVE_ADDR id " + ids(o);
      case MpPrio o ->
          "MP_PRIO "
              + (o.backup() ? "backup" : "regular")
              + (o.addressId() < 0 ? "" : ", id " + o.addressId());
      case MpFail o -> "MP_FAIL dsn x" + hex(o.dsn());
      case MpFastclose o -> "MP_FASTCLOSE key " + hex(o.key()) + key(computed);
      case MpTcprst o -> reset(o);
      case MpExperimental o -> "subtype 0xf " + o.body().hex();
      case Unknown o -> "kind " + o.kind() + " subtype " + o.subtype() + " " + o.octets().hex();
      case Malformed o -> "malformed " + o.name() + " " + o.octets().hex();
    };
  }

  private static String capable(MpCapable o, Computed computed) {
    StringBuilder words = new StringBuilder("MP_CAPABLE v").append(o.version()).append(' ');
    words.append(flags(o.flags()));
    String by = computed == null ? "" : " " + computed.by().letter();
    String peer = computed == null ? "" : " " + computed.by().peer().letter();
    if (o.hasDataLength()) {
      words
          .append(computed == null ? ", keys" : ", keys A B")
          .append(", length ")
          .append(o.dataLength());
    } else if (o.hasReceiverKey()) {
      words.append(", key").append(by).append(' ').append(hex(o.senderKey()));
      words.append(", key").append(peer);
      if (!isEcho(o, computed)) {
        words.append(' ').append(hex(o.receiverKey()));
      }
    } else if (o.hasSenderKey()) {
      words.append(", key").append(by).append(' ').append(hex(o.senderKey()));
    }
    if (o.hasChecksum()) {
      words.append(", csum ").append(String.format("%04x", o.checksum()));
    }
    return words.toString();
  }

  /** Whether the second key is the one that the other host declared, and need not be repeated. */
  private static boolean isEcho(MpCapable o, Computed computed) {
    if (computed == null || !(computed.event() instanceof CapableSent sent)) {
      return false;
    }
    var key = sent.connection().host(computed.by().peer()).key();
    return key.isPresent() && key.getAsLong() == o.receiverKey();
  }

  /** The flag letters of octet 3, as RFC 8684 names them. */
  static String flags(int octet) {
    StringBuilder letters = new StringBuilder();
    for (int bit = 0; bit < 8; bit++) {
      if ((octet & (0x80 >> bit)) != 0) {
        letters.append((char) ('A' + bit));
      }
    }
    return letters.isEmpty() ? "-" : letters.toString();
  }

  private static String address(AddAddr o, Computed computed) {
    String port = o.port() < 0 ? "" : " port " + o.port();
    String hmac = o.hasHmac() ? ", HMAC " + hex(o.hmac()) + " " + verdict(computed) : "";
    return (o.echo() ? "ADD_ADDR echo id " : "ADD_ADDR id ")
        + o.addressId()
        + ", "
        + Addresses.text(o.inetAddress())
        + port
        + hmac;
  }

  private static String ids(RemoveAddr o) {
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < o.ids().length(); i++) {
      list.append(i == 0 ? "" : " ").append(o.ids().at(i));
    }
    return list.toString();
  }

  private static String reset(MpTcprst o) {
    return String.format(
        "MP_TCPRST 0x%02x %s, %s",
        o.reason(),
        ResetReasons.words(o.reason()),
        (o.flags() & 1) != 0 ? "transient" : "permanent");
  }

  private static String owner(Computed computed) {
    if (computed == null || !(computed.event() instanceof JoinRequested join)) {
      return "";
    }
    return switch (join.tokenMatch()) {
      case PEER, ENDED -> computed.by().peer().letter() + " ";
      case OWN -> computed.by().letter() + " ";
      case VARIANT -> "wrong ";
      case UNKNOWN -> "unknown ";
    };
  }

  private static String key(Computed computed) {
    if (computed == null || !(computed.event() instanceof FastClosed close)) {
      return "";
    }
    return switch (close.key()) {
      case VALID, TOKEN_FITS -> " right";
      case OWN, ZERO, REVERSED, WRONG -> " wrong";
      case TOO_EARLY, UNKNOWN -> " unknown";
    };
  }

  private static String verdict(Computed computed) {
    HmacCheck check =
        switch (computed == null ? null : computed.event()) {
          case JoinAnswered e -> e.hmac();
          case JoinConfirmed e -> e.hmac();
          case AddressAdvertised e -> e.hmac();
          case null, default -> HmacCheck.UNKNOWABLE;
        };
    return check.isValid() ? "right" : check.isInvalid() ? "wrong" : "unknown";
  }

  private static String backup(boolean wanted) {
    return wanted ? ", backup" : "";
  }

  private static String hex(int value) {
    return HEX.toHexDigits(value);
  }

  static String hex(long value) {
    return HEX.toHexDigits(value);
  }
}
