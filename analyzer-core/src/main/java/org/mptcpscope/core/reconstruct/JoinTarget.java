package org.mptcpscope.core.reconstruct;

import java.net.InetAddress;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested.TokenMatch;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Variant;
import org.mptcpscope.dissector.ip.IpAddress;
import org.mptcpscope.dissector.mptcp.MpJoinSyn;
import org.mptcpscope.dissector.mptcp.MpJoinSynAck;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;

/**
 * The connection that an MP_JOIN SYN belongs to by its token (RFC 8684, 3.2).
 *
 * @param by the host that joins
 * @param variant the wrong computation that gives the token, or null
 */
record JoinTarget(ConnectionState connection, Side by, TokenMatch match, Variant variant) {

  /** Finds it; null if the token is of no living connection, nor a known mistake about one. */
  static JoinTarget of(int token, KeyRing keys, SegmentState syn) {
    InetAddress source = IpAddress.of(syn.ip.srcHigh(), syn.ip.srcLow());
    InetAddress target = IpAddress.of(syn.ip.dstHigh(), syn.ip.dstLow());
    KeyRing.Owner best = null;
    for (KeyRing.Owner owner : keys.owners(token)) {
      if (owner.equals(syn.replayOwner)) {
        best = owner;
        break;
      }
      if (best == null || knows(owner, target)) {
        best = owner;
      }
    }
    if (best != null) {
      return isOwn(best, source, target)
          ? new JoinTarget(best.connection(), best.side(), TokenMatch.OWN, Variant.OWN_TOKEN)
          : new JoinTarget(best.connection(), best.side().peer(), TokenMatch.PEER, null);
    }
    if (keys.tombstone(token) != null) {
      return null;
    }
    KeyRing.Explained explained = keys.explain(token);
    return explained == null
        ? null
        : new JoinTarget(
            explained.owner().connection(),
            explained.owner().side().peer(),
            TokenMatch.VARIANT,
            explained.variant());
  }

  /** The owner of the token of a SYN whose keys give the HMAC of the answer; null if none do. */
  static KeyRing.Owner answering(MpJoinSyn asked, MpJoinSynAck answer, KeyRing keys) {
    for (KeyRing.Owner owner : keys.owners(asked.token())) {
      HostState host = owner.connection().host(owner.side());
      HostState joiner = owner.connection().host(owner.side().peer());
      int version = owner.connection().hashVersion();
      if (host.keyKnown
          && joiner.keyKnown
          && MptcpCrypto.joinSynAckHmac64(
                  version, host.key, joiner.key, answer.nonce(), asked.nonce())
              == answer.hmac()) {
        return owner;
      }
    }
    return null;
  }

  private static boolean knows(KeyRing.Owner owner, InetAddress target) {
    return owner.connection().host(owner.side()).addresses().addresses().contains(target);
  }

  /**
   * Only the other host used the destination so far, and it never used the source: a host does not
   * join itself, so the SYN came from the owner of the key.
   */
  private static boolean isOwn(KeyRing.Owner owner, InetAddress source, InetAddress target) {
    var mine = owner.connection().host(owner.side()).addresses().addresses();
    var other = owner.connection().host(owner.side().peer()).addresses().addresses();
    return !other.contains(source) && other.contains(target) && !mine.contains(target);
  }
}
