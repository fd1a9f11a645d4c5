package org.mptcpscope.rules.engine;

import java.util.Set;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.Doubt;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.trace.TraceControl;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.Severity;
import org.mptcpscope.rules.api.Sighting;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Watch;
import org.mptcpscope.rules.engine.Docket.Duty;
import org.mptcpscope.rules.engine.Judge.Armed;
import org.mptcpscope.rules.engine.Judge.Expectation;
import org.mptcpscope.rules.engine.Judge.Listener;

/**
 * Where a rule speaks: what {@link Verdicts} means for the rule and the connection in hand. There
 * is one desk a pass; {@link #seat} says who sits at it.
 */
final class Desk implements Verdicts {
  private static final String TOO_MUCH = "too much to watch at once";

  private final Docket docket;
  private final Announcer announcer;
  private TraceControl control;
  private Judge judge;
  private int rule;
  private Rule instance;
  private int frame;
  private Set<Doubt> doubts = Set.of();

  /** A desk; the announcer, if there is one, hears that a rule accused somebody. */
  Desk(Docket docket, Announcer announcer) {
    this.docket = docket;
    this.announcer = announcer;
  }

  void control(TraceControl running) {
    control = running;
  }

  void hear(Judge of, int index, Rule who, MptcpEvent event) {
    seat(of, index, who, event.knownAt().number(), event.doubts());
    who.on(event, this);
  }

  void segment(Judge of, Listener listener, SegmentFacts facts) {
    seat(of, listener.rule(), listener.instance(), facts.frame(), Set.of());
    listener.instance().onSegment(facts, this);
  }

  void fire(Judge of, Armed armed, Sighting sighting) {
    seat(of, armed.rule(), armed.instance(), sighting.frame().number(), Set.of());
    armed.instance().onWatch(armed.watch(), sighting, this);
  }

  private void seat(Judge of, int index, Rule who, int at, Set<Doubt> known) {
    judge = of;
    rule = index;
    instance = who;
    frame = at;
    doubts = known;
  }

  @Override
  public Connection connection() {
    return judge.connection;
  }

  private String primary() {
    return docket.rules().get(rule).spec().requirement();
  }

  @Override
  public void pass() {
    pass(primary());
  }

  @Override
  public void pass(String id) {
    judge.passed.set(docket.duty(rule, id).index());
  }

  @Override
  public void inconclusive(String id, String reason) {
    judge.unclear(docket.duty(rule, id), reason);
  }

  @Override
  public Draft violation(Subflow on, String message, Fault fault, Evidence evidence) {
    return violation(primary(), on, message, fault, evidence);
  }

  @Override
  public Draft violation(String id, Subflow on, String message, Fault fault, Evidence evidence) {
    return charge(id, Severity.ERROR, on, message, fault, evidence);
  }

  @Override
  public Draft warning(String id, Subflow on, String message, Fault fault, Evidence evidence) {
    return charge(id, Severity.WARNING, on, message, fault, evidence);
  }

  @Override
  public Draft note(String id, Subflow on, String message, Fault fault, Evidence evidence) {
    return charge(id, Severity.NOTE, on, message, fault, evidence);
  }

  private Draft charge(
      String id, Severity asked, Subflow on, String message, Fault fault, Evidence evidence) {
    Duty duty = docket.duty(rule, id);
    Charge charge = new Charge(docket, duty, asked, on, message, fault, evidence, doubts);
    judge.charge(charge);
    if (announcer != null) {
      announcer.charged(judge);
    }
    return charge;
  }

  @Override
  public void alarm(long at, Object key) {
    Judge of = judge;
    int index = rule;
    Rule who = instance;
    boolean set =
        of.mayWait()
            && control.alarm(
                of.connection,
                at,
                (deadline, last) -> {
                  of.waiting--;
                  if (!of.over) {
                    seat(of, index, who, last.number(), Set.of());
                    who.onAlarm(key, deadline, last, this);
                  }
                });
    if (set) {
      of.waiting++;
    } else {
      inconclusive(primary(), TOO_MUCH);
    }
  }

  @Override
  public void watch(Watch watch) {
    if (judge.watches.size() >= Judge.MOST_WATCHES) {
      inconclusive(primary(), TOO_MUCH);
      return;
    }
    judge.watches.add(new Armed(rule, instance, watch, frame));
    control.want(judge.connection, judge.updateWanted());
  }

  @Override
  public void segments(long anyOfTraits) {
    int index = rule;
    judge.listeners.removeIf(listener -> listener.rule() == index);
    if (anyOfTraits != 0) {
      judge.listeners.add(new Listener(rule, instance, anyOfTraits));
    }
    control.want(judge.connection, judge.updateWanted());
  }

  @Override
  public void expect(String id, Object key, long deadline) {
    Judge.Key name = new Judge.Key(rule, key);
    Duty duty = docket.duty(rule, id);
    if (judge.wasMet(name)) {
      judge.passed.set(duty.index());
      return;
    }
    if (judge.isExpected(name)) {
      return;
    }
    Expectation expectation = new Expectation(duty, deadline, doubts);
    Judge of = judge;
    int index = rule;
    Rule who = instance;
    boolean set =
        of.mayWait()
            && control.alarm(
                of.connection,
                deadline,
                (due, last) -> {
                  of.waiting--;
                  if (!of.over && of.drop(name, expectation)) {
                    seat(of, index, who, last.number(), expectation.doubts());
                    who.onAlarm(key, due, last, this);
                  }
                });
    if (set) {
      of.waiting++;
      of.expect(name, expectation);
    } else {
      inconclusive(id, TOO_MUCH);
    }
  }

  @Override
  public void met(String id, Object key) {
    Judge.Key name = new Judge.Key(rule, key);
    judge.remember(name);
    judge.drop(name);
    pass(id);
  }

  @Override
  public void excused(Object key) {
    judge.drop(new Judge.Key(rule, key));
  }

  @Override
  public void excuseAll() {
    judge.dropAll(rule);
  }
}
