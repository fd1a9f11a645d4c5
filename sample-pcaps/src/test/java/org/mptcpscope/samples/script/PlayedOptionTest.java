package org.mptcpscope.samples.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcpscope.dissector.InternetChecksum;
import org.mptcpscope.dissector.mptcp.AddAddr;
import org.mptcpscope.dissector.mptcp.Dss;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.dissector.mptcp.MpFail;
import org.mptcpscope.dissector.mptcp.MpFastclose;
import org.mptcpscope.dissector.mptcp.MpJoinAck;
import org.mptcpscope.dissector.mptcp.MpJoinSyn;
import org.mptcpscope.dissector.mptcp.MpJoinSynAck;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;
import org.mptcpscope.dissector.mptcp.MptcpOption;

/** What MPTCP options look like in what a script sends. */
class PlayedOptionTest {
  private static final long KEY_A = 0x0123456789abcdefL;
  private static final long KEY_B = 0xfedcba9876543210L;
  private static final String HOSTS =
      """
      host A A0=10.0.0.1 A1=10.0.2.1 key=0x0123456789abcdef
      host B B0=10.0.1.1 B1=10.0.1.2:8443/7 B6=2001:db8::2 key=0xfedcba9876543210
      """;

  private static String open(String version, String flags) {
    return HOSTS
        + "connection 0 %s\npath 0 A0 - B0\npath 1 A1 - B0\n".formatted(version)
        + "0 0> S mp_capable %s\n0.1 0< S. mp_capable %s\n0.2 0> . mp_capable %s\n"
            .formatted(flags, flags, flags);
  }

  private static final String V1 = open("v1", "H");

  private static List<Wire> behind(String open, String script) {
    return Wire.of(open + script).stream().skip(3).toList();
  }

  private static Dss dss(Wire wire) {
    return wire.only(Dss.class);
  }

  @ParameterizedTest
  @CsvSource({"v0, 12", "v1, 4"})
  void capableTakesItsFormFromTheSegment(String version, int synLength) {
    List<Wire> wire = Wire.of(open(version, "A,H"));
    MpCapable syn = wire.get(0).only(MpCapable.class);
    MpCapable third = wire.get(2).only(MpCapable.class);
    assertThat(syn.length()).isEqualTo(synLength);
    assertThat(syn.flags()).isEqualTo(0x81);
    assertThat(wire.get(1).only(MpCapable.class).senderKey()).isEqualTo(KEY_B);
    assertThat(third.senderKey()).isEqualTo(KEY_A);
    assertThat(third.receiverKey()).isEqualTo(KEY_B);
    assertThat(third.version()).isEqualTo(version.charAt(1) - '0');
  }

  @Test
  void theFirstSynSetsTheVersion() {
    List<Wire> wire =
        Wire.of(HOSTS + "path 0 A0 - B0\n0 0> S mp_capable v0\n1 0> . dss dack dsn dll=1\n");
    assertThat(dss(wire.get(1)).dsn()).isEqualTo(MptcpCrypto.idsn(0, KEY_A) + 1);
  }

  @Test
  void capableWithDataHasItsLengthAndChecksum() {
    Wire wire = behind(open("v1", "A,H"), "1 0> P. 11 mp_capable A,H\n").getFirst();
    MpCapable capable = wire.only(MpCapable.class);
    assertThat(capable.dataLength()).isEqualTo(11);
    int sum = InternetChecksum.sum(wire.payload().toArray(), 0, 11);
    long dsn = MptcpCrypto.idsn(1, KEY_A) + 1;
    assertThat(MptcpCrypto.checksumFits(dsn, 1, 11, sum, capable.checksum())).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"v0", "v1"})
  void joinsProveBothKeys(String version) {
    int v = version.charAt(1) - '0';
    List<Wire> wire =
        behind(open(version, "H"), "1 1< S mp_join backup\n2 1> S. mp_join id=9\n3 1< . mp_join\n");
    MpJoinSyn syn = wire.get(0).only(MpJoinSyn.class);
    MpJoinSynAck synAck = wire.get(1).only(MpJoinSynAck.class);
    assertThat(syn.token()).isEqualTo(MptcpCrypto.token(v, KEY_A));
    assertThat(syn.backup()).isTrue();
    assertThat(syn.addressId()).isZero();
    assertThat(synAck.addressId()).isEqualTo(9);
    assertThat(synAck.hmac())
        .isEqualTo(MptcpCrypto.joinSynAckHmac64(v, KEY_A, KEY_B, synAck.nonce(), syn.nonce()));
    assertThat(wire.get(2).only(MpJoinAck.class).hmac())
        .isEqualTo(MptcpCrypto.joinHmac20(v, KEY_B, KEY_A, syn.nonce(), synAck.nonce()));
  }

  @Test
  void joinValuesCanBeWrong() {
    List<Wire> wire =
        behind(
            V1,
            """
            1 1> S mp_join token=0xdeadbeef nonce=0x11111111 reserved=5
            2 1< S. mp_join hmac=swapped nonce=0x22222222
            3 1> . mp_join hmac=bad
            """);
    MpJoinSyn syn = wire.get(0).only(MpJoinSyn.class);
    assertThat(syn.token()).isEqualTo(0xdeadbeef);
    assertThat(syn.nonce()).isEqualTo(0x11111111);
    assertThat(syn.reserved()).isEqualTo(5);
    assertThat(wire.get(1).only(MpJoinSynAck.class).hmac())
        .isEqualTo(MptcpCrypto.joinSynAckHmac64(1, KEY_A, KEY_B, 0x22222222, 0x11111111));
    assertThat(wire.get(2).only(MpJoinAck.class).hmac())
        .isNotEqualTo(MptcpCrypto.joinHmac20(1, KEY_A, KEY_B, 0x11111111, 0x22222222));
  }

  @Test
  void dataIsOneStreamOverAllSubflows() {
    List<Wire> wire =
        behind(
            V1,
            """
            1 1> S mp_join
            2 1< S. mp_join
            3 1> . mp_join
            4 0> . 100 dss dsn
            5 1> . 50 dss dsn
            6 0< . dss dack
            7 1> . 100 dss dsn=1
            8 1< . dss dack32
            9 0> . dss fin
            10 1> . dss fin
            11 1< . dss dack
            """);
    long a = MptcpCrypto.idsn(1, KEY_A);
    assertThat(dss(wire.get(3)).dsn()).isEqualTo(a + 1);
    assertThat(dss(wire.get(4)).dsn()).isEqualTo(a + 101);
    assertThat(dss(wire.get(4)).ssn()).isEqualTo(1);
    assertThat(dss(wire.get(5)).dataAck()).isEqualTo(a + 151);
    assertThat(dss(wire.get(6)).dsn()).isEqualTo(a + 1);
    assertThat(dss(wire.get(6)).ssn()).isEqualTo(51);
    assertThat(wire.get(6).payload()).isEqualTo(wire.get(3).payload());
    assertThat(dss(wire.get(7)).dataAckWide()).isFalse();
    for (int fin : new int[] {8, 9}) {
      assertThat(dss(wire.get(fin)).dataFin()).isTrue();
      assertThat(dss(wire.get(fin)).dsn()).isEqualTo(a + 151);
      assertThat(dss(wire.get(fin)).ssn()).isZero();
      assertThat(dss(wire.get(fin)).dataLength()).isEqualTo(1);
    }
    assertThat(dss(wire.get(10)).dataAck()).isEqualTo(a + 152);
  }

  @Test
  void aMappingMayStandApartFromItsPayload() {
    List<Wire> wire =
        behind(
            V1,
            """
            4 0> . 100 dss dsn dll=300
            5 0> . 200
            6 0< . dss dack
            7 0> . 40
            8 0< . dss dack
            9 0> . dss dsn
            10 0< . dss dack
            11 0> . dss dsn dll=30
            12 0> . 30
            13 0< . dss dack
            """);
    long a = MptcpCrypto.idsn(1, KEY_A);
    assertThat(dss(wire.get(2)).dataAck()).isEqualTo(a + 301);
    assertThat(dss(wire.get(4)).dataAck()).isEqualTo(a + 301);
    assertThat(dss(wire.get(5)).dsn()).isEqualTo(a + 301);
    assertThat(dss(wire.get(5)).ssn()).isEqualTo(301);
    assertThat(dss(wire.get(5)).dataLength()).isEqualTo(40);
    assertThat(dss(wire.get(6)).dataAck()).isEqualTo(a + 341);
    assertThat(dss(wire.get(9)).dataAck()).isEqualTo(a + 371);
  }

  @Test
  void checksumsCoverTheMapping() {
    List<Wire> wire =
        behind(
            open("v1", "A,H"),
            "4 0> . 101 dss dsn fin\n5 0> . 9 corrupt dss dsn=1 ssn=1 dll=9\n6 0< . dss fin\n");
    Dss dss = dss(wire.get(0));
    assertThat(dss.dataLength()).isEqualTo(102);
    int sum = InternetChecksum.sum(wire.get(0).payload().toArray(), 0, 101);
    assertThat(MptcpCrypto.checksumFits(dss.dsn(), dss.ssn(), 102, sum, dss.checksum())).isTrue();
    Dss fin = dss(wire.get(2));
    assertThat(MptcpCrypto.checksumFits(fin.dsn(), 0, 1, 0, fin.checksum())).isTrue();
  }

  @Test
  void corruptPayloadBreaksOnlyTheDssChecksum() {
    Wire wire = behind(open("v1", "A,H"), "4 0> . 50 corrupt=7 dss dsn\n").getFirst();
    int sum = InternetChecksum.sum(wire.payload().toArray(), 0, 50);
    Dss dss = dss(wire);
    assertThat(MptcpCrypto.checksumFits(dss.dsn(), 1, 50, sum, dss.checksum())).isFalse();
    assertThat(wire.tcp().checksumGood(wire.ip())).isTrue();
  }

  @Test
  void overriddenNumbersAreRelativeRawOrAnOffset() {
    List<Wire> wire =
        behind(
            V1,
            """
            4 0> . 10 dss dsn=+100 dack=-1
            5 0> . 10 dss dsn=0x1122334455667788 dack=0x99
            6 0< . dss dack
            7 0> . 10 dss dsn32 csum
            8 0> . dss infinite
            """);
    long a = MptcpCrypto.idsn(1, KEY_A);
    assertThat(dss(wire.get(0)).dsn()).isEqualTo(a + 101);
    assertThat(dss(wire.get(0)).dataAck()).isEqualTo(MptcpCrypto.idsn(1, KEY_B));
    assertThat(dss(wire.get(1)).dsn()).isEqualTo(0x1122334455667788L);
    assertThat(dss(wire.get(1)).dataAck()).isEqualTo(0x99);
    assertThat(dss(wire.get(2)).dataAck()).isEqualTo(a + 1);
    assertThat(dss(wire.get(3)).dsnWide()).isFalse();
    assertThat((int) dss(wire.get(3)).dsn()).isEqualTo((int) (a + 111));
    assertThat(dss(wire.get(3)).hasChecksum()).isTrue();
    assertThat(dss(wire.get(4)).dataLength()).isZero();
  }

  @Test
  void addressesAreAdvertisedAndEchoed() {
    List<Wire> wire =
        behind(
            V1,
            """
            4 0< . add_addr B1 port
            5 0> . add_addr B1 port echo
            6 0< . add_addr B6 id=3
            7 0< . add_addr 10.7.7.7 id=4 hmac=head reserved=2
            """);
    AddAddr add = wire.get(0).only(AddAddr.class);
    assertThat(add.addressId()).isEqualTo(7);
    assertThat(add.port()).isEqualTo(8443);
    assertThat(add.hmac())
        .isEqualTo(MptcpCrypto.addAddrHmac64(KEY_B, KEY_A, 7, add.address(), 8443));
    AddAddr echo = wire.get(1).only(AddAddr.class);
    assertThat(echo.echo()).isTrue();
    assertThat(echo.hasHmac()).isFalse();
    assertThat(wire.get(2).only(AddAddr.class).address().length()).isEqualTo(16);
    AddAddr wrong = wire.get(3).only(AddAddr.class);
    assertThat(wrong.reserved()).isEqualTo(2);
    assertThat(wrong.hmac())
        .isEqualTo(MptcpCrypto.addAddrHmac(KEY_B, KEY_A, 4, wrong.address(), 0).i64(0));
    AddAddr v0 = behind(open("v0", "H"), "4 0< . add_addr B6\n").getFirst().only(AddAddr.class);
    assertThat(v0.ipVersion()).isEqualTo(6);
    assertThat(v0.hasHmac()).isFalse();
  }

  @Test
  void failAndFastcloseNameThePeer() {
    List<Wire> wire =
        behind(
            V1,
            """
            4 0> . 100 dss dsn
            5 0> . 100 dss dsn
            6 0< . mp_fail
            7 0< . mp_fail dsn=1
            8 0< . mp_fastclose
            9 0< . mp_fastclose key=B
            10 0< . mp_fastclose key=0x5
            """);
    long a = MptcpCrypto.idsn(1, KEY_A);
    assertThat(wire.get(2).only(MpFail.class).dsn()).isEqualTo(a + 101);
    assertThat(wire.get(3).only(MpFail.class).dsn()).isEqualTo(a + 1);
    assertThat(wire.get(4).only(MpFastclose.class).key()).isEqualTo(KEY_A);
    assertThat(wire.get(5).only(MpFastclose.class).key()).isEqualTo(KEY_B);
    assertThat(wire.get(6).only(MpFastclose.class).key()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mp_prio                           | 1e0350",
        "mp_prio backup id=A1              | 1e045101",
        "mp_prio reserved=7 len=4          | 1e045e01",
        "mp_prio size=5                    | 1e05500000",
        "mp_tcprst T reason=0x02           | 1e048102",
        "mp_tcprst T U V W                 | 1e048f00",
        "mp_tcprst flags=6 patch=3:ff      | 1e0486ff",
        "remove_addr id=1,B1 reserved=3    | 1e05430107",
        "mp_experimental nibble=5 body=ab  | 1e04f5ab",
        "mp_unknown subtype=10 body=010203 | 1e06a0010203",
        "dss                               | 1e042000",
        "dss reserved=1 flags=0xe0         | 1e0421e0",
        "dss fin nomap                     | 1e042010",
        "mp_capable v2 A,B,H nokey         | 1e0402c1",
        "mp_capable v1 - key=A kind=31     | 1f0c01000123456789abcdef",
        "mp_fastclose key=zero             | 1e0c70000000000000000000",
      })
  void optionsHaveTheseOctets(String words, String octets) {
    Wire wire = behind(V1, "4 0> . bare " + words + "\n").getFirst();
    byte[] area = new byte[octets.length() / 2];
    for (int i = 0; i < area.length; i++) {
      area[i] = wire.tcp().buffer().get(ValueLayout.JAVA_BYTE, wire.tcp().optionsOffset() + i);
    }
    assertThat(area).asHexString().isEqualToIgnoringCase(octets);
  }

  @Test
  void fastOpenDataLiesBeforeTheStream() {
    List<Wire> wire =
        Wire.of(
            HOSTS
                + """
            path 0 A0 - B0
            0 0> S 60 tfo=0102030405060708, mp_capable
            0.1 0< S. mp_capable
            0.2 0> . mp_capable
            0.3 0> . 100 mp_capable
            0.4 0> . 100 dss dsn
            0.5 0< . dss dack
            """);
    assertThat(wire.get(1).ack() - wire.get(0).seq()).isEqualTo(61);
    assertThat(wire.get(3).seq() - wire.get(0).seq()).isEqualTo(61);
    assertThat(dss(wire.get(4)).ssn()).isEqualTo(101);
    assertThat(dss(wire.get(5)).dataAck()).isEqualTo(MptcpCrypto.idsn(1, KEY_A) + 201);
  }

  @Test
  void aKeyCanMakeTheLowerHalfWrap() {
    String script = HOSTS + "connection 0 key.A=wrap\npath 0 A0 - B0\n0 0> S mp_capable\n";
    Wire third = Wire.of(script + "1 0> . 100 mp_capable\n").get(1);
    long idsn = MptcpCrypto.idsn(1, third.only(MpCapable.class).senderKey());
    assertThat((int) idsn).isBetween(-4096, -1);
  }

  @Test
  void theVersionMayStandBehindThePath() {
    Wire syn = Wire.of(HOSTS + "path 0 A0 - B0\nconnection 0 v0\n0 0> S mp_capable\n").getFirst();
    assertThat(syn.only(MpCapable.class).version()).isZero();
  }

  @Test
  void connectionsHaveKeysOfTheirOwn() {
    List<Wire> wire =
        Wire.of(
            """
            host A A0=10.0.0.1
            host B B0=10.0.1.1
            path 0 A0 - B0
            0 0> S mp_capable
            1 0< S. mp_capable
            connection 1
            path 1 A0:41000 - B0
            2 1> S mp_capable
            3 1< S. mp_capable
            path 2 A0:42000 - B0
            4 2> S mp_join token=0.B
            """);
    long first = wire.get(1).only(MpCapable.class).senderKey();
    assertThat(wire.get(3).only(MpCapable.class).senderKey()).isNotEqualTo(first);
    assertThat(wire.get(4).only(MpJoinSyn.class).token()).isEqualTo(MptcpCrypto.token(1, first));
    assertThat(first >>> 32).isNotZero();
  }

  @Test
  void everyOptionIsReadBack() {
    List<MptcpOption> all = behind(V1, "4 0> P. 10 dss dack32 dsn, mp_prio\n").getFirst().mptcp();
    assertThat(all).extracting(MptcpOption::name).containsExactly("DSS", "MP_PRIO");
  }
}
