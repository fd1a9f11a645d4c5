package org.mptcpscope.dissector.oracle;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.mptcp.AddAddr;
import org.mptcpscope.dissector.mptcp.Dss;
import org.mptcpscope.dissector.mptcp.Malformed;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.dissector.mptcp.MpExperimental;
import org.mptcpscope.dissector.mptcp.MpFail;
import org.mptcpscope.dissector.mptcp.MpFastclose;
import org.mptcpscope.dissector.mptcp.MpJoinAck;
import org.mptcpscope.dissector.mptcp.MpJoinSyn;
import org.mptcpscope.dissector.mptcp.MpJoinSynAck;
import org.mptcpscope.dissector.mptcp.MpPrio;
import org.mptcpscope.dissector.mptcp.MpTcprst;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.mptcp.RemoveAddr;
import org.mptcpscope.dissector.mptcp.SegmentKind;
import org.mptcpscope.dissector.mptcp.Unknown;
import org.mptcpscope.dissector.tcp.OptionCursor;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.dissector.tcp.TcpOptions;

/**
 * A field of tshark's and what it is here. Values of one segment stand behind each other, commas
 * between them; numbers are decimal, octets hexadecimal.
 */
enum MptcpField {
  SOURCE("tcp.srcport"),
  DESTINATION("tcp.dstport"),
  SEQ("tcp.seq_raw"),
  ACK("tcp.ack_raw"),
  FLAGS("tcp.flags"),
  WINDOW("tcp.window_size_value"),
  LENGTH("tcp.len"),
  SUBTYPE("tcp.options.mptcp.subtype"),
  VERSION("tcp.options.mptcp.version"),
  SENDER_KEY("tcp.options.mptcp.sendkey"),
  RECEIVER_KEY("tcp.options.mptcp.recvkey"),
  TOKEN("tcp.options.mptcp.recvtok"),
  NONCE("tcp.options.mptcp.sendrand"),
  HMAC64("tcp.options.mptcp.sendtrunchmac"),
  HMAC160("tcp.options.mptcp.sendhmac"),
  DATA_ACK("tcp.options.mptcp.rawdataack"),
  DSN("tcp.options.mptcp.rawdataseqno"),
  SSN("tcp.options.mptcp.subflowseqno"),
  DATA_LENGTH("tcp.options.mptcp.datalvllen"),
  DATA_FIN("tcp.options.mptcp.datafin.flag"),
  ADDRESS_ID("tcp.options.mptcp.addrid"),
  BACKUP("tcp.options.mptcp.backup.flag"),
  ADDRESS4("tcp.options.mptcp.ipv4"),
  PORT("tcp.options.mptcp.port"),
  ADDRESS_HMAC("tcp.options.mptcp.addaddrtrunchmac"),
  REASON("tcp.options.mptcp.rst_reason");

  private final String tshark;

  MptcpField(String tshark) {
    this.tshark = tshark;
  }

  String tshark() {
    return tshark;
  }

  /** Returns what tshark printed as it is compared. */
  String normal(String value) {
    if (this == FLAGS) {
      // Three of its bits have no name, and no getter here.
      return Integer.toString(Integer.decode(value) & 0x1ff);
    }
    return Arrays.stream(value.split(",")).map(this::decimal).collect(Collectors.joining(","));
  }

  private String decimal(String value) {
    return this != HMAC160 && value.startsWith("0x")
        ? Long.toUnsignedString(Long.parseUnsignedLong(value.substring(2), 16))
        : value.replace(":", "");
  }

  /** Returns the fields of a segment that have a value. */
  static Map<MptcpField, String> of(SegmentView segment) {
    Map<MptcpField, String> fields = new EnumMap<>(MptcpField.class);
    add(fields, SOURCE, segment.srcPort());
    add(fields, DESTINATION, segment.dstPort());
    add(fields, SEQ, Integer.toUnsignedLong(segment.seq()));
    add(fields, ACK, Integer.toUnsignedLong(segment.ack()));
    add(fields, FLAGS, segment.flags());
    add(fields, WINDOW, segment.window());
    add(fields, LENGTH, segment.payloadLength());
    OptionCursor cursor = new OptionCursor();
    cursor.reset(segment);
    SegmentKind on = SegmentKind.of(segment.isSyn(), segment.isAck());
    while (cursor.next()) {
      if (cursor.kind() == TcpOptions.MPTCP) {
        option(fields, MptcpOption.parse(cursor.buffer(), cursor.offset(), cursor.length(), on));
      }
    }
    return fields;
  }

  private static void option(Map<MptcpField, String> fields, MptcpOption option) {
    if (option.subtype() >= 0) {
      add(fields, SUBTYPE, option.subtype());
    }
    switch (option) {
      case MpCapable capable -> capable(fields, capable);
      case MpJoinSyn join -> {
        add(fields, ADDRESS_ID, join.addressId());
        add(fields, BACKUP, join.backup() ? 1 : 0);
        add(fields, TOKEN, Integer.toUnsignedLong(join.token()));
        add(fields, NONCE, Integer.toUnsignedLong(join.nonce()));
      }
      case MpJoinSynAck join -> {
        add(fields, ADDRESS_ID, join.addressId());
        add(fields, BACKUP, join.backup() ? 1 : 0);
        add(fields, HMAC64, join.hmac());
        add(fields, NONCE, Integer.toUnsignedLong(join.nonce()));
      }
      case MpJoinAck join -> add(fields, HMAC160, join.hmac().hex());
      case Dss dss -> dss(fields, dss);
      case AddAddr add -> address(fields, add);
      case RemoveAddr remove -> {
        for (int i = 0; i < remove.ids().length(); i++) {
          add(fields, ADDRESS_ID, remove.ids().at(i));
        }
      }
      case MpPrio prio -> {
        add(fields, BACKUP, prio.backup() ? 1 : 0);
        if (prio.hasAddressId()) {
          add(fields, ADDRESS_ID, prio.addressId());
        }
      }
      case MpFail fail -> add(fields, DSN, fail.dsn());
      case MpFastclose close -> add(fields, RECEIVER_KEY, close.key());
      case MpTcprst reset -> add(fields, REASON, reset.reason());
      case MpExperimental _, Unknown _, Malformed _ -> {}
    }
  }

  private static void capable(Map<MptcpField, String> fields, MpCapable capable) {
    add(fields, VERSION, capable.version());
    if (capable.hasSenderKey()) {
      add(fields, SENDER_KEY, capable.senderKey());
    }
    if (capable.hasReceiverKey()) {
      add(fields, RECEIVER_KEY, capable.receiverKey());
    }
    if (capable.hasDataLength()) {
      add(fields, DATA_LENGTH, capable.dataLength());
    }
  }

  private static void dss(Map<MptcpField, String> fields, Dss dss) {
    add(fields, DATA_FIN, dss.dataFin() ? 1 : 0);
    if (dss.hasDataAck()) {
      add(fields, DATA_ACK, dss.dataAck());
    }
    if (dss.hasMapping()) {
      add(fields, DSN, dss.dsn());
      add(fields, SSN, Integer.toUnsignedLong(dss.ssn()));
      add(fields, DATA_LENGTH, dss.dataLength());
    }
  }

  private static void address(Map<MptcpField, String> fields, AddAddr add) {
    add(fields, ADDRESS_ID, add.addressId());
    Octets address = add.address();
    if (address.length() == 4) {
      List<String> parts =
          List.of(
              String.valueOf(address.at(0)),
              String.valueOf(address.at(1)),
              String.valueOf(address.at(2)),
              String.valueOf(address.at(3)));
      add(fields, ADDRESS4, String.join(".", parts));
    }
    if (add.port() >= 0) {
      add(fields, PORT, add.port());
    }
    if (add.hasHmac()) {
      add(fields, ADDRESS_HMAC, add.hmac());
    }
  }

  private static void add(Map<MptcpField, String> fields, MptcpField field, long value) {
    add(fields, field, Long.toUnsignedString(value));
  }

  private static void add(Map<MptcpField, String> fields, MptcpField field, String value) {
    fields.merge(field, value, (before, more) -> before + "," + more);
  }
}
