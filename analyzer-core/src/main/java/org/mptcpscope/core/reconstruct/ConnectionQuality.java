package org.mptcpscope.core.reconstruct;

import java.util.Set;
import org.mptcpscope.core.model.CaptureQuality;
import org.mptcpscope.core.model.Doubt;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.core.model.Scope;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Vantage;

/** What the capture can prove about one connection. */
final class ConnectionQuality implements CaptureQuality {
  private final ConnectionState connection;

  ConnectionQuality(ConnectionState connection) {
    this.connection = connection;
  }

  @Override
  public boolean has(Need need, Scope scope) {
    return connection.origin() != null;
  }

  @Override
  public Set<Doubt> doubts(Scope scope) {
    return Set.of();
  }

  @Override
  public Vantage vantage(Subflow subflow) {
    return subflow.vantage();
  }

  @Override
  public boolean vantageStated() {
    return false;
  }
}
