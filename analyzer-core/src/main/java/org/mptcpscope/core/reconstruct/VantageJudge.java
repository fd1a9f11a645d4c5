package org.mptcpscope.core.reconstruct;

import org.mptcpscope.core.model.Vantage;

/** Where a subflow was captured, by what its segments prove. */
final class VantageJudge {
  private Vantage proven = Vantage.UNKNOWN;

  Vantage vantage() {
    return proven;
  }
}
