package org.mptcpscope.samples.script;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mptcpscope.dissector.link.Direction;
import org.mptcpscope.samples.scenario.Connection;
import org.mptcpscope.samples.scenario.Host;
import org.mptcpscope.samples.scenario.Link;
import org.mptcpscope.samples.scenario.Path;

/** All that a script has set up, and what happened so far. */
final class World {
  static final int NO_SNAPLEN = 262_144;

  /** An interface of the capture. */
  record Interface(String name, int snaplen) {}

  final Map<String, Host> hosts = new LinkedHashMap<>();
  final Map<String, Connection> connections = new LinkedHashMap<>();
  final Map<String, Path> paths = new HashMap<>();
  final Map<String, Integer> incarnations = new HashMap<>();
  final TreeMap<Integer, Interface> interfaces = new TreeMap<>();
  final Capture capture = new Capture();

  Connection connection;
  Link link = Link.ETHERNET;
  int snaplen = NO_SNAPLEN;
  Host vantage;
  boolean timestamps = true;
  boolean sack = true;
  boolean windowScale = true;

  /** The direction that a capture at the vantage records for what a host sends. */
  Direction direction(Host from) {
    if (vantage == null) {
      return Direction.UNKNOWN;
    }
    return vantage == from ? Direction.OUTGOING : Direction.INCOMING;
  }

  /**
   * How many octets of a frame the capture keeps.
   *
   * @param wanted what the script says about this frame, or -1
   */
  int captured(int interfaceId, int wire, int wanted) {
    Interface on = interfaces.get(interfaceId);
    int limit = on == null ? snaplen : on.snaplen();
    return Math.min(wire, wanted < 0 ? limit : wanted);
  }

  /** Number of the station that a host is on an Ethernet. */
  int station(Host host) {
    return new ArrayList<>(hosts.values()).indexOf(host) + 1;
  }

  /** The connection that lines are about which name none: between the first two hosts. */
  Connection current(Token at) {
    if (connection == null) {
      connection = connect("0", first(at, 0), first(at, 1), 1);
    }
    return connection;
  }

  Connection connect(String name, Host initiator, Host listener, int version) {
    Connection made = new Connection(name, version, initiator, listener);
    connections.put(name, made);
    return made;
  }

  Host first(Token at, int index) {
    List<Host> all = List.copyOf(hosts.values());
    if (all.size() <= index) {
      throw at.problem("two hosts must be set up before this line: host A A0=10.0.0.1:40000");
    }
    return all.get(index);
  }

  Host host(Token at, String name) {
    Host host = hosts.get(name);
    if (host == null) {
      throw at.expected("a host (" + String.join(" ", hosts.keySet()) + ")");
    }
    return host;
  }

  /** The endpoint with this name, or null. */
  Host.Endpoint endpoint(String name) {
    for (Host host : hosts.values()) {
      Host.Endpoint endpoint = host.endpoints().get(name);
      if (endpoint != null) {
        return endpoint;
      }
    }
    return null;
  }

  /** The Address ID that a word means: a number or an endpoint. */
  int addressId(Token at, String word) {
    Host.Endpoint endpoint = endpoint(word);
    if (endpoint != null) {
      return endpoint.addressId();
    }
    try {
      int id = Integer.decode(word);
      if (id >= 0 && id <= 255) {
        return id;
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw at.expected("an Address ID (0 to 255, or an endpoint's name)");
  }
}
