package org.mptcpscope.core.capture;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import org.mptcpscope.dissector.link.LinkType;
import org.pcap4j.core.BpfProgram;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.Pcaps;
import org.pcap4j.packet.namednumber.DataLinkType;

/** A filter of pcap-filter(7) for frames of files, by libpcap; compiled for each link type. */
final class FrameFilter implements AutoCloseable {
  private final String capture;
  private final String filter;
  private final Map<Integer, BpfProgram> programs = new HashMap<>();

  FrameFilter(String capture, String filter) {
    this.capture = capture;
    this.filter = filter;
  }

  /**
   * Whether a frame passes.
   *
   * @throws CaptureException if the filter is none, or none for this link type
   */
  boolean passes(MemorySegment buffer, long offset, int captured, int wire, int linkType)
      throws CaptureException {
    BpfProgram program = programs.get(linkType);
    if (program == null) {
      program = compile(linkType);
      programs.put(linkType, program);
    }
    byte[] octets = new byte[captured];
    MemorySegment.copy(buffer, JAVA_BYTE, offset, octets, 0, captured);
    return program.applyFilter(octets, wire, captured);
  }

  private BpfProgram compile(int linkType) throws CaptureException {
    // libpcap's own number differs from that in files for this one.
    int dlt = linkType == LinkType.RAW ? LinkType.RAW_BSD : linkType;
    try (PcapHandle words =
        Pcaps.openDead(DataLinkType.getInstance(dlt), LiveOptions.WHOLE_FRAMES)) {
      return words.compileFilter(filter, BpfCompileMode.OPTIMIZE, PcapHandle.PCAP_NETMASK_UNKNOWN);
    } catch (PcapNativeException | NotOpenException e) {
      throw CaptureFilter.refused(capture, filter, LibpcapInterface.words(e));
    }
  }

  @Override
  public void close() {
    programs.values().forEach(BpfProgram::free);
  }
}
