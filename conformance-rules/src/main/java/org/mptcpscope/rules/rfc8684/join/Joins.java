package org.mptcpscope.rules.rfc8684.join;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.mptcpscope.core.event.HmacCheck;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.Handshake.Attempt;
import org.mptcpscope.core.model.Handshake.Copy;
import org.mptcpscope.core.model.Host;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subflow.Trouble;
import org.mptcpscope.core.model.Variant;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.rules.api.Evidence;

/** What the rules about joins share. */
final class Joins {
  /** Why nobody is to blame who went on with a join of which both HMACs are wrong. */
  static final String OTHER_NONCES = "the capture shows other nonces than the hosts used";

  private Joins() {}

  /** Whether SYN/ACK and third packet both had a wrong HMAC. */
  static boolean bothWrong(Subflow subflow) {
    List<Trouble.Kind> kinds = subflow.troubles().stream().map(Trouble::kind).toList();
    return kinds.contains(Trouble.Kind.BAD_SYNACK_HMAC)
        && kinds.contains(Trouble.Kind.BAD_ACK_HMAC);
  }

  /** Whether nobody accepts this HMAC: hosts of a draft accept each other's, made with its hash. */
  static boolean isWrong(HmacCheck hmac, Connection connection) {
    return hmac.isInvalid()
        && !(hmac.variant() == Variant.OTHER_HASH && connection.dialect() == Dialect.V1_BIS);
  }

  static boolean isJoin(MptcpOption option) {
    return option.subtype() == Subtype.MP_JOIN;
  }

  /** True if the segment has an MP_JOIN, well formed or not. */
  static boolean isOn(Copy copy) {
    return copy.options().stream().anyMatch(Joins::isJoin);
  }

  /** The handshake in hand, if it began with MP_JOIN on a captured SYN. */
  static Optional<Attempt> attempt(Subflow subflow) {
    return subflow
        .handshake()
        .current()
        .filter(attempt -> attempt.syns().stream().anyMatch(Joins::isOn));
  }

  /** Adds the SYN of the join. */
  static Evidence withSyn(Evidence evidence, Subflow subflow) {
    return attempt(subflow)
        .flatMap(Attempt::syn)
        .map(syn -> evidence.and(syn.frame(), subflow, subflow.opener(), "MP_JOIN SYN"))
        .orElse(evidence);
  }

  /** Adds the frames that show the two keys. */
  static Evidence withKeys(Evidence evidence, Connection connection) {
    Evidence more = evidence;
    for (Side side : Side.values()) {
      Host host = connection.host(side);
      if (host.key().isPresent()) {
        String shows = "MP_CAPABLE, key " + HexFormat.of().toHexDigits(host.key().getAsLong());
        more =
            more.and(
                host.keyKnownAt().orElse(null), connection.initial().orElse(null), side, shows);
      }
    }
    return more;
  }
}
