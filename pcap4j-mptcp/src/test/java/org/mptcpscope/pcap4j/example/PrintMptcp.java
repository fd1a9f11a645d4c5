package org.mptcpscope.pcap4j.example;

import java.io.EOFException;
import java.io.PrintStream;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.pcap4j.Mptcp;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.Pcaps;
import org.pcap4j.packet.Packet;

/** Prints the MPTCP options of a capture, read by pcap4j. */
public final class PrintMptcp {
  private PrintMptcp() {}

  public static void main(String[] files) throws Exception {
    Mptcp.install();
    for (String file : files) {
      print(file, System.out);
    }
  }

  static void print(String file, PrintStream out) throws PcapNativeException, NotOpenException {
    try (PcapHandle handle = Pcaps.openOffline(file)) {
      for (int frame = 1; true; frame++) {
        Packet packet = handle.getNextPacketEx();
        for (MptcpOption option : Mptcp.options(packet)) {
          out.println(frame + ": " + option.name() + " " + option);
        }
      }
    } catch (EOFException end) {
      // The whole file is read.
    } catch (java.util.concurrent.TimeoutException never) {
      throw new IllegalStateException("a file does not time out", never);
    }
  }
}
