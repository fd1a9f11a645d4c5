package org.mptcpscope.samples.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.link.FrameView;
import org.mptcpscope.dissector.link.LinkType;
import org.mptcpscope.dissector.link.Outcome;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.mptcp.SegmentKind;
import org.mptcpscope.dissector.tcp.OptionCursor;
import org.mptcpscope.dissector.tcp.SegmentView;

/** A frame of a sample, read back. */
record Wire(
    FrameView ip,
    int seq,
    int ack,
    int window,
    Octets payload,
    List<MptcpOption> mptcp,
    List<Octets> options,
    SegmentView tcp) {

  static List<Wire> of(String script) {
    List<Wire> frames = new ArrayList<>();
    for (SampleFrame frame : PacketScript.parse("test.pkt", script).run().frames()) {
      frames.add(of(frame));
    }
    return frames;
  }

  private static Wire of(SampleFrame frame) {
    MemorySegment octets = MemorySegment.ofArray(frame.octets().toArray());
    FrameView ip = new FrameView();
    Outcome outcome =
        ip.wrap(octets, 0, frame.octets().length(), frame.wireLength(), LinkType.ETHERNET);
    assertThat(outcome).isEqualTo(Outcome.TCP);
    SegmentView tcp = new SegmentView();
    tcp.wrap(octets, ip.ipPayloadOffset(), ip.ipPayloadCaptured(), ip.ipPayloadLength());
    List<MptcpOption> mptcp = new ArrayList<>();
    List<Octets> options = new ArrayList<>();
    OptionCursor cursor = new OptionCursor();
    cursor.reset(tcp);
    while (cursor.next()) {
      options.add(Octets.copyOf(octets, cursor.offset(), cursor.length()));
      if (cursor.kind() == MptcpOption.KIND) {
        SegmentKind on =
            !tcp.isSyn() ? SegmentKind.OTHER : tcp.isAck() ? SegmentKind.SYN_ACK : SegmentKind.SYN;
        mptcp.add(MptcpOption.parse(octets, cursor.offset(), cursor.length(), on));
      }
    }
    return new Wire(
        ip,
        tcp.seq(),
        tcp.ack(),
        tcp.window(),
        Octets.copyOf(octets, tcp.payloadOffset(), tcp.payloadCaptured()),
        mptcp,
        options,
        tcp);
  }

  /** The only MPTCP option of the frame. */
  <T extends MptcpOption> T only(Class<T> type) {
    assertThat(mptcp).hasSize(1);
    return type.cast(mptcp.getFirst());
  }

  /** The octets of the first option of a kind. */
  Octets option(int kind) {
    return options.stream().filter(option -> option.at(0) == kind).findFirst().orElseThrow();
  }
}
