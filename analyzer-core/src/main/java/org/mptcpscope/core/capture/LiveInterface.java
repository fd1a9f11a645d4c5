package org.mptcpscope.core.capture;

import java.util.List;

/**
 * An interface of this machine that can be captured on.
 *
 * @param name what {@code -i} takes
 * @param description in the system's words, or empty
 * @param addresses its IP addresses
 * @param up whether it is switched on
 * @param running whether it has a link
 * @param network false for what captures no network of this machine, such as {@code usbmon0}
 */
public record LiveInterface(
    String name,
    String description,
    List<String> addresses,
    boolean up,
    boolean running,
    boolean network) {
  public LiveInterface {
    addresses = List.copyOf(addresses);
  }
}
