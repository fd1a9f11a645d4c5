package org.mptcpscope.samples.script;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.mptcp.AddAddr;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;
import org.mptcpscope.samples.scenario.Connection;
import org.mptcpscope.samples.scenario.Host;

/** ADD_ADDR: advertisement and echo, version 0 and 1. */
final class AddAddrOption {
  private final World world;
  private final Draft draft;
  private final Words words;

  AddAddrOption(World world, Draft draft, Words words) {
    this.world = world;
    this.draft = draft;
    this.words = words;
  }

  byte[] make() {
    Connection connection = draft.connection();
    boolean echo = words.flag("echo");
    boolean withPort = words.flagged("port");
    int port = words.small("port", -1, 0xffff);
    Token which = words.matching("[A-Za-z][A-Za-z0-9_]*[0-9]|[0-9a-fA-F.:]*[.:][0-9a-fA-F.:]*");
    if (which == null) {
      throw words
          .head()
          .problem("add_addr needs an endpoint or an address: add_addr B1, add_addr 10.0.9.1");
    }
    Host.Endpoint endpoint = world.endpoint(which.text());
    InetAddress address =
        endpoint != null ? endpoint.address() : Addresses.of(which, which.text()).address();
    if (withPort) {
      if (endpoint == null) {
        throw which.problem("give the port of an address that is no endpoint: port=443");
      }
      port = endpoint.port();
    }
    int id = MptcpOptions.id(world, words, endpoint == null ? -1 : endpoint.addressId());
    if (id < 0) {
      throw which.problem("give the Address ID of an address that is no endpoint: id=5");
    }
    boolean version0 = connection.version() == 0;
    int nibble = version0 ? (address.getAddress().length == 4 ? 4 : 6) : echo ? 1 : 0;
    nibble |= version0 ? 0 : words.small("reserved", 0, 7) << 1;
    nibble = words.small("nibble", nibble, 15);
    Octets octets = Octets.of(address.getAddress());
    boolean plain = words.flag("nohmac");
    Token given = words.word("hmac");
    boolean hasHmac = given != null || !(plain || version0 || echo);
    long hmac = hasHmac ? hmac(given, id, octets, port) : 0;
    return MptcpOptions.octets(new AddAddr(nibble, id, octets, port, hasHmac, hmac));
  }

  private long hmac(Token given, int id, Octets address, int port) {
    Connection connection = draft.connection();
    long own = connection.key(draft.from.side());
    long other = connection.key(draft.to.side());
    Octets right = MptcpCrypto.addAddrHmac(own, other, id, address, port);
    String how = given == null || given.value() == null ? "" : given.value();
    return switch (how) {
      case "" -> right.i64(24);
      case "bad" -> right.i64(24) ^ 1;
      case "head" -> right.i64(0);
      case "tail20" -> right.i64(12);
      case "port0" -> MptcpCrypto.addAddrHmac64(own, other, id, address, 0);
      case "swapped" -> MptcpCrypto.addAddrHmac64(other, own, id, address, port);
      case "noport" ->
          MptcpCrypto.hmacSha256(MptcpCrypto.keys(own, other), message(id, address, -1)).i64(24);
      case "sha1" ->
          MptcpCrypto.hmacSha1(
                  MptcpCrypto.keys(own, other), message(id, address, Math.max(port, 0)))
              .i64(12);
      default -> {
        if (!how.startsWith("0x")) {
          throw given.expected("an HMAC: bad, head, tail20, port0, noport, swapped, sha1 or 0x...");
        }
        yield Value.of(given, how).plain(0);
      }
    };
  }

  private static byte[] message(int id, Octets address, int port) {
    ByteBuffer out = ByteBuffer.allocate(1 + address.length() + (port < 0 ? 0 : 2));
    out.put((byte) id).put(address.toArray());
    if (port >= 0) {
      out.putShort((short) port);
    }
    return out.array();
  }
}
