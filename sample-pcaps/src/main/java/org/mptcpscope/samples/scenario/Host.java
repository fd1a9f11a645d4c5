package org.mptcpscope.samples.scenario;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A host with its addresses and its habits. */
public final class Host {

  /**
   * One of a host's addresses with the port it uses there.
   *
   * @param addressId the Address ID that MP_JOIN and ADD_ADDR name it by unless told otherwise
   */
  public record Endpoint(String name, Host host, InetAddress address, int port, int addressId) {}

  private final String name;
  private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();

  /** Hop limit of what the capture sees of this host, 0 to 255. */
  public int hopLimit = 64;

  /** Receive window in octets. */
  public int window = 64_256;

  /** Window scale that its SYNs offer. */
  public int windowScale = 7;

  /** Maximum segment size that its SYNs offer. */
  public int mss = 1460;

  /** Whether it offers and uses timestamps, and offers selective acknowledgments, in SYNs. */
  public boolean timestamps = true;

  public boolean sack = true;

  /** Initial sequence number of all its subflows; null: each has its own. */
  public Integer isn;

  /** Start of the timestamp clock on all its subflows; null: each has its own. */
  public Integer clock;

  /** Key in each of its connections; null: one for each connection. */
  public Long key;

  /** Whether it leaves TCP checksums to its network card: a capture there sees partial ones. */
  public boolean offload;

  /** First IPv4 identification on each subflow; null: each has its own. */
  public Integer ipId;

  public Host(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  /** Adds an address; its Address ID is the number of addresses before it. */
  public void add(String endpoint, InetAddress address, int port, Optional<Integer> addressId) {
    int id = addressId.orElse(endpoints.size());
    endpoints.put(endpoint, new Endpoint(endpoint, this, address, port, id));
  }

  public Map<String, Endpoint> endpoints() {
    return endpoints;
  }
}
