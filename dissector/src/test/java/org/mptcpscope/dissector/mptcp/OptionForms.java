package org.mptcpscope.dissector.mptcp;

import java.util.List;
import org.mptcpscope.dissector.Octets;

/** Every form that an option has, written down by hand from the figures of RFC 8684 and 6824. */
final class OptionForms {
  /** An option on the wire and the value it stands for. */
  record Form(String what, SegmentKind on, Octets octets, MptcpOption value) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static final long KEY_A = 0x0102030405060708L;
  private static final long KEY_B = 0x1112131415161718L;
  private static final String A = "0102030405060708";
  private static final String B = "1112131415161718";
  private static final Octets V4 = Octets.ofHex("c6336407");
  private static final Octets V6 = Octets.ofHex("20010db8000000000000000000000001");
  private static final Octets HMAC20 = Octets.ofHex("000102030405060708090a0b0c0d0e0f10111213");

  private OptionForms() {}

  static List<Form> all() {
    return List.of(
        on(SegmentKind.SYN, "v1 MP_CAPABLE SYN", "1e 04 01 81", MpCapable.keyless(1, 0x81)),
        on(SegmentKind.SYN, "v0 MP_CAPABLE SYN", "1e 0c 00 01" + A, MpCapable.withKey(0, 1, KEY_A)),
        on(
            SegmentKind.SYN_ACK,
            "MP_CAPABLE SYN/ACK",
            "1e 0c 01 21" + B,
            MpCapable.withKey(1, 0x21, KEY_B)),
        form("MP_CAPABLE ACK", "1e 14 01 01" + A + B, MpCapable.withKeys(1, 1, KEY_A, KEY_B)),
        form(
            "MP_CAPABLE data",
            "1e 16 01 01" + A + B + "05b4",
            MpCapable.withData(1, 1, KEY_A, KEY_B, 0x5b4, -1)),
        form(
            "MP_CAPABLE data with checksum",
            "1e 18 01 81" + A + B + "ffff 0000",
            MpCapable.withData(1, 0x81, KEY_A, KEY_B, 0xffff, 0)),
        on(
            SegmentKind.SYN,
            "MP_CAPABLE with flag B",
            "1e 05 01 41 aa",
            new MpCapable(5, 1, 0x41, 0, 0, -1, -1, Octets.ofHex("aa"))),
        on(
            SegmentKind.SYN_ACK,
            "MP_CAPABLE of version 2",
            "1e 03 02",
            new MpCapable(3, 2, 0, 0, 0, -1, -1, Octets.EMPTY)),
        on(
            SegmentKind.SYN,
            "MP_JOIN SYN",
            "1e 0c 11 07 deadbeef 01020304",
            new MpJoinSyn(true, 0, 7, 0xdeadbeef, 0x01020304)),
        on(
            SegmentKind.SYN_ACK,
            "MP_JOIN SYN/ACK",
            "1e 10 1a ff" + A + "01020304",
            new MpJoinSynAck(false, 5, 255, KEY_A, 0x01020304)),
        form("MP_JOIN ACK", "1e 18 1f fe" + HMAC20.hex(), new MpJoinAck(0xffe, HMAC20)),
        form("DSS of nothing", "1e 04 20 00", new Dss(0, 0, 0, 0, 0, -1, -1)),
        form("DSS, ack 4", "1e 08 20 01 fffffffe", new Dss(0, 1, 0xfffffffeL, 0, 0, -1, -1)),
        form("DSS, ack 8", "1e 0c 20 03" + B, new Dss(0, 3, KEY_B, 0, 0, -1, -1)),
        form(
            "DSS, map 4",
            "1e 0e 20 04 80000001 00000002 0003",
            new Dss(0, 4, 0, 0x80000001L, 2, 3, -1)),
        form(
            "DSS, map 8, reserved",
            "1e 12 2f ec" + A + "fffffffd ffff",
            new Dss(0xf, 0xec, 0, KEY_A, -3, 0xffff, -1)),
        form(
            "DSS, map 4, checksum",
            "1e 10 20 04 80000001 00000002 0003 0000",
            new Dss(0, 4, 0, 0x80000001L, 2, 3, 0)),
        form(
            "DSS, all",
            "1e 1c 20 1f" + B + A + "00000001 0001 abcd",
            new Dss(0, 0x1f, KEY_B, KEY_A, 1, 1, 0xabcd)),
        form(
            "DSS, ack 4, map 8",
            "1e 16 20 0d 01020304" + A + "00000001 0001",
            new Dss(0, 0xd, 0x01020304, KEY_A, 1, 1, -1)),
        form("DSS, a and m alone", "1e 04 20 0a", new Dss(0, 0xa, 0, 0, 0, -1, -1)),
        form("v0 ADD_ADDR IPv4", "1e 08 34 05 c6336407", new AddAddr(4, 5, V4, -1, false, 0)),
        form(
            "ADD_ADDR IPv4 echo, port",
            "1e 0a 31 05 c6336407 1f90",
            new AddAddr(1, 5, V4, 8080, false, 0)),
        form("ADD_ADDR IPv4", "1e 10 30 05 c6336407" + A, new AddAddr(0, 5, V4, -1, true, KEY_A)),
        form(
            "ADD_ADDR IPv4, port",
            "1e 12 30 05 c6336407 1f90" + A,
            new AddAddr(0, 5, V4, 8080, true, KEY_A)),
        form("ADD_ADDR IPv6 echo", "1e 14 31 05" + V6, new AddAddr(1, 5, V6, -1, false, 0)),
        form(
            "v0 ADD_ADDR IPv6, port",
            "1e 16 36 05" + V6 + "1f90",
            new AddAddr(6, 5, V6, 8080, false, 0)),
        form("ADD_ADDR IPv6", "1e 1c 30 05" + V6 + A, new AddAddr(0, 5, V6, -1, true, KEY_A)),
        form(
            "ADD_ADDR IPv6, port",
            "1e 1e 3e 05" + V6 + "1f90" + A,
            new AddAddr(0xe, 5, V6, 8080, true, KEY_A)),
        form("REMOVE_ADDR of one", "1e 04 40 07", new RemoveAddr(0, Octets.ofHex("07"))),
        form("REMOVE_ADDR of three", "1e 06 4f 010203", new RemoveAddr(15, Octets.ofHex("010203"))),
        form("MP_PRIO", "1e 03 51", new MpPrio(0, true, -1)),
        form("v0 MP_PRIO", "1e 04 5e 02", new MpPrio(7, false, 2)),
        form("MP_FAIL", "1e 0c 60 00" + A, new MpFail(0, KEY_A)),
        form("MP_FASTCLOSE", "1e 0c 78 01" + B, new MpFastclose(0x801, KEY_B)),
        form("MP_TCPRST", "1e 04 81 06", new MpTcprst(1, 6)),
        form("private use", "1e 05 fa 0102", new MpExperimental(10, Octets.ofHex("0102"))),
        form("unassigned", "1e 04 92 01", new Unknown(30, 9, Octets.ofHex("1e049201"))));
  }

  private static Form form(String what, String hex, MptcpOption value) {
    return on(SegmentKind.OTHER, what, hex, value);
  }

  private static Form on(SegmentKind on, String what, String hex, MptcpOption value) {
    return new Form(what, on, Octets.ofHex(hex), value);
  }
}
