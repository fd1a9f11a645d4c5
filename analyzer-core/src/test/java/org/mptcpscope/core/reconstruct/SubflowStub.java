package org.mptcpscope.core.reconstruct;

import java.lang.reflect.Proxy;
import org.mptcpscope.core.model.Subflow;

/** A subflow of which only the number is asked. */
record SubflowStub(int id) {
  Subflow subflow() {
    return (Subflow)
        Proxy.newProxyInstance(
            SubflowStub.class.getClassLoader(),
            new Class<?>[] {Subflow.class},
            (_, method, _) -> {
              if (method.getName().equals("id")) {
                return id;
              }
              throw new UnsupportedOperationException(method.getName());
            });
  }
}
