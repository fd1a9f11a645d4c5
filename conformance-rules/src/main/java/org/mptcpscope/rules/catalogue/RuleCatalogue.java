package org.mptcpscope.rules.catalogue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.rfc6824.AddAddrIpVersionWrong;
import org.mptcpscope.rules.rfc6824.JoinedDataBeforeVerified;
import org.mptcpscope.rules.rfc6824.PrioForUnknownAddressId;
import org.mptcpscope.rules.rfc6824.ResetReasonInV0;
import org.mptcpscope.rules.rfc8684.address.AddAddrHmacWrong;
import org.mptcpscope.rules.rfc8684.address.AddressIdReassigned;
import org.mptcpscope.rules.rfc8684.address.AddressNotEchoed;
import org.mptcpscope.rules.rfc8684.address.EchoWithHmac;
import org.mptcpscope.rules.rfc8684.address.EchoWithoutOriginal;
import org.mptcpscope.rules.rfc8684.close.AbortWithoutFastClose;
import org.mptcpscope.rules.rfc8684.close.CrossingFastCloseUnanswered;
import org.mptcpscope.rules.rfc8684.close.DataAfterFastClose;
import org.mptcpscope.rules.rfc8684.close.DataAfterFin;
import org.mptcpscope.rules.rfc8684.close.FastCloseIncomplete;
import org.mptcpscope.rules.rfc8684.close.FastCloseKeyWrong;
import org.mptcpscope.rules.rfc8684.close.FastCloseMisplaced;
import org.mptcpscope.rules.rfc8684.close.FastCloseNotObeyed;
import org.mptcpscope.rules.rfc8684.close.FastCloseNotRepeated;
import org.mptcpscope.rules.rfc8684.close.FastCloseOnSeveralSubflows;
import org.mptcpscope.rules.rfc8684.close.FastCloseRepeatedTooOften;
import org.mptcpscope.rules.rfc8684.close.FastCloseWithoutFinalRst;
import org.mptcpscope.rules.rfc8684.close.InvalidFastCloseObeyed;
import org.mptcpscope.rules.rfc8684.close.JoinAfterFastClose;
import org.mptcpscope.rules.rfc8684.close.SubflowCloseSpread;
import org.mptcpscope.rules.rfc8684.dss.ChecksumPresenceWrong;
import org.mptcpscope.rules.rfc8684.dss.DuplicateMappingPunished;
import org.mptcpscope.rules.rfc8684.dss.IdsnWrong;
import org.mptcpscope.rules.rfc8684.dss.MappingChanged;
import org.mptcpscope.rules.rfc8684.format.ForeignOptionKind;
import org.mptcpscope.rules.rfc8684.format.InvalidSegmentObeyed;
import org.mptcpscope.rules.rfc8684.format.OptionAreaBroken;
import org.mptcpscope.rules.rfc8684.format.OptionFormsMixed;
import org.mptcpscope.rules.rfc8684.format.OptionLengthWrong;
import org.mptcpscope.rules.rfc8684.format.OptionRepeatedInSegment;
import org.mptcpscope.rules.rfc8684.format.PrivateSubtypeUsed;
import org.mptcpscope.rules.rfc8684.format.ReservedBitsSet;
import org.mptcpscope.rules.rfc8684.format.SignalOnSyn;
import org.mptcpscope.rules.rfc8684.format.SignalTakenForLoss;
import org.mptcpscope.rules.rfc8684.format.SignalWithPayload;
import org.mptcpscope.rules.rfc8684.format.SubtypeUnassigned;
import org.mptcpscope.rules.rfc8684.format.TooManySignalDupacks;
import org.mptcpscope.rules.rfc8684.handshake.AlgorithmAnswerAmbiguous;
import org.mptcpscope.rules.rfc8684.handshake.AlgorithmBitsWrong;
import org.mptcpscope.rules.rfc8684.handshake.AlgorithmNotOffered;
import org.mptcpscope.rules.rfc8684.handshake.BareThirdPacketIgnored;
import org.mptcpscope.rules.rfc8684.handshake.CapableDataLengthWrong;
import org.mptcpscope.rules.rfc8684.handshake.CapableDataWithDssMapping;
import org.mptcpscope.rules.rfc8684.handshake.CapableLengthWrong;
import org.mptcpscope.rules.rfc8684.handshake.CapableMisplaced;
import org.mptcpscope.rules.rfc8684.handshake.CapableOnJoinedSubflow;
import org.mptcpscope.rules.rfc8684.handshake.CapableWithoutAlgorithmAccepted;
import org.mptcpscope.rules.rfc8684.handshake.ChecksumBitNotConfirmed;
import org.mptcpscope.rules.rfc8684.handshake.ChecksumOff;
import org.mptcpscope.rules.rfc8684.handshake.DataOnV0ThirdPacket;
import org.mptcpscope.rules.rfc8684.handshake.ExtensibilityBitAccepted;
import org.mptcpscope.rules.rfc8684.handshake.ExtensibilityBitSet;
import org.mptcpscope.rules.rfc8684.handshake.FirstDataNotDataacked;
import org.mptcpscope.rules.rfc8684.handshake.FirstDataWithoutCapable;
import org.mptcpscope.rules.rfc8684.handshake.FirstDataWithoutDataack;
import org.mptcpscope.rules.rfc8684.handshake.InitiatorKeyChanged;
import org.mptcpscope.rules.rfc8684.handshake.IsnPredictable;
import org.mptcpscope.rules.rfc8684.handshake.KeyGuessable;
import org.mptcpscope.rules.rfc8684.handshake.KeyNotEchoed;
import org.mptcpscope.rules.rfc8684.handshake.KeyReused;
import org.mptcpscope.rules.rfc8684.handshake.KeySentLate;
import org.mptcpscope.rules.rfc8684.handshake.KeylessSynAnsweredInV0;
import org.mptcpscope.rules.rfc8684.handshake.KeysFromListener;
import org.mptcpscope.rules.rfc8684.handshake.MptcpAfterRefusal;
import org.mptcpscope.rules.rfc8684.handshake.OptionWithoutNegotiation;
import org.mptcpscope.rules.rfc8684.handshake.ResetInsteadOfFallback;
import org.mptcpscope.rules.rfc8684.handshake.SackNotOffered;
import org.mptcpscope.rules.rfc8684.handshake.SynNeverRetriedPlain;
import org.mptcpscope.rules.rfc8684.handshake.SynackKeyChanged;
import org.mptcpscope.rules.rfc8684.handshake.TamperedHandshakeContinued;
import org.mptcpscope.rules.rfc8684.handshake.ThirdPacketWithoutCapable;
import org.mptcpscope.rules.rfc8684.handshake.TokenCollision;
import org.mptcpscope.rules.rfc8684.handshake.UnsolicitedCapable;
import org.mptcpscope.rules.rfc8684.handshake.VersionChanged;
import org.mptcpscope.rules.rfc8684.handshake.VersionRaised;
import org.mptcpscope.rules.rfc8684.handshake.VersionUnknown;
import org.mptcpscope.rules.rfc8684.join.AddressIdMoved;
import org.mptcpscope.rules.rfc8684.join.AddressIdZeroMisused;
import org.mptcpscope.rules.rfc8684.join.AddressPairJoinedTwice;
import org.mptcpscope.rules.rfc8684.join.BadJoinAckAccepted;
import org.mptcpscope.rules.rfc8684.join.BadJoinAnswerAccepted;
import org.mptcpscope.rules.rfc8684.join.DataBeforeJoinEstablished;
import org.mptcpscope.rules.rfc8684.join.DeadTokenAccepted;
import org.mptcpscope.rules.rfc8684.join.FailedJoinRetried;
import org.mptcpscope.rules.rfc8684.join.JoinAckMisplaced;
import org.mptcpscope.rules.rfc8684.join.JoinAckNotRepeated;
import org.mptcpscope.rules.rfc8684.join.JoinAckUnanswered;
import org.mptcpscope.rules.rfc8684.join.JoinBeforeDss;
import org.mptcpscope.rules.rfc8684.join.JoinHandshakeIncomplete;
import org.mptcpscope.rules.rfc8684.join.JoinHmacWrong;
import org.mptcpscope.rules.rfc8684.join.JoinOptionOnFirstSubflow;
import org.mptcpscope.rules.rfc8684.join.JoinToRefusedAddress;
import org.mptcpscope.rules.rfc8684.join.NonceReused;
import org.mptcpscope.rules.rfc8684.join.TokenWrong;
import org.mptcpscope.rules.rfc8684.join.ValidJoinNotAccepted;
import org.mptcpscope.rules.rfc8684.priority.BackupSubflowUsed;
import org.mptcpscope.rules.rfc8684.priority.PrioWithAddressId;
import org.mptcpscope.rules.rfc8684.priority.PriorityAppliedElsewhere;
import org.mptcpscope.rules.rfc8684.reset.JoinRetriedAfterPermanentReset;
import org.mptcpscope.rules.rfc8684.reset.JoinRetriedTooSoon;
import org.mptcpscope.rules.rfc8684.reset.ResetReasonMisplaced;
import org.mptcpscope.rules.rfc8684.reset.ResetReasonUnassigned;
import org.mptcpscope.rules.rfc8684.reset.ResetReasonUnfit;
import org.mptcpscope.rules.rfc8684.reset.ResetReasonUnfounded;
import org.mptcpscope.rules.rfc8684.tfo.CookieLengthWrong;
import org.mptcpscope.rules.rfc8684.tfo.DataackBeforeKey;
import org.mptcpscope.rules.rfc8684.tfo.SynDataCounted;
import org.mptcpscope.rules.rfc8684.tfo.SynDataOnJoin;
import org.mptcpscope.rules.rfc8684.tfo.SynDataWithoutCookie;
import org.mptcpscope.rules.rfc8684.tfo.UnackedSynDataUnmapped;

/** Every rule there is, by name: one instance each, from which the engine makes others. */
public final class RuleCatalogue {
  /** Sorted by rule name; one line a rule. */
  private static final List<Rule> ALL =
      List.of(
          new AbortWithoutFastClose(),
          new AddAddrHmacWrong(),
          new AddAddrIpVersionWrong(),
          new AddressIdMoved(),
          new AddressIdReassigned(),
          new AddressIdZeroMisused(),
          new AddressNotEchoed(),
          new AddressPairJoinedTwice(),
          new AlgorithmAnswerAmbiguous(),
          new AlgorithmBitsWrong(),
          new AlgorithmNotOffered(),
          new BackupSubflowUsed(),
          new BadJoinAckAccepted(),
          new BadJoinAnswerAccepted(),
          new BareThirdPacketIgnored(),
          new CapableDataLengthWrong(),
          new CapableDataWithDssMapping(),
          new CapableLengthWrong(),
          new CapableMisplaced(),
          new CapableOnJoinedSubflow(),
          new CapableWithoutAlgorithmAccepted(),
          new ChecksumBitNotConfirmed(),
          new ChecksumOff(),
          new ChecksumPresenceWrong(),
          new CookieLengthWrong(),
          new CrossingFastCloseUnanswered(),
          new DataAfterFastClose(),
          new DataAfterFin(),
          new DataBeforeJoinEstablished(),
          new DataOnV0ThirdPacket(),
          new DataackBeforeKey(),
          new DeadTokenAccepted(),
          new DuplicateMappingPunished(),
          new EchoWithHmac(),
          new EchoWithoutOriginal(),
          new ExtensibilityBitAccepted(),
          new ExtensibilityBitSet(),
          new FailedJoinRetried(),
          new FastCloseIncomplete(),
          new FastCloseKeyWrong(),
          new FastCloseMisplaced(),
          new FastCloseNotObeyed(),
          new FastCloseNotRepeated(),
          new FastCloseOnSeveralSubflows(),
          new FastCloseRepeatedTooOften(),
          new FastCloseWithoutFinalRst(),
          new FirstDataNotDataacked(),
          new FirstDataWithoutCapable(),
          new FirstDataWithoutDataack(),
          new ForeignOptionKind(),
          new IdsnWrong(),
          new InitiatorKeyChanged(),
          new InvalidFastCloseObeyed(),
          new InvalidSegmentObeyed(),
          new IsnPredictable(),
          new JoinAckMisplaced(),
          new JoinAckNotRepeated(),
          new JoinAckUnanswered(),
          new JoinAfterFastClose(),
          new JoinBeforeDss(),
          new JoinHandshakeIncomplete(),
          new JoinHmacWrong(),
          new JoinOptionOnFirstSubflow(),
          new JoinRetriedAfterPermanentReset(),
          new JoinRetriedTooSoon(),
          new JoinToRefusedAddress(),
          new JoinedDataBeforeVerified(),
          new KeyGuessable(),
          new KeyNotEchoed(),
          new KeyReused(),
          new KeySentLate(),
          new KeylessSynAnsweredInV0(),
          new KeysFromListener(),
          new MappingChanged(),
          new MptcpAfterRefusal(),
          new NonceReused(),
          new OptionAreaBroken(),
          new OptionFormsMixed(),
          new OptionLengthWrong(),
          new OptionRepeatedInSegment(),
          new OptionWithoutNegotiation(),
          new PrioForUnknownAddressId(),
          new PrioWithAddressId(),
          new PriorityAppliedElsewhere(),
          new PrivateSubtypeUsed(),
          new ReservedBitsSet(),
          new ResetInsteadOfFallback(),
          new ResetReasonInV0(),
          new ResetReasonMisplaced(),
          new ResetReasonUnassigned(),
          new ResetReasonUnfit(),
          new ResetReasonUnfounded(),
          new SackNotOffered(),
          new SignalOnSyn(),
          new SignalTakenForLoss(),
          new SignalWithPayload(),
          new SubflowCloseSpread(),
          new SubtypeUnassigned(),
          new SynDataCounted(),
          new SynDataOnJoin(),
          new SynDataWithoutCookie(),
          new SynNeverRetriedPlain(),
          new SynackKeyChanged(),
          new TamperedHandshakeContinued(),
          new ThirdPacketWithoutCapable(),
          new TokenCollision(),
          new TokenWrong(),
          new TooManySignalDupacks(),
          new UnackedSynDataUnmapped(),
          new UnsolicitedCapable(),
          new ValidJoinNotAccepted(),
          new VersionChanged(),
          new VersionRaised(),
          new VersionUnknown());

  private static final Map<String, Rule> BY_NAME =
      ALL.stream().collect(Collectors.toMap(rule -> rule.spec().name(), Function.identity()));

  private RuleCatalogue() {}

  /** All rules, sorted by name. */
  public static List<Rule> all() {
    return ALL;
  }

  /** The rule of that name. */
  public static Optional<Rule> byName(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** The rules that may report this requirement, sorted by name. */
  public static List<Rule> reporting(String requirement) {
    return ALL.stream().filter(rule -> rule.spec().subjects().containsKey(requirement)).toList();
  }
}
