package org.mptcpscope.rules.rfc8684.close;

import java.util.HexFormat;
import java.util.OptionalLong;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.model.Host;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A fast close carried another key than that of its receiver.
 *
 * <p>The key proves that the fast close comes from the other host of the connection; a receiver
 * ignores one with a wrong key, and the connection stays open. The key is the one that the receiver
 * declared in the handshake. Where the capture lacks it, the token of the MP_JOIN on the same
 * subflow decides. A key of zero from a host that aborts before it could know the right one is a
 * note.
 */
public final class FastCloseKeyWrong implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "fast-close-key-wrong",
              "FCLOSE-KEY-MATCHES-RECEIVER",
              "MP_FASTCLOSE does not carry the key of its receiver",
              Subject.FASTCLOSE)
          .hears(FastClosed.class);

  private static final HexFormat HEX = HexFormat.of();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (!(event instanceof FastClosed close)) {
      return;
    }
    if (close.key().isInvalid() && close.carrier().acceptance() == Carrier.Acceptance.BEYOND) {
      out.inconclusive(SPEC.requirement(), "the segment is of no octets of this subflow");
    } else if (close.key().isInvalid()) {
      accuse(close, out);
    } else if (close.key() == FastClosed.Key.TOO_EARLY && close.option().key() == 0) {
      out.note(
              SPEC.requirement(),
              close.on(),
              "MP_FASTCLOSE with key 0, sent before the receiver's key was known",
              Fault.of(close.by()),
              Evidence.at(close.carrier(), FastCloses.shown(close) + ", key 0")
                  .octets(close.option().emit(), 4, 12, "not known yet"))
          .reduced(Need.KEYS);
    }
  }

  private static void accuse(FastClosed close, Verdicts out) {
    Side receiver = close.by().peer();
    Host host = close.connection().host(receiver);
    OptionalLong due = host.key();
    long sent = close.option().key();
    int[] wrong = wrongOctets(sent, due);
    Evidence evidence =
        Evidence.at(close.carrier(), FastCloses.shown(close) + ", key " + HEX.toHexDigits(sent))
            .octets(
                close.option().emit(), 4 + wrong[0], 5 + wrong[1], caption(receiver, due, wrong));
    if (due.isPresent() && host.keyKnownAt().isPresent()) {
      Subflow initial = close.connection().initial().orElse(close.on());
      String step = receiver == Side.LISTENER ? "MP_CAPABLE SYN/ACK, key " : "MP_CAPABLE ACK, key ";
      evidence =
          evidence.and(
              host.keyKnownAt().get(), initial, receiver, step + HEX.toHexDigits(due.getAsLong()));
    }
    Verdicts.Draft draft =
        out.violation(close.on(), SPEC.message(), Fault.of(close.by()), evidence);
    if (due.isEmpty()) {
      draft.reduced(Need.KEYS);
    }
    String diagnosis = diagnosis(close.key(), sent, due, wrong);
    if (diagnosis != null) {
      draft.diagnosis(diagnosis);
    }
  }

  /** First and last octet of the key that differ; all of them if the right key is unknown. */
  private static int[] wrongOctets(long sent, OptionalLong due) {
    long differs = due.isPresent() ? sent ^ due.getAsLong() : -1;
    if (differs == 0) {
      return new int[] {0, 7};
    }
    return new int[] {
      Long.numberOfLeadingZeros(differs) / 8, 7 - Long.numberOfTrailingZeros(differs) / 8
    };
  }

  private static String caption(Side receiver, OptionalLong due, int[] wrong) {
    if (due.isEmpty()) {
      return "the token of the join is of another key";
    }
    String hex = HEX.toHexDigits(due.getAsLong()).substring(2 * wrong[0], 2 * wrong[1] + 2);
    return receiver.letter() + "'s key has " + hex;
  }

  private static String diagnosis(FastClosed.Key key, long sent, OptionalLong due, int[] wrong) {
    return switch (key) {
      case OWN -> "it is the key of the sender itself";
      case ZERO -> "the key is zero";
      case REVERSED -> "the octets of the key are in reverse order";
      default -> {
        if (due.isEmpty() || wrong[0] != wrong[1]) {
          yield null;
        }
        int shift = 8 * (7 - wrong[0]);
        boolean inverted = ((sent ^ due.getAsLong()) >>> shift & 0xff) == 0xff;
        String which = wrong[0] == 7 ? "the last octet" : "octet " + (wrong[0] + 1) + " of the key";
        yield which + (inverted ? " is inverted" : " is another one");
      }
    };
  }
}
