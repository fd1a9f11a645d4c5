package org.mptcpscope.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.trace.GivenKey;
import org.mptcpscope.core.trace.GivenKey.Where;

/**
 * Reads {@code --key} and {@code --keys}: {@code [CONNECTION:]SIDE=HEX}. CONNECTION is a token of 8
 * digits, or the ends of a subflow, {@code 10.0.0.1:1234-10.0.0.2:80}, in either order; without it
 * the capture must have one connection. SIDE is initiator or listener; HEX has 16 digits for a key,
 * 8 for a token.
 */
final class GivenKeyOption {
  private static final Pattern FORM =
      Pattern.compile("(?:(.+):)?(initiator|listener)=(?:0x)?([0-9A-Fa-f]*)");
  private static final Pattern TOKEN = Pattern.compile("(?:0x)?([0-9A-Fa-f]{8})");
  private static final Pattern END = Pattern.compile("(?:\\[(.+)]|([0-9.]+)):([0-9]{1,5})");

  private GivenKeyOption() {}

  /** All keys of the command line and of the file, which may be null. */
  static List<GivenKey> all(List<String> keys, String file) {
    List<GivenKey> all = new ArrayList<>();
    for (String key : keys) {
      all.add(parse(key, "--key " + key));
    }
    if (file != null) {
      all.addAll(read(file));
    }
    return all;
  }

  /** One key a line; blank lines and those that begin with # are for readers. */
  private static List<GivenKey> read(String file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(Path.of(file));
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException("--keys " + file + ": cannot be read as text");
    }
    List<GivenKey> all = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        all.add(parse(line, "--keys " + file + ", line " + (i + 1)));
      }
    }
    return all;
  }

  static GivenKey parse(String text, String said) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new UsageException(
          said + ": not [CONNECTION:]SIDE=HEX, as in initiator=0123456789abcdef");
    }
    String hex = form.group(3).toLowerCase(Locale.ROOT);
    if (hex.length() != 16 && hex.length() != 8) {
      throw new UsageException(
          said + ": a key has 16 hexadecimal digits, a token 8; these are " + hex.length());
    }
    Side side = form.group(2).equals("initiator") ? Side.INITIATOR : Side.LISTENER;
    long value = Long.parseUnsignedLong(hex, 16);
    return new GivenKey(text, where(form.group(1), said), side, value, hex.length() == 8);
  }

  private static Where where(String connection, String said) {
    if (connection == null) {
      return new Where.Only();
    }
    Matcher token = TOKEN.matcher(connection);
    if (token.matches()) {
      return new Where.ByToken(Integer.parseUnsignedInt(token.group(1), 16));
    }
    int dash = connection.indexOf('-');
    if (dash < 0) {
      throw new UsageException(
          said + ": " + connection + " is no token of 8 digits and no ADDRESS:PORT-ADDRESS:PORT");
    }
    return new Where.ByEnds(
        end(connection.substring(0, dash), said), end(connection.substring(dash + 1), said));
  }

  private static InetSocketAddress end(String text, String said) {
    Matcher end = END.matcher(text);
    int port = end.matches() ? Integer.parseInt(end.group(3)) : -1;
    if (port < 0 || port > 0xffff) {
      throw new UsageException(
          said + ": " + text + " is no end, as 10.0.0.1:443 or [2001:db8::1]:443 is");
    }
    String address = end.group(1) == null ? end.group(2) : end.group(1);
    try {
      return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    } catch (IllegalArgumentException e) {
      throw new UsageException(said + ": " + address + " is no IP address");
    }
  }
}
