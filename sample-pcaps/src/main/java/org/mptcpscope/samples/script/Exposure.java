package org.mptcpscope.samples.script;

import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.samples.scenario.Host;
import org.mptcpscope.samples.scenario.IpPacket;

/**
 * How much of a segment the capture sees, and whether it arrives.
 *
 * @param time that the capture gives it, in nanoseconds from the start of the script
 * @param interfaceId of the capture
 * @param snaplen octets kept of the frame, or -1 for what the interface keeps
 * @param seen whether it is in the capture
 * @param received whether its receiver gets it
 * @param fragment octets of each IP fragment, or 0 for a whole packet
 * @param fragments numbers of the fragments that are captured, from 1; empty for all
 */
record Exposure(
    long time,
    int interfaceId,
    int snaplen,
    boolean seen,
    boolean received,
    int fragment,
    List<Integer> fragments) {

  static Exposure of(Draft draft, Words words) {
    boolean lost = words.flag("!lost");
    boolean unseen = words.flag("!unseen");
    boolean dropped = words.flag("!dropped");
    Token at = words.valued("at");
    Token cut = words.valued("frag");
    int size = 0;
    List<Integer> kept = new ArrayList<>();
    if (cut != null) {
      if (!cut.value().matches("[0-9]{1,5}(:[0-9]{1,3}(,[0-9]{1,3})*)?")) {
        throw cut.expected("octets of a fragment, and which are captured: frag=600, frag=600:1,3");
      }
      int colon = cut.value().indexOf(':');
      size = Integer.parseInt(colon < 0 ? cut.value() : cut.value().substring(0, colon));
      if (size < 8 || size % 8 != 0) {
        throw cut.expected("a multiple of 8");
      }
      for (String number :
          colon < 0 ? new String[0] : cut.value().substring(colon + 1).split(",", -1)) {
        kept.add(Integer.valueOf(number));
      }
    }
    return new Exposure(
        at == null ? draft.time : Player.time(at, draft.time),
        words.small("if", draft.path.interfaceId(), 255),
        words.small("snap", -1, World.NO_SNAPLEN),
        !(unseen || lost),
        !(dropped || lost),
        size,
        List.copyOf(kept));
  }

  /** Puts what is seen of a packet into the capture. */
  void capture(World world, Draft draft, int line, byte[] packet) {
    if (!seen) {
      return;
    }
    List<byte[]> packets =
        fragment == 0 ? List.of(packet) : IpPacket.fragments(packet, fragment, draft.from.isn());
    int number = 0;
    for (byte[] each : packets) {
      number++;
      if (fragments.isEmpty() || fragments.contains(number)) {
        capturePacket(world, draft, line, each);
      }
    }
  }

  private void capturePacket(World world, Draft draft, int line, byte[] packet) {
    Host from = draft.from.endpoint().host();
    Host to = draft.to.endpoint().host();
    byte[] frame =
        world.link.frame(packet, world.station(from), world.station(to), draft.path.vlan());
    world.capture.add(
        line,
        new Capture.Shot(
            time,
            interfaceId,
            world.direction(from),
            frame,
            world.captured(interfaceId, frame.length, snaplen)));
  }
}
