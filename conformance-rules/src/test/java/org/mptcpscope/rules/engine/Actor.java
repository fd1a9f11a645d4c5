package org.mptcpscope.rules.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.PriorityChanged;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Sighting;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Watch;
import org.mptcpscope.samples.script.PacketScript;

/** A rule that does on each MP_PRIO what a test wants, and writes down what it is called for. */
final class Actor implements Rule {
  static final String PRIMARY = "TCP-NO-DATA-AFTER-FIN";
  static final String OTHER = "JOIN-ACK-TRIGGERS-ACK";

  final List<String> heard = new ArrayList<>();
  private final BiConsumer<PriorityChanged, Verdicts> act;
  private final RuleSpec spec;

  Actor(BiConsumer<PriorityChanged, Verdicts> act) {
    this("actor", act);
  }

  Actor(String name, BiConsumer<PriorityChanged, Verdicts> act) {
    this.act = act;
    spec =
        RuleSpec.of(name, PRIMARY, "the actor acted", Subject.FAIL)
            .also(OTHER, Subject.FAIL)
            .hears(PriorityChanged.class);
  }

  @Override
  public RuleSpec spec() {
    return spec;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    act.accept((PriorityChanged) event, out);
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    heard.add(
        String.format(
            Locale.ROOT,
            "alarm %s at %d ms behind frame %d",
            key,
            deadline / 1_000_000,
            last.number()));
    out.connection().id();
  }

  @Override
  public void onWatch(Watch watch, Sighting sighting, Verdicts out) {
    heard.add("watch " + watch.key() + " in frame " + sighting.frame().number());
  }

  @Override
  public void onSegment(SegmentFacts facts, Verdicts out) {
    heard.add("segment " + facts.frame());
    if (heard.size() > 2) {
      out.segments(0);
    }
  }

  CaptureReport judge(String script) {
    return judge(script, List.of(this));
  }

  static CaptureReport judge(String script, List<Rule> rules) {
    LintOptions options = new LintOptions(List.of(), List.of(), true, TraceOptions.DEFAULT);
    byte[] octets = PacketScript.parse("actor.pkt", script).run().toPcapng();
    try {
      return Linter.lint(
          CaptureSource.memory("actor", octets), options, Docket.of(options, rules), List.of());
    } catch (CaptureException e) {
      throw new AssertionError(e);
    }
  }
}
