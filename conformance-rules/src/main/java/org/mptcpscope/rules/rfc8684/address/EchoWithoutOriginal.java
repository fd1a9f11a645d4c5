package org.mptcpscope.rules.rfc8684.address;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised;
import org.mptcpscope.core.event.MptcpEvent.AddressEchoed;
import org.mptcpscope.core.event.MptcpEvent.AddressEchoed.Match;
import org.mptcpscope.core.event.MptcpEvent.ConnectionEnded;
import org.mptcpscope.core.event.MptcpEvent.OptionMalformed;
import org.mptcpscope.core.model.Addresses;
import org.mptcpscope.core.model.CaptureQuality;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.AddAddr;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host echoed an ADD_ADDR that its peer had not sent.
 *
 * <p>An echo repeats Address ID, address and port of an option that arrived. If only the port is
 * missing or another one it is a note: some hosts drop it. A note, too, if nothing of the address
 * was seen: the capture may lack the original. If an ADD_ADDR of the peer could not be read, that
 * one may be meant, and nothing is said.
 */
public final class EchoWithoutOriginal implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "echo-without-original",
              "ADD-ECHO-MATCHES-ORIGINAL",
              "ADD_ADDR echo of an address that the peer had not advertised",
              Subject.ADD_ADDR_ECHO)
          .hears(
              AddressEchoed.class,
              AddressAdvertised.class,
              OptionMalformed.class,
              ConnectionEnded.class);

  private static final int ADD_ADDR = 3;

  /** Hosts that sent an ADD_ADDR which could not be read. */
  private final Set<Side> unread = EnumSet.noneOf(Side.class);

  /** Echoes of another address, until it is clear that the original does not stand behind them. */
  private final Set<AddressEchoed> strange = new LinkedHashSet<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new EchoWithoutOriginal();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case OptionMalformed broken when broken.option().subtype() == ADD_ADDR ->
          unread.add(broken.by());
      case AddressEchoed echo when unread.contains(echo.by().peer()) ->
          out.inconclusive(SPEC.requirement(), "an ADD_ADDR of the peer cannot be read");
      case AddressEchoed echo when optionsCut(echo) ->
          out.inconclusive(SPEC.requirement(), "options of the peer are not in the capture");
      case AddressEchoed echo when echo.match() == Match.ID_ONLY -> {
        strange.add(echo);
        out.alarm(echo.knownAt().time() + CaptureQuality.LONGEST_DISORDER, echo);
      }
      case AddressEchoed echo -> judge(echo, out);
      case AddressAdvertised original -> {
        // Nobody guesses an address: the echo was sent later, whatever the capture shows.
        if (strange.removeIf(echo -> isOf(echo, original))) {
          out.inconclusive(SPEC.requirement(), "frames stand out of order in the capture");
        }
      }
      case ConnectionEnded _ -> {
        strange.forEach(echo -> judge(echo, out));
        strange.clear();
      }
      default -> {}
    }
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    if (key instanceof AddressEchoed echo && strange.remove(echo)) {
      judge(echo, out);
    }
  }

  private static boolean isOf(AddressEchoed echo, AddressAdvertised original) {
    return echo.by() == original.by().peer()
        && echo.option().addressId() == original.option().addressId()
        && original.address().equals(echo.address());
  }

  private static boolean optionsCut(AddressEchoed echo) {
    boolean found = echo.match() != Match.NONE && echo.match() != Match.ID_ONLY;
    return !found
        && echo.connection().subflows().stream()
            .anyMatch(subflow -> subflow.optionsCut(echo.by().peer()));
  }

  private static void judge(AddressEchoed echo, Verdicts out) {
    AddAddr option = echo.option();
    String shows =
        "ADD_ADDR echo id %d, %s"
            .formatted(option.addressId(), Addresses.text(option.inetAddress()));
    Evidence evidence =
        Evidence.at(echo.carrier(), shows)
            .and(echo.original(), echo.on(), echo.by().peer(), "ADD_ADDR of this Address ID");
    Fault fault = Fault.of(echo.by());
    switch (echo.match()) {
      case NONE -> {
        Evidence never = evidence.octets(option.emit(), 3, 4, "never sent");
        // A host that echoes has as a rule heard: the original is a pure ACK, which leaves no gap.
        out.note(SPEC.requirement(), echo.on(), SPEC.message(), fault, never)
            .unsure("an original that was lost would leave no trace");
      }
      case ID_ONLY -> {
        int size = option.address().length();
        out.violation(
            echo.on(),
            "ADD_ADDR echo has another address than the original",
            fault,
            evidence.octets(option.emit(), 4, 4 + size, "another address"));
      }
      case WITHOUT_PORT ->
          out.note(SPEC.requirement(), echo.on(), "ADD_ADDR echo lacks the port", fault, evidence);
      case OTHER_PORT ->
          out.note(
              SPEC.requirement(), echo.on(), "ADD_ADDR echo has another port", fault, evidence);
      case EXACT -> {}
    }
  }
}
