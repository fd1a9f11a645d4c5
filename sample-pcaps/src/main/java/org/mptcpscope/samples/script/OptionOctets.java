package org.mptcpscope.samples.script;

import java.util.Arrays;

/** Changes to the octets of a made option: whatever else a script overrides. */
final class OptionOctets {
  private static final int MAX_OPTION = 40;

  private OptionOctets() {}

  /**
   * Applies {@code kind=}, {@code subtype=}, {@code size=}, {@code len=} and {@code patch=}.
   *
   * <p>{@code size} cuts or extends the option and says so in its length octet; {@code len} changes
   * the length octet alone.
   */
  static byte[] changed(byte[] made, Words words) {
    byte[] option = made;
    int size = words.small("size", option.length, MAX_OPTION);
    if (size != option.length) {
      option = Arrays.copyOf(option, Math.max(size, 2));
      option[1] = (byte) size;
    }
    option[0] = (byte) words.small("kind", option[0] & 0xff, 255);
    option[1] = (byte) words.small("len", option[1] & 0xff, 255);
    if (option.length > 2) {
      int subtype = words.small("subtype", option[2] >> 4 & 0xf, 15);
      option[2] = (byte) (subtype << 4 | option[2] & 0xf);
    }
    Token patches = words.valued("patch");
    if (patches != null) {
      for (String patch : patches.value().split(",", -1)) {
        patch(option, patches, patch);
      }
    }
    return option;
  }

  private static void patch(byte[] option, Token token, String patch) {
    int colon = patch.indexOf(':');
    if (colon < 1 || !patch.substring(0, colon).matches("[0-9]{1,2}")) {
      throw token.expected("patch=OFFSET:OCTETS (patch=3:81)");
    }
    int at = Integer.parseInt(patch.substring(0, colon));
    byte[] octets = Words.hex(token, patch.substring(colon + 1));
    if (at + octets.length > option.length) {
      throw token.problem("the option has only " + option.length + " octets");
    }
    System.arraycopy(octets, 0, option, at, octets.length);
  }
}
