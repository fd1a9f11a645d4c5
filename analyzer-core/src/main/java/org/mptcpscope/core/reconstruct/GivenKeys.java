package org.mptcpscope.core.reconstruct;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import org.mptcpscope.core.capture.CaptureWarning;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.trace.GivenKey;
import org.mptcpscope.core.trace.GivenKey.Where;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;

/**
 * Keys that the user gave. They count as long as nothing in the capture speaks against them: a key
 * in MP_CAPABLE, a token that a join asks for, data sequence numbers far from where the key lets
 * them begin.
 */
final class GivenKeys {
  /** Data that a host may have sent before the capture began, in octets. */
  private static final long LONGEST_STREAM = 1L << 44;

  private static final String REFUSED = "keyRefused";

  private final List<GivenKey> keys;
  private final BitSet used = new BitSet();
  private final List<CaptureWarning> warnings = new ArrayList<>();

  GivenKeys(List<GivenKey> keys) {
    this.keys = keys;
  }

  // ---- which connection ------------------------------------------------------------------------

  /** A connection has another subflow. */
  void attached(SubflowState subflow) {
    for (int i = 0; i < keys.size(); i++) {
      boolean meant =
          switch (keys.get(i).where()) {
            case Where.Only _ -> subflow.connection().id() == 0 && subflow.id() == 0;
            case Where.ByEnds(InetSocketAddress one, InetSocketAddress other) ->
                isBetween(subflow, one, other);
            case Where.ByToken _ -> false;
          };
      if (meant) {
        apply(i, subflow.connection());
      }
    }
  }

  private static boolean isBetween(SubflowState subflow, InetSocketAddress a, InetSocketAddress b) {
    InetSocketAddress initiator = subflow.addressOf(Side.INITIATOR);
    InetSocketAddress listener = subflow.addressOf(Side.LISTENER);
    return initiator.equals(a) && listener.equals(b) || initiator.equals(b) && listener.equals(a);
  }

  /** A token of a host of this connection is known, or a join asked for one. */
  void tokenSeen(ConnectionState connection, int token) {
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).where() instanceof Where.ByToken(int named) && named == token) {
        apply(i, connection);
      }
    }
  }

  private void apply(int index, ConnectionState connection) {
    if (used.get(index)) {
      return;
    }
    used.set(index);
    GivenKey given = keys.get(index);
    HostState host = connection.host(given.side());
    if (given.isToken()) {
      host.givenToken = true;
      host.tokenByUser = (int) given.value();
      connection.pass.keys().tie(host.tokenByUser, host);
      return;
    }
    if (host.keyKnown) {
      if (host.key == given.value()) {
        host.keyConfirmed = true;
      } else {
        refuse(given.text(), host.keyKnownAt, "shows the key " + hex(host.key) + ", which counts");
      }
      return;
    }
    host.given = given.text();
    host.key = given.value();
    host.keyKnown = true;
    host.keyConfirmed = false;
    host.keyOpen = true;
    connection.givenOpen = true;
    host.derive();
    connection.pass.keys().learn(host);
    if (connection.dialect == Dialect.UNKNOWN) {
      connection.pass.keys().tie(MptcpCrypto.token(0, host.key), host);
    }
  }

  // ---- what the capture says of them -----------------------------------------------------------

  /** The capture shows a key of this host. */
  void shown(HostState host, long key, FrameRef at) {
    if (host.given == null) {
      return;
    }
    String text = host.given;
    boolean equal = host.key == key;
    forget(host);
    if (equal) {
      host.keyConfirmed = true;
    } else {
      refuse(text, at, "shows the key " + hex(key) + ", which counts");
    }
  }

  /** A join asked for a token of this host, which is not that of its key. */
  void otherTokenAsked(HostState host, int token, FrameRef at) {
    if (host.given != null) {
      int due = host.token;
      String text = host.given;
      forget(host);
      refuse(text, at, "asks for the token " + hex(token) + ", not " + hex(due));
    }
  }

  /** A join asked for a token of a host by one of the two hashes: that tells the version. */
  void tokenAsked(HostState host, int token, int frame) {
    if (host.given != null && host.connection().dialect == Dialect.UNKNOWN) {
      DialectSigns.byToken(host.connection(), token == MptcpCrypto.token(1, host.key), frame);
      host.derive();
    }
  }

  /** Compares the numbers of 8 octets on the segment in hand with the keys of a connection. */
  void check(SegmentState s) {
    if (!s.hasDss) {
      return;
    }
    ConnectionState connection = s.on.connection();
    if (s.dss.hasMapping() && s.dss.dsnWide()) {
      compare(connection.host(s.by), s.dss.dsn(), s);
    }
    if (s.dss.hasDataAck() && s.dss.dataAckWide()) {
      compare(connection.host(s.by.peer()), s.dss.dataAck(), s);
    }
    connection.givenOpen =
        connection.host(Side.INITIATOR).keyOpen || connection.host(Side.LISTENER).keyOpen;
  }

  private void compare(HostState host, long number, SegmentState s) {
    if (host.given == null || !host.keyOpen) {
      return;
    }
    ConnectionState connection = host.connection();
    host.keyOpen = false;
    host.keyConfirmed = true;
    boolean unknown = connection.dialect == Dialect.UNKNOWN;
    int version = connection.hashVersion();
    if (unknown && !begins(version, host.key, number) && begins(1 - version, host.key, number)) {
      version = 1 - version;
    }
    if (!begins(version, host.key, number)) {
      String text = host.given;
      String idsn = hex(host.idsn);
      forget(host);
      refuse(text, s.ref(), "has the number " + hex(number) + "; the key begins at " + idsn);
      return;
    }
    connection.data.keyVerified(host.side(), MptcpCrypto.idsn(version, host.key), number);
    if (unknown) {
      String hash = version == 1 ? "SHA-256" : "SHA-1";
      connection.sign(
          version == 1 ? Dialect.V1 : Dialect.V0, "key given, by " + hash + ", frame " + s.frame);
      host.derive();
      connection.pass.keys().learn(host);
    }
  }

  private static boolean begins(int version, long key, long number) {
    long behind = number - MptcpCrypto.idsn(version, key);
    return behind >= 0 && behind < LONGEST_STREAM;
  }

  private static void forget(HostState host) {
    host.connection().pass.keys().drop(host);
    host.given = null;
    host.keyKnown = false;
    host.keyConfirmed = false;
    host.keyOpen = false;
  }

  private static String hex(int number) {
    return HexFormat.of().toHexDigits(number);
  }

  private static String hex(long number) {
    return HexFormat.of().toHexDigits(number);
  }

  private void refuse(String text, FrameRef at, String why) {
    String frame = at == null ? "the capture " : "frame " + at.number() + " ";
    warnings.add(
        new CaptureWarning(
            REFUSED, said(text) + "is not used: " + frame + why, at == null ? 0 : at.number()));
  }

  private static String said(String text) {
    return "--key " + text + " ";
  }

  /** Keys that were refused, and keys that no connection asked for. */
  List<CaptureWarning> warnings(int connections) {
    List<CaptureWarning> all = new ArrayList<>(warnings);
    for (int i = 0; i < keys.size(); i++) {
      GivenKey key = keys.get(i);
      if (!used.get(i)) {
        all.add(
            new CaptureWarning(
                CaptureWarning.KEY_UNUSED, "--key " + key.text() + ": " + missing(key.where()), 0));
      } else if (key.where() instanceof Where.Only
          && connections > 1
          && warnings.stream().noneMatch(w -> w.message().startsWith(said(key.text())))) {
        all.add(
            new CaptureWarning(
                CaptureWarning.KEY_UNUSED,
                "--key "
                    + key.text()
                    + ": the capture has "
                    + connections
                    + " connections; name one by its ends or a token",
                0));
      }
    }
    return all;
  }

  private static String missing(Where where) {
    return switch (where) {
      case Where.Only _ -> "no MPTCP connection";
      case Where.ByToken _ -> "no connection with this token";
      case Where.ByEnds _ -> "no connection with a subflow between these ends";
    };
  }
}
