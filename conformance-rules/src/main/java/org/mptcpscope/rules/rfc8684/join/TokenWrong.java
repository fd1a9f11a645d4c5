package org.mptcpscope.rules.rfc8684.join;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.ConnectionEnded;
import org.mptcpscope.core.event.MptcpEvent.HandshakeCompleted;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.Need;
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
 * MP_JOIN carries a token that is not made from the key of the host that it is sent to.
 *
 * <p>The token is the first 32 bits of the hash of the receiver's key, SHA-256 in version 1 and
 * SHA-1 in version 0 (RFC 8684 and RFC 6824, sections 3.1 and 3.2); it is all that tells the
 * receiver which connection is meant, and a wrong one gets a reset. A known wrong computation on a
 * key of the capture proves the fault. The token of the sender's own key is a warning, and a note
 * if the sender's address is new. A token that fits no key may belong to a connection that was not
 * captured: a note, and only if both hosts have a connection in the capture.
 */
public final class TokenWrong implements Rule {
  private static final String MSB32 = "CAP-TOKEN-IS-MSB32";
  private static final String V0 = "CAP-V0-TOKEN-SHA1";
  private static final String RECEIVER = "JOIN-TOKEN-NAMES-RECEIVER";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "token-wrong",
              MSB32,
              "MP_JOIN carries a token that is not made from the receiver's key",
              Subject.JOIN)
          .also(V0, Subject.JOIN)
          .also(RECEIVER, Subject.JOIN)
          .also(Variants.OTHER_HASH, Subject.JOIN)
          .also(Variants.KEY_ORDER, Subject.JOIN)
          .hears(JoinRequested.class, HandshakeCompleted.class, ConnectionEnded.class)
          .overCapture();

  private final CapturedHosts hosts = new CapturedHosts();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new TokenWrong();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case HandshakeCompleted completed -> hosts.agreed(completed);
      case ConnectionEnded ended -> hosts.ended(ended.connection());
      case JoinRequested join -> judge(join, out);
      default -> {}
    }
  }

  private void judge(JoinRequested join, Verdicts out) {
    Carrier syn = join.carrier();
    String message = "MP_JOIN with a wrong token";
    switch (join.tokenMatch()) {
      case PEER, ENDED -> {}
      case OWN -> {
        // A copy would find its own source known by the first.
        if (join.copy() == 1) {
          own(join, out);
        }
      }
      case VARIANT -> variant(join, message, out);
      case UNKNOWN -> {
        if (join.copy() == 1 && hosts.contains(join.target().getAddress())) {
          out.note(
                  RECEIVER,
                  syn.on(),
                  "MP_JOIN with a token of no connection",
                  Fault.of(syn.by()),
                  evidence(join, "of no key in the capture"))
              .reduced(Need.KEYS)
              .reduced(Need.ALL_SUBFLOWS);
        }
      }
    }
  }

  private static void variant(JoinRequested join, String message, Verdicts out) {
    Carrier syn = join.carrier();
    String generic = join.connection().dialect() == Dialect.V0 ? V0 : MSB32;
    String id = Variants.requirement(join.tokenVariant(), generic);
    Draft draft =
        out.violation(
                id,
                syn.on(),
                message,
                Fault.of(syn.by()),
                evidence(join, "not the first 32 bits of the right hash"))
            .variant(join.tokenVariant())
            .diagnosis(join.tokenVariant().sentence());
    if (!id.equals(generic)) {
      draft.also(generic);
    }
  }

  private static void own(JoinRequested join, Verdicts out) {
    Carrier syn = join.carrier();
    String message = "MP_JOIN with the token of the sender's own key";
    Fault fault = Fault.of(syn.by());
    Evidence evidence = evidence(join, "the token of the sender's own key");
    boolean known =
        join.connection().host(syn.by()).addresses().sourcesOf(join.source()).stream()
            .anyMatch(source -> source.frame().isBefore(syn.frame()));
    Draft draft =
        known || isInitialAddress(join)
            ? out.violation(RECEIVER, syn.on(), message, fault, evidence)
            : out.note(RECEIVER, syn.on(), message, fault, evidence);
    draft.variant(Variant.OWN_TOKEN).diagnosis(Variant.OWN_TOKEN.sentence());
  }

  private static boolean isInitialAddress(JoinRequested join) {
    return join.connection()
        .host(join.by())
        .addresses()
        .initialAddress()
        .filter(initial -> initial.getAddress().equals(join.source().getAddress()))
        .isPresent();
  }

  private static Evidence evidence(JoinRequested join, String caption) {
    Octets octets = join.option().emit();
    return Evidence.at(join.carrier(), "MP_JOIN SYN, token %08x".formatted(join.option().token()))
        .octets(octets, 4, 8, caption);
  }
}
