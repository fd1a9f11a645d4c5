package org.mptcpscope.samples.script;

import java.net.InetAddress;

/** An address as a script writes it: {@code 10.0.0.1:443}, {@code [2001:db8::1]:443}. */
record Addresses(InetAddress address, int port) {

  /** Reads an address; {@code port} is -1 where none is given. */
  static Addresses of(Token token, String text) {
    String host = text;
    String port = null;
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      host = end < 0 ? "" : text.substring(1, end);
      String rest = text.substring(end + 1);
      port = rest.startsWith(":") ? rest.substring(1) : null;
    } else if (text.indexOf(':') >= 0 && text.indexOf(':') == text.lastIndexOf(':')) {
      host = text.substring(0, text.indexOf(':'));
      port = text.substring(text.indexOf(':') + 1);
    }
    // The literals of the C library, such as "5" for 0.0.0.5, would hide a misspelled word.
    boolean literal = host.indexOf(':') >= 0 || host.matches("[0-9]+(\\.[0-9]+){3}");
    try {
      if (!literal) {
        throw new IllegalArgumentException(host);
      }
      return new Addresses(InetAddress.ofLiteral(host), port == null ? -1 : port(token, port));
    } catch (IllegalArgumentException _) {
      throw token.expected("an address (10.0.0.1, 10.0.0.1:443, 2001:db8::1, [2001:db8::1]:443)");
    }
  }

  static int port(Token token, String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 0xffff) {
        return port;
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw token.expected("a port from 0 to 65535");
  }
}
