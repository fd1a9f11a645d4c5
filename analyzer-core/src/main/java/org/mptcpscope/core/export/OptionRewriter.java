package org.mptcpscope.core.export;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.core.export.SubflowIndex.Found;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Variant;
import org.mptcpscope.dissector.InternetChecksum;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.mptcp.AddAddr;
import org.mptcpscope.dissector.mptcp.DssView;
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
import org.mptcpscope.dissector.mptcp.MptcpCrypto;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.mptcp.RemoveAddr;
import org.mptcpscope.dissector.mptcp.SegmentKind;
import org.mptcpscope.dissector.mptcp.Subtype;

/** Writes MPTCP options anew: the same forms with other keys, numbers and addresses. */
final class OptionRewriter {
  private static final long LOW_HALF = 0xffff_ffffL;
  private static final int TWO_NOPS = 0x0101;

  private final Survey survey;
  private final KeyMap keys;
  private final HmacRewriter hmacs;
  private final HostMap hosts;
  private final DssView dss = new DssView();

  OptionRewriter(Survey survey, Secret secret, HostMap hosts) {
    this.survey = survey;
    this.keys = survey.keys();
    this.hosts = hosts;
    hmacs = new HmacRewriter(secret, keys);
  }

  /**
   * Writes one option.
   *
   * @param from holds it, {@code at} its kind
   * @param to gets it; has its first octets already
   * @param found the subflow and who sent it, or null
   * @return false if what is behind its first four octets must not stay
   */
  boolean write(
      MemorySegment from,
      long at,
      int length,
      SegmentKind on,
      Found found,
      MemorySegment to,
      long toAt) {
    if (length > 2 && from.get(JAVA_BYTE, at + 2) >> 4 == Subtype.DSS) {
      return found != null && dss(from, at, length, found, to, toAt);
    }
    Octets octets = other(parse(from, at, length, on), found);
    if (octets == null || octets.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      to.set(JAVA_BYTE, toAt + i, (byte) octets.at(i));
    }
    return true;
  }

  /** An option on the wrong segment is still one: a box may have sent it back. */
  private static MptcpOption parse(MemorySegment from, long at, int length, SegmentKind on) {
    MptcpOption option = MptcpOption.parse(from, at, length, on);
    for (SegmentKind other : SegmentKind.values()) {
      if (option instanceof Malformed) {
        option = MptcpOption.parse(from, at, length, other);
      }
    }
    return option;
  }

  /** The option with other values; null if it is not understood. */
  private Octets other(MptcpOption option, Found found) {
    ConnectionSecrets of =
        found == null ? new ConnectionSecrets() : survey.of(found.entry().connection());
    Side by = found == null ? Side.INITIATOR : found.sender();
    return switch (option) {
      case MpCapable it -> it.isDefined() ? capable(it, of, by, found).emit() : null;
      case MpJoinSyn it ->
          new MpJoinSyn(
                  it.backup(),
                  it.reserved(),
                  it.addressId(),
                  keys.token(it.token()),
                  keys.nonceOf(it.nonce()))
              .emit();
      case MpJoinSynAck it ->
          new MpJoinSynAck(
                  it.backup(),
                  it.reserved(),
                  it.addressId(),
                  join(of, by, found, HmacRewriter.octets(it.hmac()), it.nonce()).i64(0),
                  keys.nonceOf(it.nonce()))
              .emit();
      case MpJoinAck it ->
          new MpJoinAck(it.reserved12(), join(of, by, found, it.hmac(), null)).emit();
      case AddAddr it -> address(it, of, by).emit();
      case MpFail it -> fail(it, of, by, found);
      case MpFastclose it ->
          new MpFastclose(it.reserved12(), keys.keyOrMistake(it.key(), of.keysFrom(by.peer())))
              .emit();
      case RemoveAddr _, MpPrio _, MpTcprst _ -> option.emit();
      case MpExperimental _ -> null;
      default -> null;
    };
  }

  // ---- MP_CAPABLE ------------------------------------------------------------------------------

  private MpCapable capable(MpCapable it, ConnectionSecrets of, Side by, Found found) {
    return new MpCapable(
        it.length(),
        it.version(),
        it.flags(),
        it.hasSenderKey() ? keys.keyOrMistake(it.senderKey(), of.keys(by)) : 0,
        it.hasReceiverKey() ? keys.keyOrMistake(it.receiverKey(), of.keysFrom(by.peer())) : 0,
        it.dataLength(),
        it.hasChecksum() ? checksum(it, of, by, found) : it.checksum(),
        it.undefined());
  }

  /** Its data begin with the first number of the key; of the payload zeros are left. */
  private int checksum(MpCapable it, ConnectionSecrets of, Side by, Found found) {
    long first = MptcpCrypto.idsn(of.hash, it.senderKey()) + 1;
    long other = MptcpCrypto.idsn(of.hash, keys.keyOrMistake(it.senderKey(), of.keys(by))) + 1;
    int subflow = found == null ? 0 : found.entry().subflow();
    ConnectionSecrets.Wrong wrong = of.wrong(subflow, by, (int) first, it.checksum());
    int payload = payloadSum(of, subflow, by, 1, it.dataLength());
    return checksum(other, 1, it.dataLength(), payload, false, wrong);
  }

  /** The sum of payload that is zeros but for what differs from an earlier copy: that is ones. */
  private static int payloadSum(ConnectionSecrets of, int subflow, Side by, int ssn, int length) {
    long sum = 0;
    for (ConnectionSecrets.Differing part : of.differing()) {
      if (part.counts() && part.isOn(subflow, by)) {
        long from = Math.max(0, (int) part.from() - ssn);
        long to = Math.min(length, (int) part.to() - ssn);
        for (long at = from; at < to; at++) {
          sum += (at & 1) == 0 ? 0x100 : 1;
        }
      }
    }
    return InternetChecksum.fold(sum);
  }

  private static int checksum(
      long dsn, int ssn, int length, int payload, boolean fin, ConnectionSecrets.Wrong wrong) {
    int right = MptcpCrypto.checksum(dsn, ssn, length, payload);
    if (wrong == null) {
      return right;
    }
    if (wrong.sent() == 0 && right != 0 && right != 0xffff) {
      return 0;
    }
    Variant mistake = wrong.variant();
    if (mistake == Variant.HIGH_HALF_ZERO) {
      return MptcpCrypto.checksum(dsn & LOW_HALF, ssn, length, payload);
    }
    if (mistake == Variant.FIN_NOT_COUNTED && fin) {
      return MptcpCrypto.checksum(dsn, ssn, length - 1, payload);
    }
    if (mistake == Variant.BYTES_SWAPPED && InternetChecksum.swap(right) != right) {
      return InternetChecksum.swap(right);
    }
    return InternetChecksum.add(right, wrong.off());
  }

  // ---- MP_JOIN ---------------------------------------------------------------------------------

  private Octets join(ConnectionSecrets of, Side by, Found found, Octets hmac, Integer nonce) {
    int subflow = found == null ? -1 : found.entry().subflow();
    List<Integer> mine = new ArrayList<>(of.nonces(subflow, by));
    if (nonce != null && !mine.contains(nonce)) {
      mine.add(nonce);
    }
    List<ConnectionSecrets> candidates = new ArrayList<>(List.of(of));
    candidates.addAll(
        of.asked().stream().flatMap(token -> survey.byToken(token).stream()).toList());
    return hmacs.join(candidates, by, mine, of.nonces(subflow, by.peer()), hmac);
  }

  // ---- addresses -------------------------------------------------------------------------------

  private AddAddr address(AddAddr it, ConnectionSecrets of, Side by) {
    AddAddr after =
        new AddAddr(
            it.nibble(),
            it.addressId(),
            hosts.address(it.address()),
            it.hasPort() ? hosts.port(it.port()) : it.port(),
            it.hasHmac(),
            0);
    if (!it.hasHmac()) {
      return after;
    }
    long hmac = hmacs.address(of, by, it, after, hosts::address);
    return new AddAddr(it.nibble(), it.addressId(), after.address(), after.port(), true, hmac);
  }

  // ---- numbers ---------------------------------------------------------------------------------

  /** It names data of the receiver, unless the number is one of its sender's. */
  private static Octets fail(MpFail it, ConnectionSecrets of, Side by, Found found) {
    if (found == null) {
      return null;
    }
    DsnSpace peers = of.space(by.peer());
    DsnSpace own = of.space(by);
    DsnSpace space = peers.distance(it.dsn()) <= own.distance(it.dsn()) ? peers : own;
    return space.isKnown() ? new MpFail(it.reserved12(), space.wide(it.dsn())).emit() : null;
  }

  private boolean dss(
      MemorySegment from, long at, int length, Found found, MemorySegment to, long toAt) {
    ConnectionSecrets of = survey.of(found.entry().connection());
    DsnSpace own = of.space(found.sender());
    DsnSpace peers = of.space(found.sender().peer());
    if (!dss.wrap(from, at, length) || !own.isKnown() || !peers.isKnown()) {
      return false;
    }
    long next = toAt + 4;
    if (dss.hasDataAck()) {
      next = number(to, next, dss.dataAck(), dss.dataAckWide(), peers);
    }
    if (dss.hasMapping()) {
      boolean wide = dss.dsnWide();
      next = number(to, next, dss.dsn(), wide, own);
      put32(to, next, dss.ssn());
      put16(to, next + 4, dss.dataLength());
      if (dss.hasChecksum()) {
        long other = wide ? own.wide(dss.dsn()) : own.narrow((int) dss.dsn());
        put16(to, next + 6, checksum(own.mapped(other, wide), of, found));
      }
    }
    return true;
  }

  private int checksum(long dsn, ConnectionSecrets of, Found found) {
    boolean isFixed = dss.checksum() == 0 || dss.checksum() == TWO_NOPS;
    if (dss.dataLength() == 0 && isFixed) {
      return dss.checksum(); // that of an infinite mapping, right or not
    }
    ConnectionSecrets.Wrong wrong =
        of.wrong(found.entry().subflow(), found.sender(), (int) dss.dsn(), dss.checksum());
    int payload =
        payloadSum(of, found.entry().subflow(), found.sender(), dss.ssn(), dss.dataLength());
    return checksum(dsn, dss.ssn(), dss.dataLength(), payload, dss.dataFin(), wrong);
  }

  private static long number(MemorySegment to, long at, long number, boolean wide, DsnSpace space) {
    if (wide) {
      long other = space.wide(number);
      put32(to, at, (int) (other >>> 32));
      put32(to, at + 4, (int) other);
      return at + 8;
    }
    put32(to, at, space.narrow((int) number));
    return at + 4;
  }

  static void put16(MemorySegment to, long at, int value) {
    to.set(JAVA_BYTE, at, (byte) (value >> 8));
    to.set(JAVA_BYTE, at + 1, (byte) value);
  }

  static void put32(MemorySegment to, long at, int value) {
    put16(to, at, value >>> 16);
    put16(to, at + 2, value);
  }
}
