/**
 * The capture-file formats pcap and pcapng, read in place and written to a stream. Opening, mapping
 * and decompressing files is not done here.
 */
package org.mptcpscope.dissector.capfile;
