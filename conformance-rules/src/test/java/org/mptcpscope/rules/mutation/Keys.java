package org.mptcpscope.rules.mutation;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;
import org.mptcpscope.dissector.mptcp.Subtype;

/**
 * What a healthy capture says of the connection that a flow belongs to.
 *
 * @param first the flow of the first subflow
 * @param opener the host that opened this flow
 */
record Keys(String first, int version, long initiator, long listener, Side opener) {
  /** The key of a host. */
  long of(Side side) {
    return side == Side.INITIATOR ? initiator : listener;
  }

  /** Finds the keys of first subflows, and by the tokens those of the others. */
  static Map<String, Keys> byFlow(List<Frame> frames, Map<String, Frame> openers) {
    Map<String, Keys> byFlow = new LinkedHashMap<>();
    openers.forEach(
        (flow, syn) -> {
          if (syn.option(Subtype.MP_CAPABLE) != null) {
            Keys keys = handshake(flow, frames.stream().filter(f -> isOf(flow, f)).toList());
            if (keys != null) {
              byFlow.put(flow, keys);
            }
          }
        });
    List<Keys> firsts = List.copyOf(byFlow.values());
    openers.forEach(
        (flow, syn) -> {
          byte[] join = syn.option(Subtype.MP_JOIN);
          if (join != null && join.length >= 8) {
            int token = ByteBuffer.wrap(join).getInt(4);
            firsts.stream()
                .filter(keys -> keys.named(token) != null)
                .findFirst()
                .ifPresent(keys -> byFlow.put(flow, keys.openedBy(keys.named(token).peer())));
          }
        });
    return byFlow;
  }

  private static boolean isOf(String flow, Frame frame) {
    return frame.isTcp() && frame.flow().equals(flow);
  }

  private static Keys handshake(String flow, List<Frame> frames) {
    Long initiator = null;
    Long listener = null;
    int version = 0;
    for (Frame frame : frames) {
      byte[] option = frame.option(Subtype.MP_CAPABLE);
      if (option == null || option.length < 12) {
        continue;
      }
      long key = ByteBuffer.wrap(option).getLong(4);
      if (frame.isSynAck()) {
        listener = key;
        version = option[2] & 0xf;
      } else if (initiator == null) {
        initiator = key;
      }
    }
    return initiator == null || listener == null
        ? null
        : new Keys(flow, version, initiator, listener, Side.INITIATOR);
  }

  /** Whose token this is, or null. */
  private Side named(int token) {
    if (MptcpCrypto.token(version, listener) == token) {
      return Side.LISTENER;
    }
    return MptcpCrypto.token(version, initiator) == token ? Side.INITIATOR : null;
  }

  /** The same with another key of a host. */
  Keys with(Side side, long key) {
    return side == Side.INITIATOR
        ? new Keys(first, version, key, listener, opener)
        : new Keys(first, version, initiator, key, opener);
  }

  /** The same for a flow that the other host opened, or the same one. */
  Keys openedBy(Side side) {
    return new Keys(first, version, initiator, listener, side);
  }

  /** The same for a first subflow. */
  Keys asFirst(String flow) {
    return new Keys(flow, version, initiator, listener, Side.INITIATOR);
  }
}
