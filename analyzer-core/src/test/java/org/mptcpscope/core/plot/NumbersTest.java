package org.mptcpscope.core.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

  @ParameterizedTest
  @CsvSource({"0,0", "999,999", "1000,1_000", "-1234567,-1_234_567", "2000000,2_000_000"})
  void groupsOfThree(long value, String text) {
    assertThat(Numbers.grouped(value)).isEqualTo(text.replace('_', Numbers.THIN_SPACE));
  }

  @ParameterizedTest
  @CsvSource({
    "83000,83 µs",
    "1234,1.2 µs",
    "999500,1.0 ms",
    "1540000,1.5 ms",
    "421700000,422 ms",
    "98960000,99 ms",
    "1870000000,1.87 s",
    "12340000000,12.3 s",
    "123400000000,123 s"
  })
  void spansOfTime(long nanos, String text) {
    assertThat(Numbers.duration(nanos)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "1,1 octet",
    "999,999 octets",
    "1000,1.00 kB",
    "404000,404 kB",
    "999499,999 kB",
    "999500,1.00 MB",
    "2000000,2.00 MB",
    "1000000000,1.00 GB"
  })
  void amounts(long octets, String text) {
    assertThat(Numbers.octets(octets)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0,1000000,5,200000", "0,2150000,5,500000", "10,11,5,1", "0,7,7,1", "0,8,7,2"})
  void stepsAreOneTwoFive(long from, long to, int most, long step) {
    assertThat(Ruler.of(new Span(from, to), most, Axis.Unit.OCTETS).step()).isEqualTo(step);
  }

  @ParameterizedTest
  @CsvSource({
    "600000000,2000000000,8,1000000000,1.0",
    "646000000,656000000,6,648000000,0.648",
    "0,10000000000,5,2000000000,2"
  })
  void allTicksHaveTheSameDecimals(long from, long to, int most, long tick, String text) {
    assertThat(Ruler.of(new Span(from, to), most, Axis.Unit.TIME).label(tick)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "9000000,1000000,1_000_000",
    "12000000,2000000,2 M",
    "12000000000,5000000000,5_000 M"
  })
  void millionsOnlyAboveSevenDigits(long to, long tick, String text) {
    Ruler ruler = Ruler.of(new Span(0, to), 5, Axis.Unit.OCTETS);
    assertThat(ruler.label(tick)).isEqualTo(text.replace('_', '\u00a0'));
  }

  @Test
  void noLocaleChangesThem() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(Numbers.duration(1_870_000_000)).isEqualTo("1.87 s");
      assertThat(SvgPainter.num(-0.04)).isEqualTo("0");
      assertThat(SvgPainter.num(-1.25)).isEqualTo("-1.2");
      assertThat(SvgPainter.num(12.06)).isEqualTo("12.1");
    } finally {
      Locale.setDefault(before);
    }
  }
}
