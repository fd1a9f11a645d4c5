/**
 * MPTCP for programs that read packets with pcap4j: the options of TCP option kind 30 as the values
 * of {@link org.mptcpscope.dissector.mptcp.MptcpOption}. Begin with {@link
 * org.mptcpscope.pcap4j.Mptcp}.
 */
package org.mptcpscope.pcap4j;
