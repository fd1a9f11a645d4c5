package org.mptcpscope.rules.config;

import org.mptcpscope.core.model.Side;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.catalogue.Names;

/**
 * A finding that somebody knows of and accepts.
 *
 * @param paths of the captures it is accepted in
 * @param name of a rule or requirement, or a prefix or glob of one
 * @param fault the host at fault; null: either
 * @param reason why it is accepted
 * @param where file and line that say so
 */
record Known(PathGlobs paths, String name, Side fault, String reason, String where) {
  boolean covers(Finding finding) {
    return (Names.matches(name, finding.rule())
            || finding.requirements().stream().anyMatch(id -> Names.matches(name, id)))
        && (fault == null || fault == finding.fault().side());
  }
}
