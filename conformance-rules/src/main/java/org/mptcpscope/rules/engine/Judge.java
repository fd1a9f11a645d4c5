package org.mptcpscope.rules.engine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.Doubt;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.Watch;
import org.mptcpscope.rules.engine.Docket.Duty;

/** What is kept of one connection while it lives: what its rules said, and what they wait for. */
final class Judge {
  /** Watches a connection may have at a time (facts, section 4). */
  static final int MOST_WATCHES = 64;

  /** Charges of one kind that are kept with their evidence; later ones are counted. */
  private static final int MOST_CHARGES = 256;

  /** Answers that came unasked and are remembered. */
  private static final int MOST_MET = 4096;

  /** Alarms that rules of one connection may have pending. */
  static final int MOST_ALARMS = 4096;

  /** Signs of closing that are remembered; the first ones matter. */
  private static final int MOST_CLOSINGS = 64;

  final Connection connection;
  final BitSet passed = new BitSet();

  // Most connections need few of these: they are made when they do.
  private Map<Duty, String> unclear = Map.of();
  private List<Charge> charges = List.of();
  private Map<Key, Expectation> expected = Map.of();
  final List<Armed> watches = new ArrayList<>(0);
  final List<Listener> listeners = new ArrayList<>(0);
  final List<FrameRef> closings = new ArrayList<>(0);
  private Set<Key> met = Set.of();
  private Map<Kind, Charge> latest = Map.of();
  private Map<Kind, Integer> counts = Map.of();
  private Rule[] own;
  private long wanted;
  boolean over;

  /** Alarms of its rules that are pending. */
  int waiting;

  Judge(Connection connection) {
    this.connection = connection;
  }

  /** What a rule waits for. */
  record Key(int rule, Object key) {}

  /** A pending expectation. */
  record Expectation(Duty duty, long deadline, Set<Doubt> doubts) {}

  /** A watch that has not met its segment; armedIn is the frame it was armed in. */
  record Armed(int rule, Rule instance, Watch watch, int armedIn) {}

  /** A rule that hears segments with any of these traits. */
  record Listener(int rule, Rule instance, long traits) {}

  private record Kind(int duty, Object side, Object subflow) {}

  /** The instance of a rule that has state. */
  Rule instance(int rule, List<Rule> rules) {
    if (own == null) {
      own = new Rule[rules.size()];
    }
    if (own[rule] == null) {
      own[rule] = rules.get(rule).fresh();
    }
    return own[rule];
  }

  void charge(Charge charge) {
    if (charges.isEmpty()) {
      charges = new ArrayList<>();
      latest = new HashMap<>();
      counts = new HashMap<>();
    }
    Kind kind = new Kind(charge.duty.index(), charge.fault.side(), charge.on);
    if (counts.merge(kind, 1, Integer::sum) <= MOST_CHARGES) {
      charges.add(charge);
      latest.put(kind, charge);
    } else {
      latest.get(kind).unkept++;
    }
  }

  /** What could not be judged, and why. */
  Map<Duty, String> unclear() {
    return unclear;
  }

  /** This could not be judged; the first reason counts. */
  void unclear(Duty duty, String reason) {
    unclear = unclear.isEmpty() ? new HashMap<>() : unclear;
    unclear.putIfAbsent(duty, reason);
  }

  /** What its rules said against its hosts. */
  List<Charge> charges() {
    return charges;
  }

  /** What its rules wait for. */
  Collection<Expectation> expected() {
    return expected.values();
  }

  boolean isExpected(Key key) {
    return expected.containsKey(key);
  }

  void expect(Key key, Expectation expectation) {
    expected = expected.isEmpty() ? new LinkedHashMap<>() : expected;
    expected.put(key, expectation);
  }

  /** What was expected under this key is not any more. */
  void drop(Key key) {
    if (!expected.isEmpty()) {
      expected.remove(key);
    }
  }

  /** The same; false if it is another expectation, or none. */
  boolean drop(Key key, Expectation expectation) {
    return !expected.isEmpty() && expected.remove(key, expectation);
  }

  /** A rule expects nothing any more. */
  void dropAll(int rule) {
    if (!expected.isEmpty()) {
      expected.keySet().removeIf(key -> key.rule() == rule);
    }
  }

  /** Whether its rules may set one more alarm. */
  boolean mayWait() {
    return waiting < MOST_ALARMS;
  }

  void remember(Key key) {
    met = met.isEmpty() ? new HashSet<>() : met;
    if (met.size() < MOST_MET) {
      met.add(key);
    }
  }

  boolean wasMet(Key key) {
    return met.contains(key);
  }

  void closing(FrameRef frame) {
    if (closings.size() < MOST_CLOSINGS) {
      closings.add(frame);
    }
  }

  /** The traits of segments that someone waits for. */
  long wanted() {
    return wanted;
  }

  /** The same, after watches or listeners came or went. */
  long updateWanted() {
    wanted = 0;
    for (Armed armed : watches) {
      wanted |= armed.watch().traits() == 0 ? -1 : armed.watch().traits();
    }
    for (Listener listener : listeners) {
      wanted |= listener.traits();
    }
    return wanted;
  }
}
