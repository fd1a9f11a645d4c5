package org.mptcpscope.rules.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.model.Subject;

/**
 * What a rule is called and what it may report. Preconditions and suppressions are the catalogue's.
 *
 * @param name the fault in kebab case, at most 34 characters; the class has the same name
 * @param requirement the primary requirement, which findings name unless told otherwise
 * @param subjects every requirement that the rule may report, with what must have been seen for
 *     silence to mean PASS; the primary one first
 * @param message what a finding of it says: a sentence without full stop, subject first
 * @param hears the events it is called for
 * @param scope whether there is one instance a connection or one a capture
 * @param since first version that had it
 */
public record RuleSpec(
    String name,
    String requirement,
    Map<String, Subject> subjects,
    String message,
    Set<Class<? extends MptcpEvent>> hears,
    Scope scope,
    Status status,
    String since) {

  public RuleSpec {
    subjects = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(subjects));
    hears = Set.copyOf(hears);
  }

  /** A stable rule of one requirement, judged per connection, hearing nothing yet. */
  public static RuleSpec of(String name, String requirement, String message, Subject subject) {
    return new RuleSpec(
        name,
        requirement,
        Map.of(requirement, subject),
        message,
        Set.of(),
        Scope.CONNECTION,
        Status.STABLE,
        "0.1");
  }

  /** May report this requirement too. */
  public RuleSpec also(String id, Subject subject) {
    Map<String, Subject> more = new LinkedHashMap<>(subjects);
    more.put(id, subject);
    return new RuleSpec(name, requirement, more, message, hears, scope, status, since);
  }

  /** Is called for these events. */
  @SafeVarargs
  @SuppressWarnings("varargs") // read only
  public final RuleSpec hears(Class<? extends MptcpEvent>... events) {
    return new RuleSpec(name, requirement, subjects, message, Set.of(events), scope, status, since);
  }

  /** One instance sees all connections of the capture. */
  public RuleSpec overCapture() {
    return new RuleSpec(name, requirement, subjects, message, hears, Scope.CAPTURE, status, since);
  }

  /** Whether a rule judges connections one by one or the capture as a whole. */
  public enum Scope {
    CONNECTION,
    CAPTURE
  }

  /** How settled a rule is. */
  public enum Status {
    PREVIEW,
    STABLE,
    DEPRECATED;

    /** The word in JSON. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
