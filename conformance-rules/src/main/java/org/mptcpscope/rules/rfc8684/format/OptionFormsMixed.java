package org.mptcpscope.rules.rfc8684.format;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.OptionEvent;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.AddAddr;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.dissector.mptcp.MpFastclose;
import org.mptcpscope.dissector.mptcp.MpPrio;
import org.mptcpscope.dissector.mptcp.MpTcprst;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host uses option layouts of the other version.
 *
 * <p>The two versions do not understand each other's options (RFC 8684, appendix E): a key in the
 * SYN, the layout of ADD_ADDR, an Address ID in MP_PRIO, a reason on a reset. Each has a rule of
 * its own; two different ones of the same host show that it mixes the versions up, and are one
 * finding. Stacks that spoke version 1 before it was a standard are told apart and not judged here.
 */
public final class OptionFormsMixed implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "option-forms-mixed",
              "VER-NO-V1-OPTION-FORMS-IN-V0",
              "a host uses option layouts of the other version",
              Subject.OPTION)
          .hears(OptionEvent.class);

  private final Map<Side, Map<String, Carrier>> forms = new EnumMap<>(Side.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new OptionFormsMixed();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof OptionEvent said && said.optional().isPresent()) {
      MptcpOption option = said.optional().get();
      String form =
          switch (said.connection().dialect()) {
            case V0 -> ofVersion1(option, said.carrier());
            case V1 -> ofVersion0(option);
            default -> null;
          };
      if (form != null) {
        note(form, said.carrier(), out);
      }
    }
  }

  private static String ofVersion1(MptcpOption option, Carrier segment) {
    return switch (option) {
      case MpTcprst _ -> "MP_TCPRST";
      case MpFastclose _ when segment.isRst() -> "MP_FASTCLOSE on a RST";
      case AddAddr add when add.hasHmac() || add.ipVersion() != 4 && add.ipVersion() != 6 ->
          "ADD_ADDR of version 1";
      case MpCapable capable
          when capable.isDefined() && (capable.length() == 4 || capable.length() > 20) ->
          "MP_CAPABLE of %d octets".formatted(capable.length());
      default -> null;
    };
  }

  private static String ofVersion0(MptcpOption option) {
    return switch (option) {
      case MpPrio prio when prio.emit().length() == 4 -> "MP_PRIO with Address ID";
      case AddAddr add when !add.echo() && !add.hasHmac() -> "ADD_ADDR without HMAC";
      default -> null;
    };
  }

  private void note(String form, Carrier segment, Verdicts out) {
    Map<String, Carrier> own = forms.computeIfAbsent(segment.by(), _ -> new LinkedHashMap<>());
    if (own.putIfAbsent(form, segment) != null || own.size() != 2) {
      return;
    }
    Evidence evidence = Evidence.at(segment, form);
    for (Map.Entry<String, Carrier> other : own.entrySet()) {
      if (!other.getKey().equals(form)) {
        evidence = evidence.and(other.getValue(), other.getKey());
      }
    }
    out.violation(
        segment.on(),
        "option layouts of version %d in version %d"
            .formatted(1 - version(segment), version(segment)),
        Fault.of(segment.by()),
        evidence);
  }

  private static int version(Carrier segment) {
    return segment.on().connection().dialect().version();
  }
}
