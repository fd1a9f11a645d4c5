package org.mptcpscope.core.reconstruct;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Host;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;

/** One host of a connection: its key and what follows from it, its addresses, its last words. */
final class HostState implements Host {
  private static final int MAX_TOKENS = 4;

  private final ConnectionState connection;
  private final Side side;
  private final AddressLedger addresses;
  private final List<Integer> tokensAsked = new ArrayList<>(1);

  boolean keyKnown;
  long key;
  FrameRef keyKnownAt;

  /**
   * Something besides the peer's word shows that this is its key: its own option, a token, a valid
   * HMAC, the start of its data.
   */
  boolean keyConfirmed;

  /** What the user wrote to give the key, if that is where it comes from; else null. */
  String given;

  /** Nothing was compared with the given key yet: sequence numbers do not hang on it. */
  boolean keyOpen;

  /** The user gave a token, and not the key. */
  boolean givenToken;

  int tokenByUser;

  /** A second value of the key, where {@link #disputed}. */
  long otherKey;

  boolean disputed;

  /** Computed from the key by the hash of the dialect; right only if {@link #keyKnown}. */
  int token;

  long idsn;

  /** Its first DSN is that of the hash of the other version. */
  boolean otherHash;

  FrameRef refusesInitialAddress;

  /** Largest window that it advertised on any subflow, scaled where the scale is known. */
  long largestWindow;

  /** The same of segments with a Data ACK, and of all before the first one on a subflow. */
  long largestDataWindow;

  /** A mapping passed, and its DSN had 8 octets. */
  boolean anyDsn;

  boolean firstDsnWide;

  int lastFrame;
  long lastTime;
  int lastOptionFrame;
  long lastOptionTime;

  /** Of {@link PlainPath}: the frame of the pass that these are of. */
  long lastOrdinal;

  HostState(ConnectionState connection, Side side) {
    this.connection = connection;
    this.side = side;
    addresses = new AddressLedger(this);
  }

  /** Computes what follows from the key, again if the hash function of the dialect changed. */
  void derive() {
    if (keyKnown) {
      token = MptcpCrypto.token(connection.hashVersion(), key);
      idsn = MptcpCrypto.idsn(connection.hashVersion(), key);
    }
  }

  /**
   * How long its time stamps stand still, in nanoseconds: the slowest that any subflow shows, and a
   * millisecond at least.
   */
  long tick() {
    long slowest = 1_000_000;
    for (SubflowState subflow : connection.subflowStates()) {
      slowest = Math.max(slowest, subflow.handshake.tick(side));
    }
    return slowest;
  }

  void asked(int asked) {
    if (tokensAsked.size() < MAX_TOKENS && !tokensAsked.contains(asked)) {
      tokensAsked.add(asked);
    }
  }

  @Override
  public ConnectionState connection() {
    return connection;
  }

  @Override
  public Side side() {
    return side;
  }

  @Override
  public OptionalLong key() {
    return keyKnown ? OptionalLong.of(key) : OptionalLong.empty();
  }

  /** Whether something of the key comes from the user. */
  boolean isGiven() {
    return given != null || givenToken;
  }

  @Override
  public Optional<FrameRef> keyKnownAt() {
    return Optional.ofNullable(keyKnownAt);
  }

  @Override
  public boolean keyDisputed() {
    return disputed;
  }

  @Override
  public OptionalInt token() {
    return keyKnown
        ? OptionalInt.of(token)
        : givenToken ? OptionalInt.of(tokenByUser) : OptionalInt.empty();
  }

  @Override
  public OptionalLong idsn() {
    return keyKnown ? OptionalLong.of(idsn) : OptionalLong.empty();
  }

  @Override
  public List<Integer> tokensAsked() {
    return List.copyOf(tokensAsked);
  }

  @Override
  public Optional<FrameRef> refusesInitialAddress() {
    return Optional.ofNullable(refusesInitialAddress);
  }

  @Override
  public Optional<FinalDsn> finalDsn() {
    return connection.data.finalDsn(side);
  }

  @Override
  public Optional<FrameRef> lastSent() {
    return lastFrame == 0 ? Optional.empty() : Optional.of(new FrameRef(lastFrame, lastTime));
  }

  @Override
  public Optional<FrameRef> lastOption() {
    return lastOptionFrame == 0
        ? Optional.empty()
        : Optional.of(new FrameRef(lastOptionFrame, lastOptionTime));
  }

  @Override
  public AddressLedger addresses() {
    return addresses;
  }

  @Override
  public String toString() {
    return "connection " + connection.id() + " " + side.word();
  }
}
