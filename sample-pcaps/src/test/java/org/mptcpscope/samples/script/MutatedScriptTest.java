package org.mptcpscope.samples.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a script says, it plays or is refused with line and column. */
class MutatedScriptTest {
  private static final String SCRIPT =
      """
      # RFC 8684
      host A   A0=10.0.0.1:40000  A1=[2001:db8::1]:40001/3  ttl=61 win=65535 isn=0xfffffff0 no-sack
      host B   B0=10.0.1.1:443    B1=2001:db8::2 offload wscale=2 clock=5 ipid=0 key=0x5
      connection 0 v1 checksums key.A=0x1234
      interface 1 name=eth1 snaplen=96
      link ethernet
      snaplen 200
      vantage A
      start 2026-01-01T00:00:00Z
      path 0   A0 - B0  nat=198.51.100.7:61001 if=1 vlan=9
      path 1   A1 - B1:8443
      0.000  0>  S 10     tfo=0102030405060708, mp_capable v1 A,H
      0.010  0<  S.       mp_capable key=bad, mss=1400, ws=3
      third: 0.020  0>  .        mp_capable key,key
      0.030  0>  P. 100   seq=1 ack=+1 win=0 urg=5 csum=bad ttl=3 ipid=7 mp_capable data=90 csum=0x1
      0.040  0<  .        tsval=+5 tsecr=0x9 dss, add_addr 10.9.9.9 id=2 port=443 hmac=head
      0.060  1<  S        mp_join id=A1 token=B nonce=0x1 backup reserved=3   #! some-rule fault=A frames=2,third,.
      0.070  1>  S.       mp_join hmac=swapped
      0.080  1<  .        mp_join hmac=bad
      0.090  0>  . 1000   x3 step=0.01 !dropped corrupt=5 dss dsn=+5 dack32=-1 ssn=3 dll=900 csum=swapped
      0.200  0<  .        sack=1-5, dss dack32 flags=0xff
      +0.01  0>  . 50     at=+0.5 knows=-0.1 snap=60 frag=24:1 dss fin dsn32
      +0.01  0<  .        mp_prio id=1 patch=2:51, remove_addr id=1,2, mp_tcprst T reason=3 size=7
      +0.01  1<  R.       bare mp_fastclose key=swapped, mp_fail dsn=1, raw=1e03f0, nop=2, eol
      +0.01  copy if=0 ttl=9 of=third
      +0.01  raw 4500
      5      tick           # still there
      """;

  private static final String ALPHABET = " \\n=,:.-+#!0129x<>ASR@[]/";

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void playsOrSaysWhere(long seed) {
    Random random = new Random(seed);
    String[] lines = SCRIPT.split("\n", -1);
    int refused = 0;
    for (int i = 0; i < 500; i++) {
      String text = mutated(random, lines);
      try {
        PacketScript.parse("x", text).run().toPcapng();
      } catch (ScriptException e) {
        refused++;
        assertThat(e.line()).isBetween(1, 60);
        assertThat(e.column()).isPositive();
      } catch (RuntimeException e) {
        throw new AssertionError("script:\n" + text, e);
      }
    }
    assertThat(refused).isBetween(50, 490);
  }

  private static String mutated(Random random, String[] lines) {
    StringBuilder text = new StringBuilder(String.join("\n", lines));
    for (int n = random.nextInt(3); n >= 0; n--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        case 2 -> text.setCharAt(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        default -> {
          int end = Math.min(text.length(), at + random.nextInt(12));
          text.insert(random.nextInt(text.length()), text.substring(at, end));
        }
      }
    }
    return text.toString();
  }
}
