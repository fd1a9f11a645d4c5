package org.mptcpscope.samples.script;

import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.mptcp.MpJoinAck;
import org.mptcpscope.dissector.mptcp.MpJoinSyn;
import org.mptcpscope.dissector.mptcp.MpJoinSynAck;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;
import org.mptcpscope.samples.scenario.Connection;
import org.mptcpscope.samples.scenario.Side;

/** MP_JOIN: SYN, SYN/ACK and third packet, by the flags of the segment. */
final class JoinOption {
  private static final int SHORT_HMAC = 8;
  private static final int LONG_HMAC = 20;

  private final World world;
  private final Draft draft;
  private final Words words;

  JoinOption(World world, Draft draft, Words words) {
    this.world = world;
    this.draft = draft;
    this.words = words;
  }

  byte[] make() {
    String form = form();
    return switch (form) {
      case "syn" -> syn();
      case "synack" -> synAck();
      default ->
          MptcpOptions.octets(
              new MpJoinAck(words.small("reserved", 0, 0xfff), Octets.of(hmac(LONG_HMAC))));
    };
  }

  private String form() {
    Token form = words.valued("form");
    if (form == null) {
      return draft.isSyn() ? "syn" : draft.isSynAck() ? "synack" : "ack";
    }
    if (!form.value().matches("syn|synack|ack")) {
      throw form.expected("form=syn, form=synack or form=ack");
    }
    return form.value();
  }

  private byte[] syn() {
    boolean backup = words.flag("backup");
    int reserved = words.small("reserved", 0, 7);
    int id = MptcpOptions.id(world, words, draft.from.endpoint().addressId());
    return MptcpOptions.octets(new MpJoinSyn(backup, reserved, id, token(), nonce()));
  }

  private byte[] synAck() {
    boolean backup = words.flag("backup");
    int reserved = words.small("reserved", 0, 7);
    int id = MptcpOptions.id(world, words, draft.from.endpoint().addressId());
    int nonce = nonce();
    long hmac = Octets.of(hmac(SHORT_HMAC)).i64(0);
    return MptcpOptions.octets(new MpJoinSynAck(backup, reserved, id, hmac, nonce));
  }

  private int nonce() {
    Value nonce = words.value("nonce");
    if (nonce != null) {
      draft.from.nonce((int) nonce.plain(draft.from.nonce()));
    }
    return draft.from.nonce();
  }

  private int token() {
    Connection connection = draft.connection();
    int computed = token(connection, draft.to.side());
    Token given = words.valued("token");
    if (given == null) {
      return computed;
    }
    String word = given.value();
    int dot = word.indexOf('.');
    if (dot > 0) {
      connection = world.connections.get(word.substring(0, dot));
      if (connection == null) {
        throw given.expected("a connection before the dot");
      }
      word = word.substring(dot + 1);
    }
    return switch (word) {
      case "A" -> token(connection, Side.INITIATOR);
      case "B" -> token(connection, Side.LISTENER);
      case "bad" -> computed ^ 1;
      default -> {
        if (!word.startsWith("0x")) {
          throw given.expected("a token: A, B, bad, 0x..., or 1.B of connection 1");
        }
        yield (int) Value.of(given, word).plain(computed);
      }
    };
  }

  private static int token(Connection connection, Side side) {
    return MptcpCrypto.token(connection.version(), connection.key(side));
  }

  private byte[] hmac(int length) {
    if (words.flagged("hmac")) {
      return hmac("", null, length);
    }
    Token given = words.valued("hmac");
    return hmac(given == null ? "" : given.value(), given, length);
  }

  private byte[] hmac(String how, Token token, int length) {
    Connection connection = draft.connection();
    int version = connection.version();
    long own = connection.key(draft.from.side());
    long other = connection.key(draft.to.side());
    int ownNonce = draft.from.nonce();
    int otherNonce = draft.to.nonce();
    return switch (how) {
      case "" -> head(version, own, other, ownNonce, otherNonce, length);
      case "bad" -> {
        byte[] hmac = head(version, own, other, ownNonce, otherNonce, length);
        hmac[length - 1] ^= 1;
        yield hmac;
      }
      case "swapped" -> head(version, other, own, ownNonce, otherNonce, length);
      case "nonces" -> head(version, own, other, otherNonce, ownNonce, length);
      case "hash" -> head(1 - version, own, other, ownNonce, otherNonce, length);
      case "tail" -> {
        Octets all = MptcpCrypto.joinHmac(version, own, other, ownNonce, otherNonce);
        yield all.slice(all.length() - length, all.length()).toArray();
      }
      default -> {
        byte[] given = how.startsWith("0x") ? Words.hex(token, how.substring(2)) : new byte[0];
        if (given.length != length) {
          throw token.expected(
              "an HMAC: bad, swapped, nonces, hash, tail or 0x and " + length + " octets");
        }
        yield given;
      }
    };
  }

  private static byte[] head(
      int version, long own, long other, int ownNonce, int otherNonce, int length) {
    return MptcpCrypto.joinHmac(version, own, other, ownNonce, otherNonce)
        .slice(0, length)
        .toArray();
  }
}
