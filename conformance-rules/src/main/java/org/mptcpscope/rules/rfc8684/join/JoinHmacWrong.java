package org.mptcpscope.rules.rfc8684.join;

import java.util.HashSet;
import java.util.Set;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.HmacCheck;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.JoinAnswered;
import org.mptcpscope.core.event.MptcpEvent.JoinConfirmed;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.core.model.Variant;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Verdicts.Draft;
import org.mptcpscope.rules.rfc8684.Variants;

/**
 * The HMAC of a join is not the one that the keys and nonces give.
 *
 * <p>Each host proves with it that it has both keys of the connection: the target in the SYN/ACK
 * with the first 64 bits, the joiner in the third packet with the first 160 bits (RFC 8684, section
 * 3.2). The key of the HMAC is the sender's key followed by the receiver's, the message the
 * sender's nonce followed by the receiver's, whoever opened the connection. Version 0 uses SHA-1
 * instead of SHA-256. Where the order of keys or nonces is what is wrong, it says so. A right HMAC
 * over any nonce of the same SYN exchange, and for any connection with that token, is accepted;
 * without both keys nothing is judged.
 *
 * <p>If both HMACs of a join are wrong and nothing known explains them, the capture shows other
 * nonces than the hosts used: that is one finding, about the SYN/ACK.
 */
public final class JoinHmacWrong implements Rule {
  private static final String SYN_ACK = "JOIN-SYNACK-HMAC-VALID";
  private static final String ACK = "JOIN-ACK-HMAC-VALID";
  private static final String ORDER = "JOIN-HMAC-KEY-ORDER";
  private static final String V0 = "JOIN-V0-HMAC-SHA1";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "join-hmac-wrong",
              SYN_ACK,
              "the HMAC of a join is not the one that keys and nonces give",
              Subject.JOIN_ANSWER)
          .also(ACK, Subject.JOIN_CONFIRMATION)
          .also(V0, Subject.JOIN)
          .also(ORDER, Subject.JOIN_ANSWER)
          .also(Variants.OTHER_HASH, Subject.JOIN_ANSWER)
          .also(Variants.KEY_ORDER, Subject.JOIN_ANSWER)
          .hears(JoinAnswered.class, JoinConfirmed.class);

  /** Subflows whose SYN/ACK has an HMAC that nothing known explains. */
  private final Set<Subflow> unexplained = new HashSet<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new JoinHmacWrong();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case JoinAnswered answer when answer.hmac().isInvalid() && answer.optional().isPresent() -> {
        if (answer.hmac().variant() == null) {
          unexplained.add(answer.on());
        }
        report(
            SYN_ACK,
            "MP_JOIN SYN/ACK",
            answer.carrier(),
            answer.optional().get().emit(),
            12,
            answer.hmac(),
            out);
      }
      case JoinConfirmed confirmed
          when confirmed.hmac().isInvalid()
              && confirmed.hmac().variant() == null
              && unexplained.contains(confirmed.on()) ->
          out.inconclusive(ACK, Joins.OTHER_NONCES);
      case JoinConfirmed confirmed when confirmed.hmac().isInvalid() ->
          report(
              ACK,
              "MP_JOIN ACK",
              confirmed.carrier(),
              confirmed.option().emit(),
              24,
              confirmed.hmac(),
              out);
      default -> {}
    }
  }

  private static void report(
      String id,
      String what,
      Carrier segment,
      Octets octets,
      int to,
      HmacCheck hmac,
      Verdicts out) {
    boolean v0 = segment.on().connection().dialect() == Dialect.V0;
    Evidence evidence =
        Evidence.at(segment, "%s, HMAC %s".formatted(what, octets.slice(4, to).hex()))
            .octets(octets, 4, to, hmac.due() == null ? "" : hmac.due() + " due");
    Variant variant = hmac.variant();
    boolean order = variant == Variant.KEYS_SWAPPED || variant == Variant.NONCES_SWAPPED;
    String primary = v0 ? V0 : id;
    String reported = order ? ORDER : Variants.requirement(variant, primary);
    Draft draft =
        out.violation(
            reported,
            segment.on(),
            what + " has a wrong HMAC",
            Fault.of(segment.by()),
            Joins.withKeys(Joins.withSyn(evidence, segment.on()), segment.on().connection()));
    if (!reported.equals(primary)) {
      draft.also(primary);
    }
    if (variant != null) {
      draft.variant(variant).diagnosis(variant.sentence());
    }
  }
}
