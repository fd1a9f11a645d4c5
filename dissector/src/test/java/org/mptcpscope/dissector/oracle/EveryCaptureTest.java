package org.mptcpscope.dissector.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mptcpscope.dissector.capfile.FrameCursor;
import org.mptcpscope.dissector.link.FrameView;
import org.mptcpscope.dissector.link.Outcome;
import org.mptcpscope.dissector.tcp.SegmentView;

/**
 * Every segment of every shared capture, field by field as tshark reads it. All captures are put
 * behind each other for one run of tshark, which starts slower than it reads. What tshark says
 * otherwise, and why, is in {@link TsharkDifference}; anything else is a fault.
 */
class EveryCaptureTest {
  private static final List<String> FRAME = List.of("frame.number", "icmp.type", "icmpv6.type");

  /** Where a frame of all captures together came from. */
  private record Place(Path capture, int frame) {}

  /** A frame on which the two do not agree. */
  private record Conflict(Place place, MptcpField field, String ours, String theirs) {}

  @Test
  void eachFieldOfEachSegmentIsAsTsharkReadsIt(@TempDir Path folder) throws Exception {
    Tshark.isNeeded();
    List<Path> captures = captures();
    List<Place> places = new ArrayList<>();
    List<Reading> ours = new ArrayList<>();
    for (Path capture : captures) {
      read(capture, places, ours);
    }
    Path all = folder.resolve("all.pcapng");
    Tshark.concatenate(captures, all);
    List<String> rows = Tshark.fields(all, "frame", names());
    assertThat(rows).hasSameSizeAs(ours);
    int segments = 0;
    Map<TsharkDifference, Integer> known = new TreeMap<>();
    List<Conflict> unknown = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      String[] row = rows.get(i).split("\t", -1);
      Map<MptcpField, String> theirs =
          row[1].isEmpty() && row[2].isEmpty() ? theirs(row) : Map.of();
      segments += theirs.isEmpty() ? 0 : 1;
      for (MptcpField field : MptcpField.values()) {
        String here = ours.get(i).fields().getOrDefault(field, "");
        String there = theirs.getOrDefault(field, "");
        if (!here.equals(there)) {
          TsharkDifference why = TsharkDifference.of(field, ours.get(i));
          if (why == null) {
            unknown.add(new Conflict(places.get(i), field, here, there));
          } else {
            known.merge(why, 1, Integer::sum);
          }
        }
      }
    }
    assertThat(unknown.stream().limit(50)).as("%d of %s", unknown.size(), known).isEmpty();
    assertThat(segments).isGreaterThan(100_000);
    assertThat(known.keySet()).containsExactlyInAnyOrder(TsharkDifference.values());
  }

  private static String[] names() {
    return Stream.concat(FRAME.stream(), Arrays.stream(MptcpField.values()).map(MptcpField::tshark))
        .toArray(String[]::new);
  }

  private static List<Path> captures() throws IOException {
    Path folder = ReferenceCaptures.file("");
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().matches(".*\\.(pcap|pcapng|cap)(\\.gz)?"))
          // The "modified" pcap of Kuznetzov, which is refused.
          .filter(file -> !file.endsWith("formats/modified.pcap.gz"))
          .sorted()
          .collect(Collectors.toList());
    }
  }

  private static Map<MptcpField, String> theirs(String[] row) {
    Map<MptcpField, String> fields = new EnumMap<>(MptcpField.class);
    for (MptcpField field : MptcpField.values()) {
      String value = row[FRAME.size() + field.ordinal()];
      if (!value.isEmpty()) {
        fields.put(field, field.normal(value));
      }
    }
    // Where a header is cut, tshark names what is left of it.
    return fields.containsKey(MptcpField.SEQ) ? fields : Map.of();
  }

  private static void read(Path capture, List<Place> places, List<Reading> ours)
      throws IOException {
    FrameCursor cursor = FrameCursor.open(ReferenceCaptures.octets(capture));
    FrameView frame = new FrameView();
    SegmentView segment = new SegmentView();
    for (int number = 1; cursor.next(); number++) {
      places.add(new Place(capture, number));
      Outcome outcome =
          frame.wrap(
              cursor.buffer(),
              cursor.offset(),
              cursor.capturedLength(),
              cursor.wireLength(),
              cursor.linkType());
      boolean tcp = outcome == Outcome.TCP && segment.wrap(frame);
      ours.add(tcp ? Reading.of(segment) : Reading.of(outcome));
    }
  }
}
