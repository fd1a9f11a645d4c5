package org.mptcpscope.rules.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.catalogue.Names;
import org.mptcpscope.rules.catalogue.Requirement;
import org.mptcpscope.rules.catalogue.Requirements;
import org.mptcpscope.rules.catalogue.RuleCatalogue;
import org.mptcpscope.rules.catalogue.Tier;

/** Which rules run in a pass, what they hear, and which requirements they may report. */
final class Docket {
  private static final int[] NOBODY = {};

  private final List<Rule> rules = new ArrayList<>();
  private final List<Duty> duties = new ArrayList<>();
  private final List<Map<String, Duty>> dutiesOf = new ArrayList<>();
  private final Map<Class<?>, int[]> ears = new HashMap<>();

  /**
   * One requirement of one rule.
   *
   * @param index place in {@link #duties}
   * @param rule place in {@link #rules}
   * @param subject what must have been seen for silence to mean that it was kept
   * @param on whether it is judged
   * @param ignored whether the user asked not to hear of it
   */
  record Duty(
      int index, int rule, Requirement requirement, Subject subject, boolean on, boolean ignored) {
    String id() {
      return requirement.id();
    }
  }

  private Docket() {}

  /**
   * The docket for these options.
   *
   * @throws org.mptcpscope.rules.catalogue.UnknownNameException for a name that means nothing
   */
  static Docket of(LintOptions options) {
    return of(options, RuleCatalogue.all());
  }

  /** The same with other rules than the catalogue's. */
  static Docket of(LintOptions options, List<Rule> all) {
    Names.check(options.select());
    Names.check(options.ignore());
    Docket docket = new Docket();
    all.forEach(rule -> docket.add(rule, options));
    return docket;
  }

  private void add(Rule rule, LintOptions options) {
    String name = rule.spec().name();
    Map<String, Duty> own = new HashMap<>();
    List<Duty> inOrder = new ArrayList<>();
    for (Map.Entry<String, Subject> entry : rule.spec().subjects().entrySet()) {
      Requirement requirement = Requirements.get(entry.getKey());
      boolean ignored =
          Names.anyMatches(options.ignore(), name)
              || Names.anyMatches(options.ignore(), requirement.id());
      boolean on = !ignored && isSelected(name, requirement, options);
      int index = duties.size() + inOrder.size();
      Duty duty = new Duty(index, rules.size(), requirement, entry.getValue(), on, ignored);
      own.put(requirement.id(), duty);
      inOrder.add(duty);
    }
    if (inOrder.stream().anyMatch(Duty::on)) {
      rules.add(rule);
      dutiesOf.add(own);
      duties.addAll(inOrder);
    }
  }

  private static boolean isSelected(String rule, Requirement requirement, LintOptions options) {
    if (!options.select().isEmpty()) {
      return Names.anyMatches(options.select(), rule)
          || Names.anyMatches(options.select(), requirement.id());
    }
    return options.advisory() || requirement.tier() != Tier.ADVISORY;
  }

  /** The rules that run. */
  List<Rule> rules() {
    return rules;
  }

  /** All requirements of all rules that run. */
  List<Duty> duties() {
    return duties;
  }

  /**
   * What a rule may report under this id.
   *
   * @throws IllegalArgumentException if its spec does not list the id
   */
  Duty duty(int rule, String id) {
    Duty duty = dutiesOf.get(rule).get(id);
    if (duty == null) {
      throw new IllegalArgumentException(rules.get(rule).spec().name() + " does not list " + id);
    }
    return duty;
  }

  /**
   * The duty under which a finding of this one is reported: itself if it is on; its rule's primary
   * requirement if it only explains that; else null.
   */
  Duty reported(Duty duty) {
    if (duty.on()) {
      return duty;
    }
    if (duty.ignored() || duty.requirement().tier() != Tier.DIAGNOSTIC) {
      return null;
    }
    Duty primary = duty(duty.rule(), rules.get(duty.rule()).spec().requirement());
    return primary.on() ? primary : null;
  }

  /** The rules that hear events of this class. */
  int[] hearersOf(MptcpEvent event) {
    return ears.computeIfAbsent(event.getClass(), this::hearers);
  }

  private int[] hearers(Class<?> event) {
    int[] found = new int[rules.size()];
    int count = 0;
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).spec().hears().stream().anyMatch(heard -> heard.isAssignableFrom(event))) {
        found[count++] = i;
      }
    }
    return count == 0 ? NOBODY : java.util.Arrays.copyOf(found, count);
  }
}
