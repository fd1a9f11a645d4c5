package org.mptcpscope.samples.script;

import java.util.List;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.mptcp.MpExperimental;
import org.mptcpscope.dissector.mptcp.MpFail;
import org.mptcpscope.dissector.mptcp.MpFastclose;
import org.mptcpscope.dissector.mptcp.MpPrio;
import org.mptcpscope.dissector.mptcp.MpTcprst;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.mptcp.RemoveAddr;

/** Makes MPTCP options of words, and declares the mappings they carry. */
final class MptcpOptions {
  private final World world;

  MptcpOptions(World world) {
    this.world = world;
  }

  byte[] make(Statement.OptionWords option, Draft draft) {
    Token name = option.name();
    if (name.value() != null) {
      throw name.problem("'" + name.name() + "' takes no value, but words behind it");
    }
    Words words = new Words(name, option.words());
    byte[] octets =
        switch (name.text()) {
          case "mp_capable" -> new CapableOption(draft, words).make();
          case "mp_join" -> new JoinOption(world, draft, words).make();
          case "dss" -> new DssOption(draft, words).make();
          case "add_addr" -> new AddAddrOption(world, draft, words).make();
          case "remove_addr" -> octets(removeAddr(words));
          case "mp_prio" -> octets(prio(words));
          case "mp_fail" -> octets(fail(words, draft));
          case "mp_fastclose" -> octets(fastclose(words, draft));
          case "mp_tcprst" -> octets(tcprst(words));
          case "mp_experimental" -> octets(experimental(words));
          case "mp_unknown" -> unknown(words);
          default -> throw name.expected("an MPTCP option");
        };
    byte[] changed = OptionOctets.changed(octets, words);
    words.end();
    return changed;
  }

  static byte[] octets(MptcpOption option) {
    return option.emit().toArray();
  }

  private MptcpOption removeAddr(Words words) {
    int reserved = words.small("reserved", 0, 15);
    Token ids = words.valued("id");
    if (ids == null) {
      throw words.head().problem("remove_addr needs id=1 or id=1,2");
    }
    List<String> each = List.of(ids.value().split(",", -1));
    byte[] octets = new byte[each.size()];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = (byte) world.addressId(ids, each.get(i));
    }
    return new RemoveAddr(reserved, Octets.of(octets));
  }

  private MptcpOption prio(Words words) {
    int reserved = words.small("reserved", 0, 7);
    boolean backup = words.flag("backup");
    if (words.flag("nobackup") && backup) {
      throw words.head().problem("either backup or nobackup");
    }
    return new MpPrio(reserved, backup, id(words, -1));
  }

  /** The Address ID that {@code id=} gives, or the computed one. */
  private int id(Words words, int computed) {
    return id(world, words, computed);
  }

  static int id(World world, Words words, int computed) {
    Token token = words.valued("id");
    return token == null ? computed : world.addressId(token, token.value());
  }

  private static MptcpOption fail(Words words, Draft draft) {
    long initial = draft.to.stream().initial();
    Value dsn = words.value("dsn");
    long computed = draft.to.lastMapped();
    long relative = dsn == null ? computed : dsn.relative(computed, initial);
    return new MpFail(words.small("reserved", 0, 0xfff), initial + relative);
  }

  private static MptcpOption fastclose(Words words, Draft draft) {
    long key = draft.connection().key(draft.to.side());
    int reserved = words.small("reserved", 0, 0xfff);
    if (words.has("key") && !words.flagged("key")) {
      Token token = words.valued("key");
      key = KeyWord.key(token, token.value(), draft.connection(), draft.to.side());
    }
    return new MpFastclose(reserved, key);
  }

  private static MptcpOption tcprst(Words words) {
    int flags = words.small("flags", 0, 15);
    int reason = words.small("reason", 0, 255);
    for (String letter : List.of("T", "W", "V", "U")) {
      if (words.flag(letter)) {
        flags |= 1 << List.of("T", "W", "V", "U").indexOf(letter);
      }
    }
    return new MpTcprst(flags, reason);
  }

  private static MptcpOption experimental(Words words) {
    int nibble = words.small("nibble", 0, 15);
    byte[] body = words.octets("body");
    return new MpExperimental(nibble, Octets.of(body == null ? new byte[0] : body));
  }

  private static byte[] unknown(Words words) {
    int nibble = words.small("nibble", 0, 15);
    byte[] body = words.octets("body");
    MptcpOption like = new MpExperimental(nibble, Octets.of(body == null ? new byte[1] : body));
    byte[] octets = octets(like);
    octets[2] = (byte) (9 << 4 | nibble);
    return octets;
  }
}
