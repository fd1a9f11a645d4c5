package org.mptcpscope.dissector.ip;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "255.255.255.255", "2001:db8::8000:0:0:1", "::", "::1"})
  void twoNumbersAreAnAddress(String text) throws UnknownHostException {
    InetAddress address = InetAddress.getByName(text);
    long high = IpAddress.high(address);
    long low = IpAddress.low(address);
    assertThat(IpAddress.of(high, low)).isEqualTo(address);
    assertThat(IpAddress.isIpv4(high, low)).isEqualTo(address instanceof Inet4Address);
  }

  @Test
  void ipv4IsHeldAsMapped() throws UnknownHostException {
    assertThat(IpAddress.lowOf(0xc0000201)).isEqualTo(0xffff_c000_0201L);
    assertThat(IpAddress.low(InetAddress.getByName("::ffff:192.0.2.1")))
        .isEqualTo(IpAddress.lowOf(0xc0000201));
  }
}
