package org.mptcpscope.core.reconstruct;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised.Novelty;
import org.mptcpscope.core.event.MptcpEvent.AddressEchoed.Match;
import org.mptcpscope.core.model.AddressBook;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Subflow;

/**
 * The addresses of one host. An Address ID keeps the address that it was first given until it is
 * removed, so that a contradiction can be seen against it; what is said again about it counts as a
 * source of that address only.
 */
final class AddressLedger implements AddressBook {
  private static final int MAX_PORTS = 8;
  private static final int MAX_SOURCES = 4;
  private static final int MAX_ADDRESSES = 1024;

  private static final class Entry {
    InetAddress address;
    FrameRef statedAt;
    FrameRef removedAt;
    FrameRef echoedAt;
    InetAddress lastAdvertised;
    int lastPort;
    boolean portGiven;
    FrameRef lastAdvertisedAt;
    boolean gone;
    boolean validlyAdvertised;
  }

  private final HostState host;

  // Most hosts have one address, which needs no maps: they are made when somebody asks.
  private Map<Integer, Entry> entries = Map.of();
  private Map<InetSocketAddress, List<Source>> sources = Map.of();
  private Map<InetAddress, Set<Integer>> ports = Map.of();
  private Map<InetAddress, FrameRef> advertisedAt = Map.of();
  private boolean mapped;
  private FrameRef initialAt;
  private FrameRef firstAdvertised;
  private boolean translated;
  private boolean overfull;
  private InetSocketAddress initialAddress;

  AddressLedger(HostState host) {
    this.host = host;
  }

  /** Makes the maps, if they are not there yet. */
  private void materialise() {
    if (mapped) {
      return;
    }
    mapped = true;
    entries = new TreeMap<>();
    sources = new LinkedHashMap<>();
    ports = new LinkedHashMap<>();
    advertisedAt = new LinkedHashMap<>();
    if (initialAddress != null) {
      state(0, initialAddress.getAddress(), initialAt);
      source(initialAddress, Source.Kind.INITIAL, initialAt);
    }
  }

  private Entry entry(int addressId) {
    materialise();
    return entries.computeIfAbsent(addressId, _ -> new Entry());
  }

  private void state(int addressId, InetAddress address, FrameRef frame) {
    Entry entry = entry(addressId);
    if (entry.address == null || entry.gone) {
      entry.address = address;
      entry.statedAt = frame;
      entry.gone = false;
    } else if (entry.address.equals(address)) {
      entry.statedAt = frame;
    }
  }

  private void source(InetSocketAddress address, Source.Kind kind, FrameRef frame) {
    List<Source> list = sources.get(address);
    if (list == null) {
      if (sources.size() >= MAX_ADDRESSES) {
        overfull = true;
        return;
      }
      list = new ArrayList<>(1);
      sources.put(address, list);
    }
    if (list.size() < MAX_SOURCES && list.stream().noneMatch(s -> s.kind() == kind)) {
      list.add(new Source(kind, frame));
    }
  }

  /** The initial subflow shows this host at an address. */
  void initial(InetSocketAddress address, FrameRef frame) {
    initialAddress = address;
    initialAt = frame;
    if (mapped) {
      state(0, address.getAddress(), frame);
      source(address, Source.Kind.INITIAL, frame);
    }
  }

  /** A subflow of MP_JOIN shows this host at an address under an Address ID. */
  void joined(int addressId, InetSocketAddress address, FrameRef frame) {
    materialise();
    Entry entry = entries.get(addressId);
    translated |=
        entry != null
            && entry.validlyAdvertised
            && !entry.gone
            && !entry.lastAdvertised.equals(address.getAddress());
    state(addressId, address.getAddress(), frame);
    source(address, Source.Kind.JOINED, frame);
  }

  /** How an ADD_ADDR relates to the last one with its ID; {@code port} with its default. */
  Novelty noveltyOf(int addressId, InetAddress address, int port) {
    materialise();
    Entry entry = entries.get(addressId);
    if (entry == null || entry.lastAdvertised == null || entry.gone) {
      return Novelty.NEW;
    }
    if (!entry.lastAdvertised.equals(address)) {
      return Novelty.OTHER_ADDRESS;
    }
    return entry.lastPort == port ? Novelty.SAME : Novelty.OTHER_PORT;
  }

  /**
   * ADD_ADDR without echo.
   *
   * @param port -1 if absent
   * @param ownPort the port of this host on the subflow, which an absent one stands for
   * @param valid its HMAC is right
   * @param invalid its HMAC is wrong
   */
  void advertised(
      int addressId,
      InetAddress address,
      int port,
      int ownPort,
      boolean valid,
      boolean invalid,
      FrameRef frame) {
    Entry entry = entry(addressId);
    entry.portGiven = port >= 0;
    int meant = port >= 0 ? port : ownPort;
    state(addressId, address, frame);
    entry.lastAdvertised = address;
    entry.lastPort = meant;
    entry.lastAdvertisedAt = frame;
    entry.validlyAdvertised = valid;
    Set<Integer> known = ports.get(address);
    if (known == null && ports.size() < MAX_ADDRESSES) {
      known = new LinkedHashSet<>(2);
      ports.put(address, known);
    }
    if (known != null && known.size() < MAX_PORTS) {
      known.add(meant);
    }
    if (advertisedAt.size() < MAX_ADDRESSES || advertisedAt.containsKey(address)) {
      advertisedAt.put(address, frame);
    }
    source(
        new InetSocketAddress(address, meant),
        invalid ? Source.Kind.ADVERTISED_INVALID : Source.Kind.ADVERTISED,
        frame);
    if (firstAdvertised == null) {
      firstAdvertised = frame;
    }
  }

  /** How far an echo of the peer equals what this host advertised; {@code port} -1 if absent. */
  Match matchOf(int addressId, InetAddress address, int port) {
    materialise();
    Entry entry = entries.get(addressId);
    if (entry == null || entry.lastAdvertised == null) {
      return Match.NONE;
    }
    if (!entry.lastAdvertised.equals(address)) {
      return Match.ID_ONLY;
    }
    Set<Integer> known = ports.getOrDefault(address, Set.of());
    if (port >= 0) {
      return known.contains(port) ? Match.EXACT : Match.OTHER_PORT;
    }
    return entry.portGiven ? Match.WITHOUT_PORT : Match.EXACT;
  }

  /** The ADD_ADDR that an echo answers, or null. */
  FrameRef original(int addressId) {
    materialise();
    Entry entry = entries.get(addressId);
    return entry == null ? null : entry.lastAdvertisedAt;
  }

  /** Addresses of this host were not kept, there were too many. */
  boolean isOverfull() {
    return overfull;
  }

  /** An Address ID joined from another address than the one under its valid HMAC. */
  boolean isTranslated() {
    return translated;
  }

  void echoed(int addressId, FrameRef frame) {
    entry(addressId).echoedAt = frame;
  }

  void removed(int addressId, FrameRef frame) {
    Entry entry = entry(addressId);
    entry.removedAt = frame;
    entry.gone = true;
  }

  @Override
  public boolean knows(int addressId) {
    materialise();
    Entry entry = entries.get(addressId);
    return addressId == 0 || (entry != null && entry.statedAt != null);
  }

  @Override
  public Optional<InetAddress> addressOf(int addressId) {
    materialise();
    return Optional.ofNullable(entries.get(addressId)).map(entry -> entry.address);
  }

  @Override
  public Optional<FrameRef> statedAt(int addressId) {
    materialise();
    return Optional.ofNullable(entries.get(addressId)).map(entry -> entry.statedAt);
  }

  @Override
  public Set<Integer> portsOf(InetAddress address) {
    return Set.copyOf(ports.getOrDefault(address, Set.of()));
  }

  @Override
  public Set<InetAddress> addresses() {
    materialise();
    Set<InetAddress> all = new LinkedHashSet<>(ports.keySet());
    sources.keySet().forEach(address -> all.add(address.getAddress()));
    return all;
  }

  @Override
  public List<Source> sourcesOf(InetSocketAddress address) {
    materialise();
    return List.copyOf(sources.getOrDefault(address, List.of()));
  }

  @Override
  public Set<Integer> idsOf(InetAddress address) {
    materialise();
    Set<Integer> ids = new TreeSet<>();
    entries.forEach(
        (id, entry) -> {
          if (!entry.gone && address.equals(entry.address)) {
            ids.add(id);
          }
        });
    return ids;
  }

  @Override
  public Optional<FrameRef> advertisedAt(InetAddress address) {
    return Optional.ofNullable(advertisedAt.get(address));
  }

  @Override
  public Optional<FrameRef> removedAt(int addressId) {
    return Optional.ofNullable(entries.get(addressId)).map(entry -> entry.removedAt);
  }

  @Override
  public Optional<FrameRef> firstAdvertised() {
    return Optional.ofNullable(firstAdvertised);
  }

  @Override
  public Optional<InetSocketAddress> initialAddress() {
    return Optional.ofNullable(initialAddress);
  }

  @Override
  public List<Subflow> subflowsUsing(int addressId) {
    List<Subflow> using = new ArrayList<>(2);
    for (SubflowState subflow : host.connection().subflowStates()) {
      if (subflow.addressIdOf(host.side()).orElse(-1) == addressId) {
        using.add(subflow);
      }
    }
    return using;
  }

  @Override
  public Optional<FrameRef> echoOf(int addressId) {
    return Optional.ofNullable(entries.get(addressId)).map(entry -> entry.echoedAt);
  }
}
