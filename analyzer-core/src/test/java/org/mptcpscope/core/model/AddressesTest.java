package org.mptcpscope.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Examples of RFC 5952, sections 4 and 6. */
class AddressesTest {
  @ParameterizedTest
  @CsvSource({
    "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:DB8:0:0:0:0:0:0, 2001:db8::",
    "0:0:0:0:0:0:0:1, ::1",
    "0:0:0:0:0:0:0:0, ::",
    "192.0.2.7, 192.0.2.7"
  })
  void areWrittenShort(String literal, String text) {
    InetAddress address = InetAddress.ofLiteral(literal);
    assertThat(Addresses.text(address)).isEqualTo(text);
    String host = literal.contains(":") ? "[" + text + "]" : text;
    assertThat(Addresses.text(new InetSocketAddress(address, 443))).isEqualTo(host + ":443");
  }
}
