package org.mptcpscope.dissector.mptcp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcpscope.dissector.InternetChecksum;
import org.mptcpscope.dissector.Octets;

/** Pinned to values that were computed with Python's hashlib and hmac. */
class MptcpCryptoTest {
  private static final long KEY1 = 1;
  private static final long KEY2 = 2;

  @ParameterizedTest
  @CsvSource({
    "1, 0000000000000001, cd266215, 19ec509083d00a50",
    "1, 0000000000000002, cd04a475, 886540e5dce77f70",
    "1, 0123456789abcdef, 55c53f5d, 570762cd38be9818",
    "0, 0000000000000001, cb473678, 38f11011007ad27d",
    "0, 0000000000000002, 07aae1b6, fa1723bef8656fe4",
    "0, 0123456789abcdef, 0ca2eadb, e3df8ee121f10547"
  })
  void derivesTokenAndIdsnFromAKey(int version, String key, String token, String idsn) {
    long number = HexFormat.fromHexDigitsToLong(key);
    assertThat(HexFormat.of().toHexDigits(MptcpCrypto.token(version, number))).isEqualTo(token);
    assertThat(HexFormat.of().toHexDigits(MptcpCrypto.idsn(version, number))).isEqualTo(idsn);
  }

  @ParameterizedTest
  @CsvSource({
    "1, ce131052089170ea, fbfb48a30c650db8b4050a6d0ce676fb793f5d9d",
    "0, ce59eca10263f8fb, b5864aa57fc66981f38fff285490474def8b6963"
  })
  void provesBothHostsOfAJoin(int version, String synAck, String third) {
    int joiner = 0x11111111;
    int target = 0x22222222;
    long answered = MptcpCrypto.joinSynAckHmac64(version, KEY2, KEY1, target, joiner);
    assertThat(HexFormat.of().toHexDigits(answered)).isEqualTo(synAck);
    assertThat(MptcpCrypto.joinHmac20(version, KEY1, KEY2, joiner, target).hex()).isEqualTo(third);
  }

  @ParameterizedTest
  @CsvSource({
    "1, c0000201, -1, 21ae6f0105d706a4",
    "1, c0000201, 8080, 92eb8a99c1639a93",
    "2, 20010db8000000000000000000000001, -1, 8cc2485cd941433b"
  })
  void signsAnAddress(int id, String address, int port, String hmac) {
    long signed = MptcpCrypto.addAddrHmac64(KEY2, KEY1, id, Octets.ofHex(address), port);
    assertThat(HexFormat.of().toHexDigits(signed)).isEqualTo(hmac);
  }

  @Test
  void keepsTheWholeHmacOfAnAddressForWrongTruncations() {
    Octets whole = MptcpCrypto.addAddrHmac(KEY2, KEY1, 1, Octets.ofHex("c0000201"), -1);
    assertThat(whole.slice(0, 8).hex()).isEqualTo("43d45b2c6d582c69");
  }

  @ParameterizedTest
  @CsvSource({
    "19ec509083d00a51, 1, 5, hello, c389",
    "19ec509083d00a56, 6, 6, hello, c37e",
    "19ec509083d00a56, 0, 1, '', 075c"
  })
  void sumsAMappingWithItsOctets(String dsn, int ssn, int length, String data, String checksum) {
    byte[] octets = data.getBytes(US_ASCII);
    int sum = InternetChecksum.sum(octets, 0, octets.length);
    long number = HexFormat.fromHexDigitsToLong(dsn);
    int expected = HexFormat.fromHexDigits(checksum);
    assertThat(MptcpCrypto.checksum(number, ssn, length, sum)).isEqualTo(expected);
    assertThat(MptcpCrypto.checksumFits(number, ssn, length, sum, expected)).isTrue();
    assertThat(MptcpCrypto.checksumFits(number, ssn, length, sum, expected ^ 1)).isFalse();
  }

  @Test
  void agreesWithTheSelfTestOfLinux() {
    byte[] key = "0102030405060708".getBytes(US_ASCII);
    byte[] message = "cdcdcdcd".getBytes(US_ASCII);
    assertThat(MptcpCrypto.hmacSha256(key, message).hex())
        .isEqualTo("e73b9ba9969969cefb04aa0d6df18ec2fcc075b6f23b4d8c4da736a5dbbc6e7d");
  }
}
