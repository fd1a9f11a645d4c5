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

  private Habits habits = Habits.DEFAULT;

  public Host(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  public Habits habits() {
    return habits;
  }

  /** Takes up other habits, for what is sent from now on. */
  public void habits(Habits taken) {
    habits = taken;
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
