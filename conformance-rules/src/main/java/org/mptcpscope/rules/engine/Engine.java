package org.mptcpscope.rules.engine;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.DataFinSent;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.event.MptcpEvent.FinSent;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.trace.TraceControl;
import org.mptcpscope.core.trace.TraceObserver;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.FindingListener;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec.Scope;
import org.mptcpscope.rules.api.Sighting;
import org.mptcpscope.rules.api.Watch;
import org.mptcpscope.rules.engine.Judge.Armed;
import org.mptcpscope.rules.engine.Judge.Listener;

/** Hears one pass and lets the rules judge it, connection by connection. */
final class Engine implements TraceObserver {
  private final Docket docket;
  private final Desk desk;
  private final Tally tally;
  private final Announcer announcer;
  private final IdentityHashMap<Connection, Judge> judges = new IdentityHashMap<>();

  /** By place in the docket: the instance for all connections, null where each has its own. */
  private final Rule[] shared;

  private TraceControl control;

  /** An engine whose listener, unless it is null, hears of findings as they are made. */
  Engine(Docket docket, Tally tally, FindingListener listener) {
    this.docket = docket;
    this.tally = tally;
    this.announcer = listener == null ? null : new Announcer(listener, tally);
    this.desk = new Desk(docket, announcer);
    this.shared = docket.rules().stream().map(Engine::share).toArray(Rule[]::new);
  }

  private static Rule share(Rule rule) {
    Rule fresh = rule.fresh();
    return fresh == rule || rule.spec().scope() == Scope.CAPTURE ? fresh : null;
  }

  @Override
  public void onStart(TraceControl running) {
    control = running;
    desk.control(running);
    if (announcer != null) {
      announcer.control(running);
    }
  }

  @Override
  public void onEvent(MptcpEvent event) {
    int[] hearers = docket.hearersOf(event);
    boolean closing = isClosing(event);
    if (hearers.length == 0 && !closing) {
      return;
    }
    Judge judge = judge(event.connection());
    if (closing) {
      judge.closing(event.knownAt());
    }
    for (int rule : hearers) {
      Rule instance = shared[rule] != null ? shared[rule] : judge.instance(rule, docket.rules());
      desk.hear(judge, rule, instance, event);
    }
  }

  private static boolean isClosing(MptcpEvent event) {
    return event instanceof FinSent
        || event instanceof SubflowReset
        || event instanceof FastClosed
        || event instanceof DataFinSent;
  }

  private Judge judge(Connection connection) {
    return judges.computeIfAbsent(connection, Judge::new);
  }

  @Override
  public void onSegment(SegmentView segment, SegmentFacts facts) {
    Judge judge = judges.get(facts.subflow().connection());
    if (judge == null || (judge.wanted() & facts.traits()) == 0) {
      return;
    }
    // By index: a listener may ask for other segments, or end, while it hears this one.
    for (int i = judge.listeners.size() - 1; i >= 0; i--) {
      Listener listener = judge.listeners.get(i);
      if ((listener.traits() & facts.traits()) != 0) {
        desk.segment(judge, listener, facts);
      }
    }
    fire(judge, facts);
  }

  private void fire(Judge judge, SegmentFacts facts) {
    List<Armed> fired = null;
    for (int i = 0; i < judge.watches.size(); i++) {
      Armed armed = judge.watches.get(i);
      if (armed.armedIn() != facts.frame() && meets(armed.watch(), facts)) {
        fired = fired == null ? new ArrayList<>(2) : fired;
        fired.add(armed);
      }
    }
    if (fired == null) {
      return;
    }
    judge.watches.removeAll(fired);
    control.want(judge.connection, judge.updateWanted());
    Sighting sighting =
        new Sighting(
            new FrameRef(facts.frame(), facts.time()),
            facts.subflow(),
            facts.by(),
            facts.ssn(),
            facts.ackSsn(),
            facts.payload(),
            facts.traits());
    for (Armed armed : fired) {
      desk.fire(judge, armed, sighting);
    }
  }

  private static boolean meets(Watch watch, SegmentFacts facts) {
    boolean there =
        switch (watch.where()) {
          case THERE -> facts.subflow() == watch.on();
          case ELSEWHERE -> facts.subflow() != watch.on();
          case ANYWHERE -> true;
        };
    return there
        && facts.by() == watch.by()
        && (facts.traits() & watch.traits()) == watch.traits()
        && facts.time() >= watch.notBefore()
        && facts.ssn() >= watch.minSsn()
        && facts.ackSsn() >= watch.minAckSsn()
        && (!watch.boundDataAck() || facts.dataAck() - watch.minDataAck() >= 0);
  }

  @Override
  public void onSummary(Connection connection, ConnectionSummary summary) {
    Judge judge = judge(connection);
    judge.over = true;
    judges.remove(connection);
    List<Finding> findings = tally.add(judge, summary);
    if (announcer != null) {
      announcer.over(judge, findings);
    }
  }
}
