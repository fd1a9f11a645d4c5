package org.mptcpscope.core.trace;

import java.net.InetSocketAddress;
import org.mptcpscope.core.model.Side;

/**
 * A key, or the token of one, that the user knows of a host: captures that lack the handshake do
 * not show it.
 *
 * @param text as the user wrote it, for messages
 * @param where which connection
 * @param side whose it is, as reports name the sides of that connection
 * @param value the key; of a token the lower four octets
 * @param isToken the value is a token (RFC 8684, 3.2) and the key unknown
 */
public record GivenKey(String text, Where where, Side side, long value, boolean isToken) {

  /** Which connection a key is for. */
  public sealed interface Where {
    /** The only one of the capture. */
    record Only() implements Where {}

    /** The one of which a host has this token. */
    record ByToken(int token) implements Where {}

    /** The one that has a subflow between these ends, in either order. */
    record ByEnds(InetSocketAddress one, InetSocketAddress other) implements Where {}
  }
}
