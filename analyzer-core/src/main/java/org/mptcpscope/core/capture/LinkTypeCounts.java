package org.mptcpscope.core.capture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mptcpscope.dissector.link.LinkType;

/** Frames of each link type, counted without allocation for each frame. */
final class LinkTypeCounts {
  private int[] types = new int[4];
  private long[] frames = new long[4];
  private int size;
  private int last = -1;

  void count(int linkType) {
    if (last < 0 || types[last] != linkType) {
      last = find(linkType);
    }
    frames[last]++;
  }

  private int find(int linkType) {
    for (int i = 0; i < size; i++) {
      if (types[i] == linkType) {
        return i;
      }
    }
    if (size == types.length) {
      types = Arrays.copyOf(types, 2 * size);
      frames = Arrays.copyOf(frames, 2 * size);
    }
    types[size] = linkType;
    return size++;
  }

  SortedMap<Integer, Long> toMap() {
    SortedMap<Integer, Long> map = new TreeMap<>();
    for (int i = 0; i < size; i++) {
      map.put(types[i], frames[i]);
    }
    return Collections.unmodifiableSortedMap(map);
  }

  /** Whether no frame can be dissected. */
  boolean allUnknown() {
    return toMap().keySet().stream().noneMatch(LinkType::isKnown);
  }

  /** One warning for each link type that is not dissected. */
  List<CaptureWarning> unknown() {
    List<CaptureWarning> warnings = new ArrayList<>();
    toMap()
        .forEach(
            (type, count) -> {
              if (!LinkType.isKnown(type)) {
                warnings.add(
                    new CaptureWarning(
                        CaptureWarning.LINK_TYPE,
                        "link type %s is not known, %s passed over"
                            .formatted(label(type), count == 1 ? "1 frame" : count + " frames"),
                        0));
              }
            });
    return warnings;
  }

  private static String label(int type) {
    String name =
        switch (type) {
          case 6 -> "IEEE802_5";
          case 8 -> "SLIP";
          case 9 -> "PPP";
          case 10 -> "FDDI";
          case 50 -> "PPP_HDLC";
          case 51 -> "PPP_ETHER";
          case 105 -> "IEEE802_11";
          case 117 -> "PFLOG";
          case 119 -> "IEEE802_11_PRISM";
          case 122 -> "IP_OVER_FC";
          case 127 -> "IEEE802_11_RADIOTAP";
          case 149 -> "USER2";
          case 163 -> "IEEE802_11_AVS";
          case 166 -> "PPP_PPPD";
          case 187 -> "BLUETOOTH_HCI_H4";
          case 189 -> "USB_LINUX";
          case 195 -> "IEEE802_15_4_WITHFCS";
          case 201 -> "BLUETOOTH_HCI_H4_WITH_PHDR";
          case 220 -> "USB_LINUX_MMAPPED";
          case 227 -> "CAN_SOCKETCAN";
          case 239 -> "NFLOG";
          case 249 -> "USBPCAP";
          case 253 -> "NETLINK";
          default -> type >= 147 && type <= 162 ? "USER" + (type - 147) : "";
        };
    return name.isEmpty() ? Integer.toString(type) : type + " (" + name + ")";
  }
}
