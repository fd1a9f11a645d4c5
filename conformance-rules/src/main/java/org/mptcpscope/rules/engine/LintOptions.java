package org.mptcpscope.rules.engine;

import java.util.List;
import org.mptcpscope.core.trace.TraceOptions;

/**
 * What to judge.
 *
 * @param select rule names, requirement ids, prefixes or globs to judge alone; empty for the
 *     default
 * @param ignore what not to judge, in the same words
 * @param advisory also the advisory tier
 * @param connections whether the report lists the connections; they are counted in any case
 * @param trace how to run the pass
 */
public record LintOptions(
    List<String> select,
    List<String> ignore,
    boolean advisory,
    boolean connections,
    TraceOptions trace) {
  public static final LintOptions DEFAULT =
      new LintOptions(List.of(), List.of(), false, TraceOptions.DEFAULT);

  /** Options of a report that lists the connections. */
  public LintOptions(
      List<String> select, List<String> ignore, boolean advisory, TraceOptions trace) {
    this(select, ignore, advisory, true, trace);
  }

  public LintOptions {
    select = List.copyOf(select);
    ignore = List.copyOf(ignore);
  }
}
