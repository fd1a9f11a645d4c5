package org.mptcpscope.samples.carrier;

import java.util.List;
import java.util.function.UnaryOperator;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.link.LinkType;

/** A link layer or tunnel that IP packets can be put into. */
public final class Carrier {
  /** All that there is, each kind of header at least once. */
  public static final List<Carrier> ALL =
      List.of(
          of("Ethernet", Layers::ethernet),
          of("Ethernet with a length", Layers::ethernetWithLength),
          of("802.1Q", l -> l.vlan(0x8100, 100).ethernet()),
          of("802.1ad", l -> l.vlan(0x8100, 100).vlan(0x88a8, 200).ethernet()),
          of("802.1ah", l -> l.ethernet().service().ethernet()),
          of("MPLS", l -> l.mpls().ethernet()),
          of("Ethernet in MPLS", l -> l.ethernet().mpls(1001).ethernet()),
          of(
              "Ethernet in MPLS with a control word",
              l -> l.ethernet().controlWord().mpls(1002).ethernet()),
          of("PPPoE", l -> l.pppoe().ethernet()),
          of("MPLS in PPPoE in 802.1Q", l -> l.mpls().pppoe().vlan(0x8100, 7).ethernet()),
          new Carrier("SLL", LinkType.LINUX_SLL, Layers::sll),
          new Carrier("SLL2", LinkType.LINUX_SLL2, Layers::sll2),
          new Carrier("raw IP", LinkType.RAW, l -> l),
          new Carrier("loopback", LinkType.NULL, l -> l.loopback(true)),
          new Carrier("loopback of OpenBSD", LinkType.LOOP, l -> l.loopback(false)),
          new Carrier("PPP", LinkType.PPP, Layers::serial),
          new Carrier("PPP in short", LinkType.PPP, Layers::serialInShort),
          new Carrier("PPP on a line", LinkType.PPP_SERIAL, Layers::serial),
          new Carrier("Cisco HDLC on a line", LinkType.PPP_SERIAL, Layers::ciscoHdlc),
          new Carrier("Cisco HDLC", LinkType.C_HDLC, Layers::ciscoHdlc),
          new Carrier(
              "PPP with direction", LinkType.PPP_WITH_DIRECTION, Layers::serialWithDirection),
          new Carrier("PPPoE without Ethernet", LinkType.PPP_ETHER, Layers::pppoe),
          new Carrier(
              "PKTAP of Ethernet", LinkType.PKTAP, l -> l.ethernet().pktap(LinkType.ETHERNET)),
          new Carrier("PKTAP of a tunnel", LinkType.PKTAP, l -> l.pktap(LinkType.RAW_BSD)),
          new Carrier("802.11", LinkType.IEEE802_11, Layers::wifi),
          new Carrier("802.11 of four addresses", LinkType.IEEE802_11, Layers::wifiOfFourAddresses),
          new Carrier("radiotap", LinkType.IEEE802_11_RADIOTAP, l -> l.wifi().radiotap()),
          of("IP in IPv4", l -> l.ipv4().ethernet()),
          of("IP in IPv6", l -> l.ipv6().ethernet()),
          of("GRE", l -> l.gre().ipv4().ethernet()),
          of("GRE with a key over IPv6", l -> l.greWithKey().ipv6().ethernet()),
          of("NVGRE", l -> l.ethernet().greWithKey().ipv4().ethernet()),
          of("Ethernet in GRE", l -> l.ethernet().greWithNumber().ipv4().ethernet()),
          of("ERSPAN", l -> l.ethernet().erspan().ipv4().ethernet()),
          of("PPTP", l -> l.pptp().ipv4().ethernet()),
          of("MPLS in IP", l -> l.mpls().ipv4().ethernet()),
          of("MPLS in GRE", l -> l.mpls().gre().ipv4().ethernet()),
          of("VXLAN", l -> l.ethernet().vxlan().udp(4789).ipv4().ethernet()),
          of("VXLAN over IPv6", l -> l.ethernet().vxlan().udp(4789).ipv6().ethernet()),
          of("VXLAN on its old port", l -> l.ethernet().vxlan().udp(8472).ipv4().ethernet()),
          of("Geneve", l -> l.geneve().udp(6081).ipv4().ethernet()),
          of("Ethernet in Geneve", l -> l.ethernet().geneve().udp(6081).ipv4().ethernet()),
          of("GTP-U", l -> l.gtp().udp(2152).ipv4().ethernet()),
          of("GTP-U of a 5G session", l -> l.gtpOfSession().udp(2152).ipv6().ethernet()),
          of("Teredo", l -> l.teredoIpv6().udp(3544).ipv4().ethernet()),
          of("Teredo with indications", l -> l.teredoIpv6().teredo().udp(3544).ipv4().ethernet()),
          of(
              "GTP-U in VXLAN in GRE in MPLS",
              l ->
                  l.gtp()
                      .udp(2152)
                      .ipv4()
                      .ethernet()
                      .vxlan()
                      .udp(4789)
                      .ipv6()
                      .greWithKey()
                      .ipv4()
                      .mpls()
                      .ethernet()));

  private final String name;
  private final int linkType;
  private final UnaryOperator<Layers> layers;

  private Carrier(String name, int linkType, UnaryOperator<Layers> layers) {
    this.name = name;
    this.linkType = linkType;
    this.layers = layers;
  }

  private static Carrier of(String name, UnaryOperator<Layers> layers) {
    return new Carrier(name, LinkType.ETHERNET, layers);
  }

  /** Returns a name for people. */
  public String name() {
    return name;
  }

  /** Returns the link type of a capture of its frames. */
  public int linkType() {
    return linkType;
  }

  /**
   * Returns the headers that stand before an IP packet.
   *
   * @param version 4 or 6
   * @param wireLength octets of the packet on the wire
   * @throws IllegalArgumentException if the packet is too long to be wrapped
   */
  public Octets header(int version, int wireLength) {
    return layers.apply(new Layers(version, wireLength)).header();
  }

  @Override
  public String toString() {
    return name;
  }
}
